import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { NO_TABLE, parseNetDev } from './net-dev.js';
import { netDevText } from './proc-root.fixture.js';

const recorded = readFileSync(new URL('../../fixtures/host/proc/1/net/dev', import.meta.url), 'utf8');
const header = netDevText({});
const line = (text: string): string => `${header}${text}\n`;

describe('parseNetDev', () => {
  it('reads what a kernel printed', () => {
    const { rows, faults } = parseNetDev(recorded);
    expect(faults).toEqual([]);
    expect(rows.map((row) => row.name)).toEqual([
      ...['lo', 'ifb0', 'ifb1', 'eth0', 'br-c3eaa27d9fba', 'br-0615ae77d1d6'],
      ...['veth7418f99', 'vethaaabdbe', 'veth23172f7'],
    ]);
    expect(rows[3]?.counters).toEqual([1742625356n, 4940176n, 52384n, 34931n, 0n, 0n, 0n, 0n]);
    expect(rows[4]?.counters).toEqual([28n, 906n, 1n, 7n, 0n, 0n, 0n, 4n]);
  });

  it('takes the counters in the order of the message', () => {
    const { rows } = parseNetDev(line('eth0: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16'));
    expect(rows).toEqual([{ name: 'eth0', counters: [1n, 9n, 2n, 10n, 3n, 11n, 4n, 12n] }]);
  });

  it.each([
    ['an alias', 'eth0:1: 5 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0', 'eth0:1'],
    ['no blank behind the colon', 'eth0:1234567890 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0', 'eth0'],
    ['more columns than today', 'eth0: 5 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0', 'eth0'],
    ['a name in another script', 'Ärger0: 5 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0', 'Ärger0'],
  ])('reads a line with %s', (_, text, name) => {
    expect(parseNetDev(line(text)).rows.map((row) => row.name)).toEqual([name]);
  });

  it('keeps counters beyond 2^53 exact, and takes what fell below zero for zero', () => {
    const { rows } = parseNetDev(
      netDevText({ a: [2n ** 53n + 1n], b: [2n ** 63n - 1n], c: [2n ** 63n], d: [2n ** 64n - 1n] }),
    );
    expect(rows.map((row) => row.counters[0])).toEqual([2n ** 53n + 1n, 2n ** 63n - 1n, 0n, 0n]);
  });

  it.each([
    ['short', 'eth0: 1 2 3', 'eth0'],
    ['garbled', 'eth0: 1 x 0 0 0 0 0 0 0 0 0 0 0 0 0 0', 'eth0'],
    ['negative', 'eth0: -1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0', 'eth0'],
    ['too long a number', `eth0: ${'9'.repeat(21)} 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0`, 'eth0'],
    ['nameless', ': 1 0 0 0', ': 1 0 0 0'],
    ['overlong', `${'x'.repeat(40)} 1`, 'x'.repeat(32)],
    ['without a colon', 'eth0 1 2 3', 'eth0 1 2 3'],
  ])('makes a %s line a fault, and reads the others', (_, text, fault) => {
    const { rows, faults } = parseNetDev(`${line(text)}  lo: 7 0 0 0 0 0 0 0 7 0 0 0 0 0 0 0\n`);
    expect(rows.map((row) => row.name)).toEqual(['lo']);
    expect(faults).toEqual([fault]);
  });

  it('finds nothing in an empty file or one with only its header', () => {
    expect(parseNetDev('')).toEqual(NO_TABLE);
    expect(parseNetDev(header)).toEqual(NO_TABLE);
  });

  it('takes rows whose line is the same from the table before, and nothing else', () => {
    const before = parseNetDev(`${line('eth0: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16')}  lo: 7${' 0'.repeat(15)}\n`);
    const after = parseNetDev(
      `${line('eth0: 2 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16')}  lo: 7${' 0'.repeat(15)}\n`,
      before,
    );
    expect(after.rows.map(({ name, counters }) => [name, counters[0]])).toEqual([
      ['eth0', 2n],
      ['lo', 7n],
    ]);
    expect(after.rows[1]).toBe(before.rows[1]);
  });

  it('never throws, whatever becomes of the bytes', () => {
    for (let cut = 0; cut < recorded.length; cut += 3) {
      const mutated = recorded.slice(0, cut) + String.fromCharCode((cut * 31) % 256) + recorded.slice(cut + (cut % 5));
      expect(() => parseNetDev(mutated)).not.toThrow();
      expect(() => parseNetDev(recorded.slice(cut))).not.toThrow();
    }
  });
});
