import { describe, expect, it } from '@jest/globals';
import { costOf, percentOf, usedOf } from './quota.js';

const GB = 1_000_000_000n;

it('counts by its measure', () => {
  const volume = { receivedBytes: 3n, transmittedBytes: 5n };
  const used = (['in', 'out', 'sum', 'max'] as const).map((measure) => usedOf(measure, volume));
  expect(used).toEqual([3n, 5n, 8n, 5n]);
});

it('tells percents that are reached, beyond 2^53 bytes too', () => {
  expect(percentOf({ limitBytes: 10n ** 18n }, 10n ** 18n - 1n)).toBe(99.99);
  expect(percentOf({ limitBytes: 10n ** 18n }, 10n ** 18n)).toBe(100);
  expect(percentOf({ limitBytes: 3n }, 1n)).toBe(33.33);
  expect(percentOf({ limitBytes: null }, 1n)).toBeNull();
});

describe('what is used', () => {
  const price = { includedBytes: 1_000n * GB, pricePerGb: 0.05, currency: 'EUR' };

  it('costs nothing within what is included, and its price for all beyond', () => {
    expect(costOf(price, 1_000n * GB)).toBe(0);
    expect(costOf(price, 1_000n * GB + 123_456_789_000n)).toBe(6.17);
    expect(costOf({ ...price, pricePerGb: null, currency: null }, GB)).toBeNull();
  });

  it('is told in the coins that a currency has', () => {
    const of = (currency: string): number | null => costOf({ includedBytes: 0n, pricePerGb: 1.23456, currency }, GB);
    expect(['JPY', 'EUR', 'KWD'].map(of)).toEqual([1, 1.23, 1.235]);
  });

  it('is rounded as by hand: half a coin up', () => {
    const of = (pricePerGb: number, gigabytes: bigint): number | null =>
      costOf({ includedBytes: 0n, pricePerGb, currency: 'EUR' }, gigabytes * GB);
    expect([of(1.005, 1n), of(0.335, 3n), of(1.0049, 1n), of(1e-7, 1n)]).toEqual([1.01, 1.01, 1, 0]);
  });
});
