import { describe, expect, it } from '@jest/globals';
import { type PercentileAsked, readPercentile } from '../../billing/percentile/read-percentile.js';
import { readParameters } from '../rest/parameters/parameter.js';
import { queryOf } from '../rest/parameters/query-of.js';
import { asWritten, PERCENTILE } from './percentile.parameters.js';

/** The price that a query string asks for, or the field that is refused. */
function priceOf(query: string): PercentileAsked['price'] | string {
  const values = readParameters(PERCENTILE, queryOf(`/api/v1/percentile?${query}`));
  if (!values.ok) return values.refusal.field;
  const read = readPercentile(asWritten(values.value, Date.UTC(2026, 10, 22)));
  return read.ok ? read.value.price : read.refusal.field;
}

describe('the price of a percentile', () => {
  it.each(['', 'currency=EUR'])('is none where no amount is given: %s', (query) => {
    expect(priceOf(query)).toBeNull();
  });

  it('is all that is given, with zero and the larger way for the rest', () => {
    const rest = { way: 'max', commitMegabitsPerSecond: 0, commitPrice: 0, pricePerMegabitPerSecond: 0 };
    expect(priceOf('currency=EUR&commitPrice=50')).toEqual({ ...rest, currency: 'EUR', commitPrice: 50 });
    expect(priceOf('currency=EUR&pricePerMegabitPerSecond=0.8&way=in')).toEqual({
      ...{ ...rest, currency: 'EUR', way: 'in', pricePerMegabitPerSecond: 0.8 },
    });
  });

  it.each([
    ['currency=nonsense', 'price.currency'],
    ['currency=nonsense&commitPrice=50', 'price.currency'],
    ['way=in', 'price.currency'],
    ['commitPrice=50', 'price.currency'],
    ['currency=EUR&way=in', 'price.pricePerMegabitPerSecond'],
    ['currency=EUR&commitMegabitsPerSecond=100', 'price.pricePerMegabitPerSecond'],
  ])('is refused where it is none, not left out: %s', (query, field) => {
    expect(priceOf(query)).toBe(field);
  });
});
