import type { TimeTable } from '../edition/edition.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How fine states are stored: as told every 10 s, or summed up over buckets. The names are those of `horizon` and `retention`. */
export const STATE_RESOLUTIONS = ['state', 'state_5m', 'state_1h'] as const;

export type StateResolution = (typeof STATE_RESOLUTIONS)[number];

/** A level of the roll-up of states. */
export interface StateLevel {
  readonly name: Exclude<StateResolution, 'state'>;
  /** What its tables' names end in. */
  readonly suffix: '_5m' | '_1h';
  readonly bucketMs: number;
  /** How much time the buckets cover that share a row; a multiple of `bucketMs`, aligned to 1970. */
  readonly rowMs: number;
  readonly source: StateResolution;
  /** From a bucket's start until it is made; what comes later marks it again. */
  readonly closedAfterMs: number;
  /** Length of the pieces its tables are cut into; a multiple of `rowMs`. */
  readonly pieceMs: number;
}

/** The level that is made from states as told. The last 10 s of a bucket may still come for 15 s. */
export const STATE_MINUTES: StateLevel = {
  ...{ name: 'state_5m', suffix: '_5m', source: 'state' },
  ...{ bucketMs: 5 * MINUTE_MS, rowMs: 2 * HOUR_MS, closedAfterMs: 5 * MINUTE_MS + 25_000, pieceMs: 14 * DAY_MS },
};

/** Finest first. */
export const STATE_LEVELS: readonly StateLevel[] = [
  STATE_MINUTES,
  {
    ...{ name: 'state_1h', suffix: '_1h', source: 'state_5m' },
    ...{ bucketMs: HOUR_MS, rowMs: DAY_MS, closedAfterMs: HOUR_MS + 60_000, pieceMs: 56 * DAY_MS },
  },
];

/** What agents say of many things of a host at once: one row a message, packed. */
export const PACKED_TABLES = ['container_state', 'protocol', 'latency'] as const;
const STATES = ['host_state', ...PACKED_TABLES];

/** Length of the pieces that states as told are cut into. */
export const STATE_PIECE_MS = DAY_MS;

/** The tables of a resolution. */
export function stateTables(resolution: StateResolution): readonly TimeTable[] {
  const level = STATE_LEVELS.find(({ name }) => name === resolution);
  const [suffix, pieceMs] = level ? [level.suffix, level.pieceMs] : ['', STATE_PIECE_MS];
  return STATES.map((table) => ({ name: `${table}${suffix}`, pieceMs }));
}

/** The level that is made from a resolution; null for the coarsest. */
export function stateLevelAbove(resolution: StateResolution): StateLevel | null {
  return STATE_LEVELS.find(({ source }) => source === resolution) ?? null;
}
