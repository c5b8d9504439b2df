import { describe, expect, it } from '@jest/globals';
import { compared, counted, type Stretch, UNKNOWN } from './before-after.js';

const stretch = (perSecond: Partial<Stretch['perSecond']> = {}): Stretch => ({
  ...{ fromMs: 0, toMs: 60_000, perSecond: { ...UNKNOWN, ...perSecond } },
});
const sentence = (was: Partial<Stretch['perSecond']>, is: Partial<Stretch['perSecond']>): string =>
  compared(stretch(was), stretch(is)).sentence;

describe('before and after', () => {
  it.each([
    [{ rxBytes: 1_000, txBytes: 0 }, { rxBytes: 1_050, txBytes: 0 }, 'Traffic stayed at 1.1 kB/s.'],
    [{ rxBytes: 1_000 }, { rxBytes: 1_500 }, 'Traffic went from 1 kB/s to 1.5 kB/s, 50 % more.'],
    [{ rxBytes: 1_000 }, { rxBytes: 250 }, 'Traffic went from 1 kB/s to 250 B/s, 75 % less.'],
    [{ rxBytes: 1_000 }, { rxBytes: 4_000 }, 'Traffic went from 1 kB/s to 4 kB/s, 4 times as much.'],
    [{ rxBytes: 1_000 }, { rxBytes: 0 }, 'Traffic ended: it was 1 kB/s.'],
    [{ rxBytes: 0 }, { txBytes: 1_000 }, 'Traffic began: 1 kB/s.'],
    [{}, { rxBytes: 1_000 }, 'Before, nothing is known of the traffic; afterwards it was 1 kB/s.'],
    [{ rxBytes: 1_000 }, {}, 'Before, the traffic was 1 kB/s; of afterwards nothing is known.'],
    [{}, {}, 'Nothing is known of the traffic before or after.'],
  ])('is told in a sentence: %j, %j', (was, is, expected) => {
    expect(sentence(was, is)).toBe(expected);
  });

  it('tells of errors and drops only where there are any', () => {
    const was = { rxBytes: 1_000, txErrors: 0, rxDropped: 2 };
    expect(sentence(was, { ...was, txErrors: 3, rxDropped: 0 })).toBe(
      'Traffic stayed at 1 kB/s; errors began: 3/s; drops ended: it was 2/s.',
    );
    expect(sentence({ ...was, rxDropped: 0 }, { ...was, rxDropped: 0 })).toBe('Traffic stayed at 1 kB/s.');
  });

  it('has no ratio to nothing', () => {
    expect(compared(stretch({ rxBytes: 0 }), stretch({ rxBytes: 5 })).ratio).toBeNull();
    expect(compared(stretch({ rxBytes: 2, txBytes: 2 }), stretch({ rxBytes: 5, txBytes: 5 })).ratio).toBe(2.5);
  });

  it('is of what a filter means: containers, interfaces that are named, else uplinks', () => {
    expect(counted({ stack: { eq: 'shop' } }).classes).toEqual(['container']);
    expect(counted({ interface: { eq: 'eth0' } }).classes).toContain('uplink');
    expect(counted({ hosts: ['a'] }).classes).toBeUndefined();
    expect(counted({ interface: { eq: 'eth0' }, uplink: true }).classes).toBeUndefined();
  });
});
