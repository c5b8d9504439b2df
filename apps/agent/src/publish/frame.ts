import { crc32 } from 'node:zlib';

/** Length and checksum in front of each record, 32 bits each. */
const HEADER_BYTES = 8;

/** Frames one record: length, CRC32, then its bytes. */
export function frame(body: Buffer): Buffer {
  const header = Buffer.allocUnsafe(HEADER_BYTES);
  header.writeUInt32LE(body.length, 0);
  header.writeUInt32LE(crc32(body), 4);
  return Buffer.concat([header, body]);
}

/** A whole record in a segment: its body's place and bytes. */
export interface Framed {
  readonly offset: number;
  readonly body: Buffer;
}

/** The whole records at the beginning of a segment; `end` is where a torn or damaged one begins, or the end. */
export function readFrames(bytes: Buffer): { readonly records: readonly Framed[]; readonly end: number } {
  const records: Framed[] = [];
  let end = 0;
  for (;;) {
    const body = bodyAt(bytes, end);
    if (!body) return { records, end };
    records.push({ offset: end + HEADER_BYTES, body });
    end += HEADER_BYTES + body.length;
  }
}

function bodyAt(bytes: Buffer, offset: number): Buffer | null {
  const start = offset + HEADER_BYTES;
  if (start > bytes.length) return null;
  const length = bytes.readUInt32LE(offset);
  if (length === 0 || start + length > bytes.length) return null;
  const body = bytes.subarray(start, start + length);
  return crc32(body) === bytes.readUInt32LE(offset + 4) ? body : null;
}

/** Where a record's body begins, counted from where its frame does. */
export const BODY_OFFSET = HEADER_BYTES;
