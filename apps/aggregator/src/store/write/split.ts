const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A sample longer than this many intervals is coarse: it counts, but says nothing about single seconds. */
export const COARSE_INTERVALS = 3;

const DEFAULT_INTERVAL_MS = 1_000;
/** An agent measures every 1 to 10 s. Whatever one claims, a sample of more than a minute is split. */
const MAX_INTERVAL_MS = 20_000;

/** SQL: a host's sample interval in ms; a usual one before its inventory comes. */
export const INTERVAL_MS = `least(coalesce((host.agent->>'intervalMs')::float8, ${DEFAULT_INTERVAL_MS}), ${MAX_INTERVAL_MS})`;

/** A part of an interval that lies within one bucket. */
export interface Piece {
  /** Start, ms since 1970. */
  readonly startMs: number;
  readonly ms: number;
}

/** Whether a sample is to be split: it covers much more time than the host's samples usually do. */
export function isCoarse(ms: number, intervalMs: number): boolean {
  return ms > COARSE_INTERVALS * intervalMs;
}

/**
 * Cuts an interval at minute borders, so that every roll-up is a plain sum. After an outage of many hours it cuts at
 * hours, of weeks at days, so that one sample never becomes more than some hundred rows; but its last hour always at
 * minutes, for who asks what happens now looks for samples of a minute at most, and would miss a longer part.
 */
export function pieces(startMs: number, ms: number): Piece[] {
  const stepMs = ms <= 6 * HOUR_MS ? MINUTE_MS : ms <= 15 * DAY_MS ? HOUR_MS : DAY_MS;
  const endMs = startMs + ms;
  const minutesFromMs = borderAfter(endMs - HOUR_MS, MINUTE_MS) - MINUTE_MS;
  const cut: Piece[] = [];
  for (let at = startMs; at < endMs;) {
    const border = at < minutesFromMs ? Math.min(borderAfter(at, stepMs), minutesFromMs) : borderAfter(at, MINUTE_MS);
    const next = Math.min(endMs, border);
    cut.push({ startMs: at, ms: next - at });
    at = next;
  }
  return cut;
}

function borderAfter(at: number, stepMs: number): number {
  return (Math.floor(at / stepMs) + 1) * stepMs;
}

/** Shares a delta among pieces in proportion to their time. The shares are whole and add up exactly; the last takes the remainder. */
export function shares(delta: number, cut: readonly Piece[]): number[] {
  const totalMs = cut.reduce((sum, piece) => sum + piece.ms, 0);
  let elapsedMs = 0;
  let given = 0;
  return cut.map((piece) => {
    elapsedMs += piece.ms;
    // Rounding what was given so far, not each share, keeps every share within one of its exact value.
    const due = elapsedMs === totalMs ? delta : portion(delta, elapsedMs, totalMs);
    const share = due - given;
    given = due;
    return share;
  });
}

/** floor(delta × part ÷ whole), exact where the product exceeds what a number holds. */
function portion(delta: number, part: number, whole: number): number {
  const product = delta * part;
  if (Number.isSafeInteger(product)) return Math.floor(product / whole);
  return Number((BigInt(delta) * BigInt(part)) / BigInt(whole));
}
