import type { Members } from './members.js';

/** Members of so many groups at a time, for whoever answers more groups than fit into memory. */
export function* partsOfMembers({ groups, hosts }: Members, count: number): Generator<Members> {
  for (let first = 0; first < groups.length; first += count) {
    const part = hosts.flatMap((host) => {
      const own = host.units.filter(({ group }) => group >= first && group < first + count);
      return own.length === 0 ? [] : [{ ...host, units: own.map((unit) => ({ ...unit, group: unit.group - first })) }];
    });
    yield { groups: groups.slice(first, first + count), hosts: part };
  }
}
