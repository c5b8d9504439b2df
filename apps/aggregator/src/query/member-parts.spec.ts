import { expect, it } from '@jest/globals';
import { membersOfGroups, partsOfMembers } from './member-parts.js';
import type { Members } from './members.js';

const unit = (group: number): Members['hosts'][number]['units'][number] => ({
  ...{ group, seriesIds: [group], alive: { fromMs: 0, untilMs: 1 } },
});

const groupsOf = (...ids: string[]): Members['groups'] => ids.map((id) => ({ id, keys: [] }));

it('takes so many groups at a time, with the hosts that they are on', () => {
  const hosts = [
    { hostId: 1, coarseMs: 0, units: [unit(0), unit(1)] },
    { hostId: 2, coarseMs: 0, units: [unit(1), unit(2)] },
  ];
  const parts = [...partsOfMembers({ groups: groupsOf('a', 'b', 'c'), hosts }, 2)];
  expect(parts.map((part) => part.groups.map(({ id }) => id))).toEqual([['a', 'b'], ['c']]);
  expect(parts[0]?.hosts.map(({ hostId, units }) => [hostId, units.map(({ group }) => group)])).toEqual([
    [1, [0, 1]],
    [2, [1]],
  ]);
  expect(parts[1]?.hosts).toEqual([{ hostId: 2, coarseMs: 0, units: [{ ...unit(2), group: 0 }] }]);
});

it('takes the groups of a host together, in whatever order they were found', () => {
  const hosts = [
    { hostId: 1, coarseMs: 0, units: [unit(3), unit(1)] },
    { hostId: 2, coarseMs: 0, units: [unit(0), unit(2)] },
  ];
  const parts = [...partsOfMembers({ groups: groupsOf('a', 'b', 'c', 'd'), hosts }, 2)];
  expect(parts.map((part) => part.groups.map(({ id }) => id))).toEqual([
    ['d', 'b'],
    ['a', 'c'],
  ]);
  expect(parts[0]?.hosts).toEqual([{ hostId: 1, coarseMs: 0, units: [{ ...unit(3), group: 0 }, unit(1)] }]);
  expect(parts[1]?.hosts.map(({ hostId }) => hostId)).toEqual([2]);
});

it('takes the groups that are named, and the hosts that these are on', () => {
  const hosts = [
    { hostId: 1, coarseMs: 0, units: [unit(0), unit(2)] },
    { hostId: 2, coarseMs: 0, units: [unit(1)] },
  ];
  expect(membersOfGroups({ groups: groupsOf('a', 'b', 'c'), hosts }, new Set(['c', 'gone']))).toEqual({
    groups: groupsOf('c'),
    hosts: [{ hostId: 1, coarseMs: 0, units: [{ ...unit(2), group: 0 }] }],
  });
});
