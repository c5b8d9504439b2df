import type { ClientBase } from 'pg';
import { inTransaction } from '../connection.js';
import { runInTime } from '../in-time.js';
import { lockId } from '../lock-id.js';
import type { Edition, TimeTable } from './edition.js';

/** One partition is made at a time, whoever makes it. */
const PARTITION_LOCK = lockId('making of a partition');

interface Piece {
  readonly table: string;
  readonly partition: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** Native range partitions, made when rows of their time are about to be written. */
export class PlainEdition implements Edition {
  readonly name = 'none';
  readonly tableSuffix = 'PARTITION BY RANGE (time)';
  private readonly known = new Set<string>();

  convert(): string {
    return '';
  }

  async ensureRoom(client: ClientBase, tables: readonly TimeTable[], times: Iterable<number>): Promise<void> {
    for (const piece of piecesOf(tables, times)) {
      if (this.known.has(piece.partition)) continue;
      await inTransaction(client, () => createPartition(client, piece));
      this.known.add(piece.partition);
    }
  }

  async dropBefore(client: ClientBase, tables: readonly TimeTable[], untilMs: number): Promise<void> {
    for (const table of tables) {
      const { rows } = await client.query<{ partition: string }>(
        'SELECT inhrelid::regclass::text AS partition FROM pg_inherits WHERE inhparent = $1::regclass',
        [table.name],
      );
      for (const { partition } of rows) {
        if (endOf(partition, table.pieceMs) > untilMs) continue;
        if (await runInTime(client, `DROP TABLE IF EXISTS ${partition}`)) this.known.delete(partition);
      }
    }
  }

  forget(): void {
    this.known.clear();
  }
}

function piecesOf(tables: readonly TimeTable[], times: Iterable<number>): Piece[] {
  const allTimes = [...times];
  return tables.flatMap(({ name, pieceMs }) =>
    [...new Set(allTimes.map((time) => Math.floor(time / pieceMs)))].map((index) => ({
      table: name,
      // Named by length and number, since years before 1 or after 9999 have no short text.
      partition: `${name}_p${lengthOf(pieceMs)}_${index < 0 ? `m${-index}` : index}`,
      fromMs: index * pieceMs,
      toMs: (index + 1) * pieceMs,
    })),
  );
}

const lengthOf = (pieceMs: number): string =>
  pieceMs % 3_600_000 === 0 ? `${pieceMs / 3_600_000}h` : `${pieceMs / 60_000}min`;

/** When a partition ends, ms since 1970, as its name tells; one that weir did not make is never dropped. */
function endOf(partition: string, pieceMs: number): number {
  const [, minus, index] = /_p\d+(?:h|min)_(m?)(\d+)$/.exec(partition) ?? [];
  if (index === undefined) return Infinity;
  return ((minus ? -1 : 1) * Number(index) + 1) * pieceMs;
}

/** ATTACH takes a lock that lets writers and readers go on; CREATE TABLE … PARTITION OF would stop them. */
async function createPartition(client: ClientBase, { table, partition, fromMs, toMs }: Piece): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1)', [PARTITION_LOCK]);
  const { rows } = await client.query<{ exists: boolean }>('SELECT to_regclass($1) IS NOT NULL AS exists', [partition]);
  if (rows[0]?.exists) return;
  await client.query(`CREATE TABLE ${partition} (LIKE ${table} INCLUDING ALL)`);
  const at = (ms: number): string => `to_timestamp(${ms / 1000})`;
  await client.query(
    `ALTER TABLE ${table} ATTACH PARTITION ${partition} FOR VALUES FROM (${at(fromMs)}) TO (${at(toMs)})`,
  );
}

/** For a migration, which is a transaction already. */
export async function createPartitions(
  client: ClientBase,
  tables: readonly TimeTable[],
  times: Iterable<number>,
): Promise<void> {
  for (const piece of piecesOf(tables, times)) await createPartition(client, piece);
}
