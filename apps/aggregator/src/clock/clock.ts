/** A clock that is off by more is corrected; less is jitter of the way. Corrections that differ by less are the same. */
export const TOLERATED_MS = 2_000;
/** A slow way does not last so long without one message that was quick. */
const CONFIRMED_AFTER_MS = 30_000;
/** Sooner where the clock is known to be wrong: agents whose clock was set back let theirs catch up, slowly. */
const CONFIRMED_AFTER_WRONG_MS = 10_000;
/** Ticks fall on whole seconds of the host's clock, and stay on whole seconds of ours. */
const STEP_MS = 1_000;

/** What is known of a host's clock. All times are the receiver's, ms since 1970. */
export interface Clock {
  /** What is added to the host's times: positive where its clock is behind. 0 where it is right. */
  readonly offsetMs: number;
  /** What was added until `sinceMs`. */
  readonly beforeMs: number;
  readonly sinceMs: number;
  /** It looks further behind than it is corrected by, which may as well be a slow way: since when, and the least of it. */
  readonly suspect: { readonly sinceMs: number; readonly offsetMs: number } | null;
}

/** What one message says of its host's clock. */
export interface Look {
  readonly receivedMs: number;
  /** Received less sent: how far the clock is behind, and how long the way was. */
  readonly offsetMs: number;
  /** Whether it is the first message of an agent's life, which has waited for nothing. */
  readonly isFirst: boolean;
}

/** The clock after a look, the same object where it says nothing new, and what to add to the times of that message. */
export interface Followed {
  readonly clock: Clock;
  readonly offsetMs: number;
}

/**
 * Follows a clock from message to message. The way only ever adds to the difference. So one that is smaller is believed at
 * once, and so is one of a clock that is right; one that is larger only at the first look, or when it has lasted.
 */
export function follow(clock: Clock | null, look: Look): Followed {
  if (!clock) return moved({ offsetMs: 0, beforeMs: 0, sinceMs: look.receivedMs, suspect: null }, look, look.offsetMs);
  if (look.receivedMs < clock.sinceMs) return { clock, offsetMs: nearest(look.offsetMs, clock) };
  const riseMs = look.offsetMs - clock.offsetMs;
  if (Math.abs(riseMs) <= TOLERATED_MS) return { clock: cleared(clock, look), offsetMs: clock.offsetMs };
  const isCertain = riseMs < 0 || look.isFirst || Math.abs(look.offsetMs) <= TOLERATED_MS;
  if (isCertain) return moved(clock, look, look.offsetMs);
  const suspect = {
    sinceMs: Math.min(look.receivedMs, clock.suspect?.sinceMs ?? Infinity),
    offsetMs: Math.min(look.offsetMs, clock.suspect?.offsetMs ?? Infinity),
  };
  const confirmedAfterMs = clock.offsetMs === 0 ? CONFIRMED_AFTER_MS : CONFIRMED_AFTER_WRONG_MS;
  if (look.receivedMs - suspect.sinceMs >= confirmedAfterMs) return moved(clock, look, suspect.offsetMs);
  return { clock: { ...clock, suspect }, offsetMs: clock.offsetMs };
}

/** A message from before the last move that comes after it (by another replica) belongs to one of the two. */
function nearest(offsetMs: number, clock: Clock): number {
  const isAsBefore = Math.abs(offsetMs - clock.beforeMs) < Math.abs(offsetMs - clock.offsetMs);
  return isAsBefore ? clock.beforeMs : clock.offsetMs;
}

function cleared(clock: Clock, { receivedMs }: Look): Clock {
  return clock.suspect && receivedMs >= clock.suspect.sinceMs ? { ...clock, suspect: null } : clock;
}

function moved(clock: Clock, { receivedMs }: Look, toMs: number): Followed {
  const offsetMs = Math.abs(toMs) <= TOLERATED_MS ? 0 : Math.round(toMs / STEP_MS) * STEP_MS;
  return { clock: { offsetMs, beforeMs: clock.offsetMs, sinceMs: receivedMs, suspect: null }, offsetMs };
}
