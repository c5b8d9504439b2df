import type { RowTable } from '../block/rows.js';
import { alignedTo } from '../block/window.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How fine stored traffic is: as measured, or summed up over buckets. */
export const RESOLUTIONS = ['raw', '1m', '5m', '1h', '1d'] as const;

export type Resolution = (typeof RESOLUTIONS)[number];
export type LevelName = Exclude<Resolution, 'raw'>;

/** A level of the roll-up: sums over buckets, made from the next finer resolution. */
export interface Level {
  readonly name: LevelName;
  readonly bucketMs: number;
  readonly source: Resolution;
  /** From a bucket's start until it is made; what comes later marks it again. */
  readonly closedAfterMs: number;
  /** How much time a row of its table spans: some dozen buckets of one host; a multiple of the bucket. */
  readonly rowMs: number;
  /** Length of the pieces its table is cut into; a multiple of every coarser bucket and of the row. */
  readonly pieceMs: number;
}

/** The level that is made from raw samples. The last seconds of a minute may still come for 3 s. */
export const MINUTES: Level = {
  name: '1m',
  bucketMs: MINUTE_MS,
  source: 'raw',
  closedAfterMs: 63_000,
  rowMs: 30 * MINUTE_MS,
  pieceMs: 7 * DAY_MS,
};

/** Finest first. */
export const LEVELS: readonly Level[] = [
  MINUTES,
  {
    ...{ name: '5m', bucketMs: 5 * MINUTE_MS, source: '1m' },
    ...{ closedAfterMs: 5 * MINUTE_MS + 10_000, rowMs: 2 * HOUR_MS, pieceMs: 28 * DAY_MS },
  },
  {
    ...{ name: '1h', bucketMs: HOUR_MS, source: '5m' },
    ...{ closedAfterMs: HOUR_MS + 30_000, rowMs: DAY_MS, pieceMs: 364 * DAY_MS },
  },
  {
    ...{ name: '1d', bucketMs: DAY_MS, source: '1h' },
    ...{ closedAfterMs: DAY_MS + 60_000, rowMs: 28 * DAY_MS, pieceMs: 3_640 * DAY_MS },
  },
];

/** The level that is made from a resolution; null for the coarsest. */
export function levelAbove(resolution: Resolution): Level | null {
  return LEVELS.find(({ source }) => source === resolution) ?? null;
}

/** `traffic` at a resolution: `traffic`, `traffic_5m`. */
export function tableAt(table: string, resolution: Resolution): string {
  return resolution === 'raw' ? table : `${table}_${resolution}`;
}

/** The rows of a level. */
export function levelRows({ name, rowMs }: Level): RowTable {
  return { name: tableAt('traffic', name), rowMs };
}

/** The start of the bucket that holds a moment, both ms since 1970. */
export function bucketStart({ bucketMs }: Level, ms: number): number {
  return alignedTo(bucketMs, ms);
}
