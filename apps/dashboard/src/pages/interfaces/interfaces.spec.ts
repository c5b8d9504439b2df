import { describe, expect, it } from '@jest/globals';
import { congestionRows, usageRows } from './heat.js';
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

describe('the heat of links', () => {
  const iface = (id: string, speedBitsPerSecond: number | null) => ({
    ...{ id, name: 'eth0', class: 'UPLINK' as const, rates: null, speedBitsPerSecond },
    ...{ host: { name: `${id}.example` }, network: null, containers: [], uplink: true, state: 'UP' as const },
  });
  const ranking = {
    interfaces: [iface('a', 8_000), iface('b', null)],
    series: {
      ...{ from: '', to: '', stepMilliseconds: 1, resolution: 'raw', at: [0, 1] },
      series: ['a', 'b'].map((group) => ({
        group,
        columns: { rxBytesPerSecond: [100, null], txBytesPerSecond: [500, 5] },
      })),
    },
  };

  it('is the share of the speed by the busier way; without a speed there is no row, without a rate no value', () => {
    expect(congestionRows(ranking)).toEqual([{ id: 'a', name: 'eth0, a.example', cells: [50, null] }]);
  });

  it('of usage is both ways together', () => {
    expect(usageRows(ranking).map(({ cells }) => cells)).toEqual([
      [600, null],
      [600, null],
    ]);
  });
});
