import { describe, expect, it } from '@jest/globals';
import { BinaryRows } from './binary-rows.js';

const HEADER_BYTES = 19;
const BLOCK = Buffer.from('block');
const ROW_BYTES = 2 + 12 + 8 + 4 + BLOCK.length;

describe('BinaryRows', () => {
  it('writes header, rows and trailer, growing as needed', () => {
    const rows = new BinaryRows(32);
    for (let row = 0; row < 100; row++) rows.add(1_763_700_000_123, row, BLOCK);
    const bytes = rows.finish();
    expect(rows.count).toBe(100);
    expect(bytes.length).toBe(HEADER_BYTES + 100 * ROW_BYTES + 2);
    expect(bytes.subarray(0, 11).toString('latin1')).toBe('PGCOPY\n\xff\r\n\0');
    const last = bytes.subarray(HEADER_BYTES + 99 * ROW_BYTES);
    expect(last.readInt16BE(0)).toBe(3);
    expect(last.readInt32BE(2 + 12 + 4)).toBe(99);
    expect(last.readInt32BE(2 + 12 + 8)).toBe(BLOCK.length);
    expect(last.subarray(ROW_BYTES - BLOCK.length, ROW_BYTES)).toEqual(BLOCK);
    expect(last.readInt16BE(ROW_BYTES)).toBe(-1);
  });

  it.each([0, 946_684_800_000, 1_763_700_000_123, -1, 8.64e15])('writes %d ms exactly, in µs since 2000', (ms) => {
    const rows = new BinaryRows();
    rows.add(ms, 1, BLOCK);
    const micros = rows.finish().readBigInt64BE(HEADER_BYTES + 2 + 4);
    expect(micros).toBe((BigInt(ms) - 946_684_800_000n) * 1_000n);
  });
});
