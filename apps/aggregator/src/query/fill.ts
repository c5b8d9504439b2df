import { type Bins, emptyBins } from './bins.js';
import { endOf, type Grid } from './grid.js';

/** When something existed, ms since 1970; `untilMs` is Infinity while it does. */
export interface Lifetime {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** What is needed to tell, bucket by bucket, how many ms of a unit (a series, or a host's pool of them) are known. */
export interface Known {
  /** ms in which the host was present. */
  readonly presence: Bins | undefined;
  /** ms in which the series could not be read. */
  readonly unread: Bins | undefined;
  readonly alive: Lifetime;
  /** ms of stored samples: a sample proves life. */
  readonly sampled: Bins | undefined;
  /**
   * Whether a bucket counts only from birth to death. True for a single interface; false in a group, where an interface
   * not yet born adds no traffic to the host's whole second.
   */
  readonly clip: boolean;
}

/** How much of each bucket of a unit is known. */
export interface Coverage {
  /** 0 = a gap. */
  readonly ms: Bins;
  /** What makes a rate per second of an amount; worked out once for all units that share it. */
  readonly perSecond: Bins;
}

/** Coverage by the covered ms of each bucket. */
export function coverageOf(ms: Bins): Coverage {
  return { ms, perSecond: ms.map((covered) => (covered > 0 ? 1_000 / covered : 0)) };
}

/** Whether something existed in all of a grid. */
export function livesThrough(grid: Grid, { fromMs, untilMs }: Lifetime): boolean {
  return fromMs <= grid.startMs && untilMs >= endOf(grid);
}

/** How many ms of each bucket are covered; 0 = a gap. */
export function coveredBins(grid: Grid, known: Known): Bins {
  const covered = emptyBins(grid);
  for (let bucket = 0; bucket < grid.count; bucket += 1) covered[bucket] = coveredMs(grid, known, bucket);
  return covered;
}

function coveredMs(grid: Grid, known: Known, bucket: number): number {
  const readMs = Math.max(0, (known.presence?.[bucket] ?? 0) - (known.unread?.[bucket] ?? 0));
  const aliveMs = aliveIn(grid, known.alive, bucket);
  const usualMs = known.clip ? Math.min(readMs, aliveMs) : aliveMs > 0 ? readMs : 0;
  const sampledMs = known.sampled?.[bucket] ?? 0;
  if (usualMs > 0 || sampledMs === 0) return usualMs;
  const mostMs = readMs || grid.stepMs;
  return known.clip ? Math.min(mostMs, sampledMs) : mostMs;
}

function aliveIn(grid: Grid, alive: Lifetime, bucket: number): number {
  const startMs = grid.startMs + bucket * grid.stepMs;
  return Math.max(0, Math.min(startMs + grid.stepMs, alive.untilMs) - Math.max(startMs, alive.fromMs));
}
