import { type Clock, follow, type Followed } from './clock.js';

/** No sample ends later than it was sent; a header may be missing or wrong, and then this much is let pass. */
const FURTHEST_AHEAD_MS = 3_600_000;
/** Each few hours that samples reach back open pieces of tables; a hostile agent could have the database make 80,000. */
const FURTHEST_BEHIND_MS = 366 * 86_400_000;

/** When a message was made, sent and received. */
export interface MessageTimes {
  /** By the host's clock, as everything in the message. */
  readonly atMs: number;
  /** By the host's clock; null where it did not say. */
  readonly sentMs: number | null;
  /** By ours. */
  readonly receivedMs: number;
  readonly isFirst: boolean;
}

/** Follows a host's clock by one message. Null as long as nothing is known of the clock. */
export function followMessage(
  clock: Clock | null,
  times: MessageTimes,
): { readonly clock: Clock | null; readonly offsetMs: number } {
  const { atMs, receivedMs } = times;
  const followed = followTold(clock, times);
  const rightMs = atMs + followed.offsetMs;
  if (rightMs > receivedMs + FURTHEST_AHEAD_MS) return { ...followed, offsetMs: receivedMs - atMs };
  const furthestMs = receivedMs - FURTHEST_BEHIND_MS;
  return rightMs < furthestMs ? { ...followed, offsetMs: furthestMs - atMs } : followed;
}

function followTold(
  clock: Clock | null,
  { atMs, sentMs, receivedMs, isFirst }: MessageTimes,
): Followed | { readonly clock: null; readonly offsetMs: 0 } {
  if (sentMs !== null) return follow(clock, { receivedMs, offsetMs: receivedMs - sentMs, isFirst });
  const offsetMs = atMs > receivedMs + FURTHEST_AHEAD_MS ? receivedMs - atMs : 0;
  if (!clock && offsetMs === 0) return { clock: null, offsetMs };
  return follow(clock, { receivedMs, offsetMs, isFirst });
}
