import type { Members } from './members.js';

/**
 * Members of so many groups at a time, for whoever answers more groups than fit into memory. Groups of one host come together:
 * in any other order, each part would be spread over all hosts, whose blocks would then be read once for each part.
 */
export function* partsOfMembers({ groups, hosts }: Members, count: number): Generator<Members> {
  const placeOf = placesByHost(hosts);
  const ordered = [...placeOf.keys()].flatMap((group) => groups[group] ?? []);
  for (let first = 0; first < ordered.length; first += count) {
    const part = hosts.flatMap((host) => {
      const own = host.units.flatMap((unit) => {
        const group = (placeOf.get(unit.group) ?? 0) - first;
        return group >= 0 && group < count ? [{ ...unit, group }] : [];
      });
      return own.length === 0 ? [] : [{ ...host, units: own }];
    });
    yield { groups: ordered.slice(first, first + count), hosts: part };
  }
}

/** The members of some groups, named by their ids. */
export function membersOfGroups({ groups, hosts }: Members, ids: ReadonlySet<string>): Members {
  const chosen = new Map(
    groups.flatMap(({ id }, index) => (ids.has(id) ? [index] : [])).map((index, place) => [index, place]),
  );
  const own = hosts.map(({ units, ...host }) => ({
    ...host,
    units: units.flatMap((unit) => {
      const group = chosen.get(unit.group);
      return group === undefined ? [] : [{ ...unit, group }];
    }),
  }));
  return { groups: groups.filter(({ id }) => ids.has(id)), hosts: own.filter(({ units }) => units.length > 0) };
}

/** Which groups there are, in the order of the hosts that they are on first. */
function placesByHost(hosts: Members['hosts']): ReadonlyMap<number, number> {
  const placeOf = new Map<number, number>();
  for (const { units } of hosts) {
    for (const { group } of units) if (!placeOf.has(group)) placeOf.set(group, placeOf.size);
  }
  return placeOf;
}
