import { type Edition, levelTable, PACKED_TABLE, RECENT_TABLE, type TimeTable } from '../edition/edition.js';
import { LEVELS } from '../rollup/level.js';
import { ROW_TABLES } from './row-tables.js';

const OLD_TABLES = Object.values(ROW_TABLES).flat();

/** What a table of rows is called until its rows are packed. */
export const oldName = (table: string): string => `old_${table}`;

/** Partitions keep their names when their table is renamed, and would stand in the way of the new ones. */
const RENAME_PARTITIONS = `
DO $$ DECLARE partition record; BEGIN
  FOR partition IN SELECT inhrelid::regclass AS name, relname FROM pg_inherits JOIN pg_class ON oid = inhrelid
    WHERE inhparent = ANY ('{${OLD_TABLES.map(({ name }) => oldName(name)).join(',')}}'::regclass[]) AND relispartition
  LOOP EXECUTE format('ALTER TABLE %s RENAME TO %I', partition.name, 'old_' || partition.relname); END LOOP;
END $$;`;

const renameOld = [
  ...OLD_TABLES.map(({ name }) => `ALTER TABLE ${name} RENAME TO ${oldName(name)};`),
  RENAME_PARTITIONS,
];

// Blocks are packed already: the database's own compression would only cost time.
const table = ({ name }: TimeTable, key: string, suffix: string): string => `
CREATE TABLE ${name} (time timestamptz NOT NULL, host_id int NOT NULL, frames bytea NOT NULL${key}) ${suffix};
ALTER TABLE ${name} ALTER COLUMN frames SET STORAGE EXTERNAL;`;

const RAW_TABLES = [RECENT_TABLE, PACKED_TABLE];

/** Traffic as blocks of one host's frames; the rows stored before are still in tables of their old names after `old_`. */
export function blocks(edition: Edition): string {
  const raw = RAW_TABLES.map((each) => table(each, '', edition.tableSuffix));
  const levels = LEVELS.map(levelTable).map((each) =>
    table(each, `, CONSTRAINT ${each.name}_host_time PRIMARY KEY (host_id, time)`, edition.tableSuffix),
  );
  const conversions = [...RAW_TABLES, ...LEVELS.map(levelTable)].map((each) => edition.convert(each));
  const indexes = RAW_TABLES.map(({ name }) => `CREATE INDEX ${name}_host_time ON ${name} (host_id, time);`);
  return [
    ...renameOld,
    ...raw,
    ...levels,
    ...conversions.filter((sql) => sql !== '').map((sql) => `${sql};`),
    ...indexes,
  ].join('\n');
}

/** What is left when all rows have been packed. */
export const DROP_OLD = OLD_TABLES.map(({ name }) => `DROP TABLE ${oldName(name)}`).join(';\n');
