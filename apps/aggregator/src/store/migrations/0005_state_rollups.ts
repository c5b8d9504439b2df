import type { Edition } from '../edition/edition.js';
import { marksTable } from '../marks.js';
import { HOST_STATE_COLUMNS } from '../states/host-state.js';
import { PACKED_TABLES, STATE_LEVELS, type StateLevel, stateTables } from '../states/level.js';

const packed = 'time timestamptz NOT NULL, host_id int NOT NULL, frames bytea NOT NULL';

/** The tables of rows, whose place packed ones take; their rows are packed after this. */
export const OLD_STATE_TABLES = ['container_state', 'protocol', 'protocol_unread', 'latency'];

/** What a table of rows is called until its rows are packed. */
export const oldStateName = (table: string): string => `old_${table}`;

// Partitions and indexes keep their names when their table is renamed, and would stand in the way of the new ones.
const RENAME_OLD = `
${OLD_STATE_TABLES.map((name) => `ALTER TABLE ${name} RENAME TO ${oldStateName(name)};`).join('\n')}
ALTER INDEX latency_host_time RENAME TO old_latency_host_time;
DO $$ DECLARE piece record; BEGIN
  FOR piece IN SELECT inhrelid::regclass AS name, relname FROM pg_inherits JOIN pg_class ON oid = inhrelid
    WHERE inhparent = ANY ('{${OLD_STATE_TABLES.map(oldStateName).join(',')}}'::regclass[]) AND relispartition
  LOOP EXECUTE format('ALTER TABLE %s RENAME TO %I', piece.name, 'old_' || piece.relname); END LOOP;
END $$;`;

// One row for each container, namespace and peer took more than all traffic of its host (docs/adr/0022).
const PACKED = (suffix: string): string =>
  PACKED_TABLES.map(
    (name) => `
CREATE TABLE ${name} (${packed}) ${suffix};
CREATE INDEX ${name}_host_time ON ${name} (host_id, time);`,
  ).join('');

const hostColumns = HOST_STATE_COLUMNS.map(({ name, type }) => `${name} ${type}`).join(', ');

const levelTables = (level: StateLevel, suffix: string): string => `
CREATE TABLE host_state${level.suffix} (
  time timestamptz NOT NULL, host_id int NOT NULL, ${hostColumns}, PRIMARY KEY (host_id, time)) ${suffix};
${PACKED_TABLES.map(
  (name) => `CREATE TABLE ${name}${level.suffix} (${packed}, PRIMARY KEY (host_id, time)) ${suffix};`,
).join('\n')}
CREATE TABLE ${marksTable(level)} (bucket timestamptz NOT NULL, host_id int NOT NULL);
CREATE INDEX ${marksTable(level)}_bucket ON ${marksTable(level)} (bucket);`;

// What was stored by an earlier version is rolled up like anything else that changed.
const MARK_WHAT_IS_THERE = `
INSERT INTO dirty_state_5m (bucket, host_id)
SELECT DISTINCT date_bin(interval '5 min', time, timestamptz 'epoch'), host_id FROM host_state;`;

const EVENTS_BY_TIME = 'CREATE INDEX event_time ON event (time);';

/** States of many things are packed as traffic is, and all states are rolled up and dropped by their age. */
export function stateRollups(edition: Edition): string {
  const suffix = edition.tableSuffix;
  const made = [
    ...stateTables('state').filter(({ name }) => name !== 'host_state'),
    ...STATE_LEVELS.flatMap(({ name }) => stateTables(name)),
  ];
  return [
    RENAME_OLD,
    PACKED(suffix),
    ...STATE_LEVELS.map((level) => levelTables(level, suffix)),
    ...made.map((table) => `${edition.convert(table)};`).filter((sql) => sql !== ';'),
    MARK_WHAT_IS_THERE,
    EVENTS_BY_TIME,
  ].join('\n');
}
