import type { ClientBase } from 'pg';
import { to as copyTo } from 'pg-copy-streams';

/** A stored block: frames of one host. */
export interface BlockRow {
  readonly hostId: number;
  readonly frames: Buffer;
}

/** Signature (11 bytes), flags and the length of an extension, which the server leaves empty. */
const HEADER_BYTES = 19;
const FIELDS = 2;

/**
 * Runs a statement that answers `host_id` and `frames`, by COPY in PostgreSQL's binary format: the client has no other way
 * to get bytes that does not make text of them first. COPY takes no parameters: the text must be made of numbers only.
 */
export async function copyBlocksOut(client: ClientBase, sql: string): Promise<BlockRow[]> {
  const chunks: Buffer[] = [];
  for await (const chunk of client.query(copyTo(`COPY (${sql}) TO STDOUT (FORMAT binary)`))) {
    chunks.push(chunk as Buffer);
  }
  return [...rowsOf(Buffer.concat(chunks))];
}

function* rowsOf(bytes: Buffer): Generator<BlockRow> {
  let offset = HEADER_BYTES;
  // The end is a row of -1 fields.
  while (bytes.readInt16BE(offset) === FIELDS) {
    const hostId = bytes.readInt32BE(offset + 6);
    const start = offset + 14;
    offset = start + bytes.readInt32BE(offset + 10);
    yield { hostId, frames: bytes.subarray(start, offset) };
  }
}

/** Whole numbers as an array of SQL's. */
export function intsSql(values: readonly number[]): string {
  return `'{${values.map((value) => Math.trunc(value)).join()}}'::int[]`;
}

/** A moment, ms since 1970, infinities included. */
export function timeSql(ms: number): string {
  if (!Number.isFinite(ms)) return `'${ms > 0 ? '' : '-'}infinity'::timestamptz`;
  return `to_timestamp(${ms / 1_000}::float8)`;
}
