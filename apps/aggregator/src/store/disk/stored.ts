import { levelTable, PACKED_TABLE, RECENT_TABLE } from '../edition/edition.js';
import { LEVELS, type Resolution } from '../rollup/level.js';
import { STATE_RESOLUTIONS, type StateResolution, stateTables } from '../states/level.js';

export const STORED_KINDS = ['traffic', 'state', 'event'] as const;

/** What something stored tells of. */
export type StoredKind = (typeof STORED_KINDS)[number];

/** Something that is kept for a time of its own. */
export interface Stored {
  readonly kind: StoredKind;
  readonly resolution: Resolution;
  /** Its name in the tables `retention` and `horizon`. */
  readonly setting: Resolution | StateResolution | 'event';
  readonly tables: readonly string[];
}

const namesOf = (tables: readonly { readonly name: string }[]): string[] => tables.map(({ name }) => name);
const STATE_RESOLUTION: Readonly<Record<StateResolution, Resolution>> = {
  state: 'raw',
  state_5m: '5m',
  state_1h: '1h',
};

/** All of it; of a kind, finest first. */
export const STORED: readonly Stored[] = [
  { kind: 'traffic', resolution: 'raw', setting: 'raw', tables: namesOf([RECENT_TABLE, PACKED_TABLE]) },
  ...LEVELS.map((level): Stored => {
    return { kind: 'traffic', resolution: level.name, setting: level.name, tables: namesOf([levelTable(level)]) };
  }),
  ...STATE_RESOLUTIONS.map((setting): Stored => {
    return { kind: 'state', resolution: STATE_RESOLUTION[setting], setting, tables: namesOf(stateTables(setting)) };
  }),
  { kind: 'event', resolution: 'raw', setting: 'event', tables: ['event'] },
];
