import type { ClientBase } from 'pg';
import { MINUTES } from '../rollup/level.js';
import { type BucketMark, markBuckets } from '../rollup/refresh.js';
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
  await markBuckets(client, MINUTES, marksOf(samples.dirty));
}

/** Copies rows into the raw tables, or those of the same shape whose names begin with a prefix. */
export async function copySamples(client: ClientBase, prefix: string, rows: SampleRows): Promise<void> {
  for (const table of ['traffic', 'presence', 'unread'] as const) {
    await copyRows(client, `${prefix}${table}`, COLUMNS[table], rows[table]);
  }
}

function marksOf(dirty: Samples['dirty']): BucketMark[] {
  return [...dirty].flatMap(([hostId, buckets]) => [...buckets].map((bucketMs) => ({ hostId, bucketMs })));
}
