import { expect, it } from '@jest/globals';
import { partsOfMembers } from './member-parts.js';
import type { Members } from './members.js';

const unit = (group: number): Members['hosts'][number]['units'][number] => ({
  ...{ group, seriesIds: [group], alive: { fromMs: 0, untilMs: 1 } },
});

it('takes so many groups at a time, with the hosts that they are on', () => {
  const groups = ['a', 'b', 'c'].map((id) => ({ id, keys: [] }));
  const hosts = [
    { hostId: 1, coarseMs: 0, units: [unit(0), unit(2)] },
    { hostId: 2, coarseMs: 0, units: [unit(1)] },
  ];
  const parts = [...partsOfMembers({ groups, hosts }, 2)];
  expect(parts.map((part) => part.groups.map(({ id }) => id))).toEqual([['a', 'b'], ['c']]);
  expect(parts[0]?.hosts.map(({ hostId, units }) => [hostId, units.map(({ group }) => group)])).toEqual([
    [1, [0]],
    [2, [1]],
  ]);
  expect(parts[1]?.hosts).toEqual([{ hostId: 1, coarseMs: 0, units: [{ ...unit(2), group: 0 }] }]);
});
