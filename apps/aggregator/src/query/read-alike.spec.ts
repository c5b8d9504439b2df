import { describe, expect, it } from '@jest/globals';
import { alike, type FirstDirty } from './read-alike.js';

const UNTIL_MS = 1_000;
const stretchesOf = (dirty: FirstDirty): [string, number][] => [['1m', Math.min(dirty['1m'] ?? UNTIL_MS, UNTIL_MS)]];

describe('alike', () => {
  it('reads a host that is out of date apart from all others', () => {
    const dirty = new Map([[3, { '1m': 7 }]]);
    expect(alike([1, 2, 3, 4], dirty, stretchesOf)).toEqual([
      { hostIds: [1, 2, 4], stretches: [['1m', UNTIL_MS]] },
      { hostIds: [3], stretches: [['1m', 7]] },
    ]);
  });

  it('tells apart what makes a difference alone', () => {
    const dirty = new Map([[2, { '1m': UNTIL_MS + 5, '1d': 3 }]]);
    expect(alike([1, 2], dirty, stretchesOf)).toHaveLength(1);
  });

  it('reads the rest as the latest of them where too many differ, and nobody twice or never', () => {
    const hostIds = Array.from({ length: 100 }, (_, index) => index);
    const dirty = new Map(hostIds.slice(50).map((hostId) => [hostId, { '1m': hostId, '5m': hostId + 1 }]));
    const groups = alike(hostIds, dirty, stretchesOf);
    expect(groups.length).toBeLessThan(20);
    expect(groups[0]).toEqual({ hostIds: hostIds.slice(0, 50), stretches: [['1m', UNTIL_MS]] });
    expect(groups.flatMap((group) => group.hostIds).sort((one, other) => one - other)).toEqual(hostIds);
    for (const group of groups) {
      const latest = Math.min(...group.hostIds.map((hostId) => dirty.get(hostId)?.['1m'] ?? UNTIL_MS));
      expect(group.stretches).toEqual([['1m', latest]]);
    }
  });
});
