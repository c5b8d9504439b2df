import type { ClientBase } from 'pg';
import { copyRows } from './copy-rows.js';
import type { SampleRows, Samples } from './samples.js';

const COLUMNS = {
  traffic:
    'time, series_id, ms, rx_bytes, tx_bytes, rx_packets, tx_packets, rx_errors, tx_errors, rx_dropped, tx_dropped',
  presence: 'time, host_id, ms',
  unread: 'time, series_id, ms',
} as const;

/** Copies a batch's rows into the raw tables and marks the buckets that the roll-up has to make anew. */
export async function writeSamples(client: ClientBase, samples: Samples): Promise<void> {
  await copySamples(client, '', samples.raw);
  await writeDirtyMarks(client, samples.dirty);
}

/** Copies rows into the raw tables, or those of the same shape whose names begin with a prefix. */
export async function copySamples(client: ClientBase, prefix: string, rows: SampleRows): Promise<void> {
  for (const table of ['traffic', 'presence', 'unread'] as const) {
    await copyRows(client, `${prefix}${table}`, COLUMNS[table], rows[table]);
  }
}

/** Marks are only ever inserted: one that is merged into an existing mark is lost when a refresh is deleting that one. */
async function writeDirtyMarks(client: ClientBase, dirty: Samples['dirty']): Promise<void> {
  const marks = [...dirty].flatMap(([hostId, buckets]) => [...buckets].map((bucketMs) => ({ hostId, bucketMs })));
  if (marks.length === 0) return;
  await client.query(
    `INSERT INTO dirty_1m (bucket, host_id)
     SELECT to_timestamp(ms / 1000), host_id FROM unnest($1::float8[], $2::int[]) AS mark (ms, host_id)`,
    [marks.map(({ bucketMs }) => bucketMs), marks.map(({ hostId }) => hostId)],
  );
}
