import { expect, it } from '@jest/globals';
import { Allowances } from './allowances.js';

it('lets sixty ask at once from an address, then two a second, and others meanwhile', () => {
  let nowMs = 0;
  const allowances = new Allowances(() => nowMs);
  const taken = (address: string): number =>
    Array.from({ length: 100 }, () => allowances.take(address)).filter(Boolean).length;
  expect([taken('192.0.2.1'), taken('192.0.2.1'), taken('192.0.2.2')]).toEqual([60, 0, 60]);
  nowMs += 5_000;
  expect(taken('192.0.2.1')).toBe(10);
  nowMs += 60_000;
  expect([taken('2001:db8::1'), taken('2001:db8::2'), taken('2001:db8:0:1::1')]).toEqual([60, 0, 60]);
  nowMs += 60_000;
  const all = Array.from({ length: 1_000 }, (_, index) => allowances.take(`198.51.${index % 200}.1`)).filter(Boolean);
  expect(all).toHaveLength(200);
});
