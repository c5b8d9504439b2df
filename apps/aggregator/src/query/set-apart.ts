import type { HostUnits, Unit } from './members.js';

/** The host with a unit for each series that could not be read at times and shared one; itself where there is none. */
export function setApart(host: HostUnits, unreadIds: ReadonlySet<number>): HostUnits {
  const shares = ({ seriesIds }: Unit): boolean => seriesIds.length > 1 && seriesIds.some((id) => unreadIds.has(id));
  if (unreadIds.size === 0 || !host.units.some(shares)) return host;
  return { ...host, units: host.units.flatMap((unit) => (shares(unit) ? split(unit, unreadIds) : [unit])) };
}

function split(unit: Unit, unreadIds: ReadonlySet<number>): Unit[] {
  const rest = unit.seriesIds.filter((id) => !unreadIds.has(id));
  const own = unit.seriesIds.filter((id) => unreadIds.has(id)).map((id) => ({ ...unit, seriesIds: [id] }));
  return rest.length > 0 ? [{ ...unit, seriesIds: rest }, ...own] : own;
}
