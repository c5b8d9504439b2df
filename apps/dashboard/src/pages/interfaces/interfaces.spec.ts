import { describe, expect, it } from '@jest/globals';
import { utilisation } from './use.js';
import { whyUnknown } from './unknown.js';

describe('utilisation', () => {
  it('is that of the busier way, and unknown where the speed or a rate is', () => {
    expect(utilisation({ rxBytesPerSecond: 1_000_000, txBytesPerSecond: 12_500_000 }, 1_000_000_000)).toBeCloseTo(0.1);
    expect(utilisation({ rxBytesPerSecond: 1, txBytesPerSecond: 1 }, null)).toBeNull();
    expect(utilisation({ rxBytesPerSecond: null, txBytesPerSecond: 1 }, 1_000)).toBeNull();
    expect(utilisation(null, 1_000)).toBeNull();
  });
});

describe('what is not known', () => {
  it('says why: silence first, then the platform', () => {
    expect(whyUnknown({ state: 'SILENT', missing: ['Speed'] }).word).toBe('host is silent');
    expect(whyUnknown({ state: 'ALIVE', missing: ['Speed', 'State'] })).toEqual({
      word: 'not told by this platform',
      detail: 'Speed\nState',
    });
    expect(whyUnknown({ state: 'ALIVE', missing: [] }).word).toBe('not told now');
  });
});
