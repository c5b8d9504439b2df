import { describe, expect, it } from '@jest/globals';
import { AddressCounts } from './address-counts.js';

describe('counts by address', () => {
  it('are of each client apart, and forget who has nothing left', () => {
    const counts = new AddressCounts();
    for (const address of ['10.0.0.1', '10.0.0.1', '10.0.0.2']) counts.add(address);
    expect(['10.0.0.1', '10.0.0.2', '10.0.0.3'].map((address) => counts.countOf(address))).toEqual([2, 1, 0]);
    counts.remove('10.0.0.1');
    counts.remove('10.0.0.2');
    expect(['10.0.0.1', '10.0.0.2'].map((address) => counts.countOf(address))).toEqual([1, 0]);
  });

  it.each([
    ['2001:db8::1', '2001:0db8:0:0:ffff:ffff:ffff:ffff', 1],
    ['2001:db8::1', '2001:db8:0:1::1', 0],
    ['2001:db8:1:2:3:4:5:6', '2001:DB8:1:2::', 1],
    ['::1', '::2', 1],
    ['::1', '0:0:0:1::1', 0],
  ])('take %s and %s for one client or not: %s', (one, other, count) => {
    const counts = new AddressCounts();
    counts.add(one);
    expect(counts.countOf(other)).toBe(count);
  });
});
