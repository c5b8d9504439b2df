import { describe, expect, it } from '@jest/globals';
import { countedFilter } from './counted-filter.js';

describe('countedFilter', () => {
  it.each([
    [{ network: { in: ['shop'] } }],
    [{ labels: [{ key: 'team', eq: 'red' }] }],
    [{ service: {} }],
    [{ stack: { notIn: ['ci'], glob: 's*' } }],
  ])('counts containers where %j asks for them, since no uplink is on a network', (filter) => {
    expect(countedFilter(filter)).toEqual({ ...filter, classes: ['CONTAINER'] });
  });
  it.each([
    [null],
    [{ host: { glob: 'web-*' } }],
    [{ network: { notIn: ['shop'] } }],
    [{ network: { in: ['shop'] }, classes: ['BRIDGE' as const] }],
  ])('takes %j at its word', (filter) => expect(countedFilter(filter)).toBe(filter));
});
