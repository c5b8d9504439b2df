import { describe, expect, it } from '@jest/globals';
import { BinaryRows, encodeTime } from './binary-rows.js';

const HEADER_BYTES = 19;
const ROW_BYTES = 2 + 12 + 8 + 8;

describe('encodeTime', () => {
  it.each([0, 946_684_800_000, 1_763_700_000_123, -1, 8.64e15])('%d ms is exact', (ms) => {
    const { high, low } = encodeTime(ms);
    const micros = (BigInt(high) << 32n) + BigInt(low);
    expect(micros).toBe((BigInt(ms) - 946_684_800_000n) * 1_000n);
  });
});

describe('BinaryRows', () => {
  it('writes header, rows and trailer, growing as needed', () => {
    const rows = new BinaryRows(32);
    const time = encodeTime(1_763_700_000_123);
    for (let row = 0; row < 100; row++) rows.add(time, row, 1_000, []);
    const bytes = rows.finish();
    expect(rows.count).toBe(100);
    expect(bytes.length).toBe(HEADER_BYTES + 100 * ROW_BYTES + 2);
    expect(bytes.subarray(0, 11).toString('latin1')).toBe('PGCOPY\n\xff\r\n\0');
    expect(bytes.readInt16BE(HEADER_BYTES)).toBe(3);
    expect(bytes.readInt32BE(HEADER_BYTES + 99 * ROW_BYTES + 2 + 12 + 4)).toBe(99);
    expect(bytes.readInt16BE(bytes.length - 2)).toBe(-1);
  });

  it('writes null as no value at all', () => {
    const rows = new BinaryRows();
    rows.add(encodeTime(0), 1, 1, [null, 5]);
    const bytes = rows.finish();
    expect(bytes.readInt32BE(HEADER_BYTES + ROW_BYTES)).toBe(-1);
    expect(bytes.readBigInt64BE(HEADER_BYTES + ROW_BYTES + 8)).toBe(5n);
  });

  it.each([0, 1, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER])('writes the bigint %d exactly', (value) => {
    const rows = new BinaryRows();
    rows.add(encodeTime(0), 1, 1, [value]);
    expect(rows.finish().readBigInt64BE(HEADER_BYTES + ROW_BYTES + 4)).toBe(BigInt(value));
  });
});
