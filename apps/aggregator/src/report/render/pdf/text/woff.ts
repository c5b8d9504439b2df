import { inflateSync } from 'node:zlib';

const WOFF_HEAD = 44;
const WOFF_ENTRY = 20;
const SFNT_HEAD = 12;
const SFNT_ENTRY = 16;
const ALIGNED = 4;

/**
 * A typeface of the web as the plain one that it packs (https://www.w3.org/TR/WOFF/). Unpacked here, since what the library for
 * typefaces unpacks with fails on some of the parts.
 */
export function unpackWoff(woff: Buffer): Buffer {
  const count = woff.readUInt16BE(12);
  const head = Buffer.alloc(SFNT_HEAD + count * SFNT_ENTRY);
  woff.copy(head, 0, 4, 8);
  head.writeUInt16BE(count, 4);
  const tables: Buffer[] = [];
  let offset = head.length;
  for (let index = 0; index < count; index += 1) {
    const entry = WOFF_HEAD + index * WOFF_ENTRY;
    const table = tableAt(woff, entry);
    writeEntry(head, SFNT_HEAD + index * SFNT_ENTRY, woff, entry, offset);
    tables.push(table);
    offset += table.length;
  }
  return Buffer.concat([head, ...tables]);
}

/** A table, unpacked and filled up to where the next may begin. */
function tableAt(woff: Buffer, entry: number): Buffer {
  const [start, packed, length] = [4, 8, 12].map((field) => woff.readUInt32BE(entry + field)) as [
    number,
    number,
    number,
  ];
  const stored = woff.subarray(start, start + packed);
  const table = packed < length ? inflateSync(stored) : stored;
  return Buffer.concat([table, Buffer.alloc(-length & (ALIGNED - 1))]);
}

function writeEntry(head: Buffer, at: number, woff: Buffer, entry: number, offset: number): void {
  woff.copy(head, at, entry, entry + 4);
  // Its checksum, where it begins, how long it is.
  woff.copy(head, at + 4, entry + 16, entry + 20);
  head.writeUInt32BE(offset, at + 8);
  woff.copy(head, at + 12, entry + 12, entry + 16);
}
