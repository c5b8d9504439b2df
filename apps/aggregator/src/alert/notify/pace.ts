/** How a channel is written to. */
export interface Pace {
  /** What comes within this after the first is told with it. */
  readonly settleMs: number;
  /** From so many on it is a storm: it is told when nothing was added for `calmMs`, or after `mostSettleMs`. */
  readonly stormAt: number;
  readonly calmMs: number;
  readonly mostSettleMs: number;
  /** So many messages a minute; what is more waits, and is told together. */
  readonly mostPerMinute: number;
  /** At most one message in this time: a digest. 0 = none. */
  readonly digestMs: number;
  /** What nobody takes care of is told again after this; null = never. */
  readonly remindMs: number | null;
  /** Of what was told together, the end is told together, but no later than this after the first of it. */
  readonly endsTogetherMs: number;
}

export const DEFAULT_PACE: Pace = {
  settleMs: 500,
  stormAt: 5,
  calmMs: 3_000,
  mostSettleMs: 15_000,
  mostPerMinute: 10,
  digestMs: 0,
  remindMs: null,
  endsTogetherMs: 300_000,
};

/** Whether what came at these times is told now, or something more may belong to it. */
export function isSettled(timesMs: readonly number[], nowMs: number, pace: Pace): boolean {
  if (timesMs.length === 0) return false;
  const [first, last] = [Math.min(...timesMs), Math.max(...timesMs)];
  if (timesMs.length < pace.stormAt) return nowMs - first >= pace.settleMs;
  return nowMs - last >= pace.calmMs || nowMs - first >= pace.mostSettleMs;
}
