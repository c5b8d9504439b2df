import { describe, expect, it } from '@jest/globals';
import { describeCoverage, describeResolution } from '../../format/resolution.js';
import { summed, summedPoints } from './figures.js';
import { describeKept } from './kept.js';
import { lineName, linePath } from './subject.js';

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

describe('the figures of both ways together', () => {
  const at = [0, 10, 20];
  const columns = { rxBytesPerSecond: [1, 2, null], txBytesPerSecond: [10, 20, 30] };
  const of = (counter: 'RX_BYTES' | 'TX_BYTES', total: number) => ({
    ...{ counter, total, averagePerSecond: total / 10, maximumPerSecond: total, p95PerSecond: total / 5 },
    coveredMilliseconds: 10_000,
  });

  it('add up point by point, and what is not known of one way is a gap', () => {
    expect(summedPoints(at, columns, ['RX_BYTES', 'TX_BYTES'])).toEqual([
      [0, 11],
      [10, 22],
      [20, null],
    ]);
  });

  it('are sums, but the highest of a sum is that of its points', () => {
    const points = summedPoints(at, columns, ['RX_BYTES', 'TX_BYTES']);
    expect(summed([of('RX_BYTES', 100), of('TX_BYTES', 50)], points)).toMatchObject({
      total: 150,
      average: 15,
      maximum: 22,
    });
    expect(summed([of('RX_BYTES', 100)], points)).toMatchObject({ maximum: 100, p95: 20 });
    expect(summed([], [])).toMatchObject({ total: null, average: null, maximum: null, coveredMilliseconds: 0 });
  });
});

describe('what a line is called', () => {
  const key = (dimension: 'HOST' | 'INTERFACE' | 'STACK', value: string | null, name: string | null) => ({
    dimension,
    value,
    name,
  });

  it('is its name, with its host where names are not unique; the rest says how many it is', () => {
    expect(lineName('host', { keys: [key('HOST', 'h', 'web-1')], others: null })).toBe('web-1');
    const iface = { keys: [key('INTERFACE', 'i', 'eth0'), key('HOST', 'h', 'web-1')], others: null };
    expect(lineName('interface', iface)).toBe('eth0, web-1');
    expect(lineName('class', { keys: [key('STACK', 'BOND_MEMBER', 'BOND_MEMBER')], others: null })).toBe('bond member');
    expect(linePath('interface', iface)).toBe('/interfaces/i');
    expect(lineName('stack', { keys: [key('STACK', null, null)], others: null })).toBe('in no stack');
    expect(lineName('stack', { keys: [], others: 1_200 })).toBe('1,200 others');
    expect(linePath('stack', { keys: [], others: 1_200 })).toBeNull();
  });
});
