import { describe, expect, it } from '@jest/globals';
import { describeCoverage, describeResolution } from '../../format/resolution.js';
import { describeKept } from './kept.js';

const HOUR_MS = 3_600_000;
const kept = { kind: 'TRAFFIC', wholeSince: null } as const;

describe('the resolution of history', () => {
  it('is told in words', () => {
    expect(describeResolution(300_000, '1m')).toBe('Each point is 5 min, read from sums over minutes.');
    expect(describeResolution(1_000, 'raw')).toBe('Each point is 1 s, read from samples as they were measured.');
  });

  it('says for how long what is kept, and leaves out what is not traffic', () => {
    expect(
      describeKept([
        { ...kept, resolution: 'RAW', keepSeconds: 86_400 },
        { ...kept, resolution: 'MINUTE', keepSeconds: 30 * 86_400 },
        { ...kept, resolution: 'HOUR', keepSeconds: 3 * 365 * 86_400 },
        { ...kept, resolution: 'DAY', keepSeconds: null },
        { ...kept, kind: 'STATE', resolution: 'RAW', keepSeconds: 1 },
      ]),
    ).toBe('Kept: every second for 24 hours, minutes for 30 days, hours for 3 years, days for ever.');
    expect(describeKept([])).toBe('');
  });

  it('says how much of a range is known', () => {
    expect(describeCoverage(HOUR_MS, HOUR_MS)).toBe('');
    expect(describeCoverage(2 * HOUR_MS, 24 * HOUR_MS)).toBe('Of these 1 d, 2 h are known.');
    expect(describeCoverage(0, HOUR_MS)).toBe('Nothing is stored of this range.');
  });
});
