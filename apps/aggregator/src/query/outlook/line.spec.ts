import { describe, expect, it } from '@jest/globals';
import { type Line, refusalOfLine, summed, whoseOf } from './line.js';

const line = (given: Partial<Line>): Line => ({ interface: null, host: null, filter: null, counter: null, ...given });

describe('a line', () => {
  it('is of one thing', () => {
    expect(refusalOfLine(line({}))?.field).toBe('interface');
    expect(refusalOfLine(line({ interface: 'a', host: 'b' }))?.field).toBe('interface');
    expect(refusalOfLine(line({ host: 'b\u0000' }))?.field).toBe('host');
    expect(refusalOfLine(line({ filter: {} }))).toBeNull();
  });

  it('of a service is what its containers pass; of hosts their uplinks, whatever is not said', () => {
    const filterOf = (filter: Line['filter']): unknown => whoseOf(line({ filter })).filter;
    expect(filterOf({ service: { eq: 'shop/web' } })).toMatchObject({ classes: ['container'] });
    expect(filterOf({ network: { eq: 'front' } })).toMatchObject({ classes: ['container'] });
    expect(filterOf({ service: { eq: 'shop/web' }, classes: ['veth'] })).toMatchObject({ classes: ['veth'] });
    expect(filterOf({ hostLabels: [{ key: 'site' }] })).not.toHaveProperty('classes');
    // What is left out is not what is asked for.
    expect(filterOf({ stack: { ne: 'ci' } })).not.toHaveProperty('classes');
  });

  it('adds its counters up; what is unknown of one is unknown', () => {
    expect([
      ...summed(
        [
          [1, 2, null],
          [10, null, 30],
        ],
        3,
      ),
    ]).toEqual([11, NaN, NaN]);
    expect([...summed([], 2)]).toEqual([0, 0]);
  });
});
