import { describe, expect, it } from '@jest/globals';
import { FewAMinute } from './few-a-minute.js';

describe('a few a minute', () => {
  it('are let through from each address, and as many again in the next minute', () => {
    let nowMs = 0;
    const few = new FewAMinute(2, () => nowMs);
    const four = (address: string): boolean[] => [1, 2, 3, 4].map(() => few.take(address));
    expect(four('10.0.0.1')).toEqual([true, true, false, false]);
    expect(four('10.0.0.2')).toEqual([true, true, false, false]);
    nowMs = 60_000;
    expect(four('10.0.0.1')).toEqual([true, true, false, false]);
  });

  it('are of all addresses of one customer together', () => {
    const few = new FewAMinute(1, () => 0);
    expect(['2001:db8::1', '2001:db8::2', '2001:db8:0:1::1'].map((address) => few.take(address))).toEqual([
      ...[true, false, true],
    ]);
  });

  it('are of all the rest together where there are thousands, and nobody who was first loses theirs', () => {
    const few = new FewAMinute(2, () => 0);
    const addresses = Array.from({ length: 5_000 }, (_, index) => `10.0.${index >> 8}.${index & 255}`);
    expect(addresses.filter((address) => few.take(address))).toHaveLength(1_002);
    expect(few.take('10.0.0.0')).toBe(true);
    expect(few.take('10.0.15.0')).toBe(false);
  });
});
