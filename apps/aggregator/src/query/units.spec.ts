import { describe, expect, it } from '@jest/globals';
import { type Member, unitsOf } from './units.js';

const member = (seriesId: number, hostId: number, fromMs = 0, untilMs = Infinity): Member => ({
  seriesId,
  netId: `net-${seriesId}`,
  hostId,
  hostUuid: `host-${hostId}`,
  alive: { fromMs, untilMs },
});
const MEMBERS = [member(1, 7, 100, 200), member(2, 7, 50, 150), member(3, 8)];
const NONE = new Set<number>();

describe('unitsOf', () => {
  it('keeps every interface apart', () => {
    expect(unitsOf(MEMBERS, 'interface', NONE).map(({ group, seriesIds }) => [group, seriesIds])).toEqual([
      ['net-1', [1]],
      ['net-2', [2]],
      ['net-3', [3]],
    ]);
  });

  it('pools a host’s interfaces, over the whole time in which one of them lived', () => {
    expect(unitsOf(MEMBERS, 'host', NONE)).toEqual([
      { group: 'host-7', hostId: 7, seriesIds: [1, 2], alive: { fromMs: 50, untilMs: 200 } },
      { group: 'host-8', hostId: 8, seriesIds: [3], alive: { fromMs: 0, untilMs: Infinity } },
    ]);
  });

  it('pools by host within the group of all, since each host has its own presence', () => {
    expect(unitsOf(MEMBERS, 'all', NONE).map(({ group, hostId }) => [group, hostId])).toEqual([
      ['all', 7],
      ['all', 8],
    ]);
  });

  it('sets apart what could not be read at times', () => {
    expect(unitsOf(MEMBERS, 'host', new Set([2])).map(({ group, seriesIds }) => [group, seriesIds])).toEqual([
      ['host-7', [1]],
      ['host-7', [2]],
      ['host-8', [3]],
    ]);
  });

  it('has no units without members', () => {
    expect(unitsOf([], 'all', NONE)).toEqual([]);
  });
});
