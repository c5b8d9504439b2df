import type { Filter } from './filter.js';
import { asksContainer, asksInterface, asksNetwork } from './filter-fields.sql.js';
import { partsOf } from './filter-parts.js';

/** Whether a filter asks anything of what is on hosts, or of hosts alone. */
export function asksBelowHosts(filter: Filter): boolean {
  const { wanted, unwanted } = partsOf(filter);
  return [wanted, ...unwanted].some(isBelowHosts);
}

/** Whether a filter leaves out by what is on hosts: what is not stored yet would pass it. */
export function leavesOutBelowHosts(filter: Filter): boolean {
  return partsOf(filter).unwanted.some(isBelowHosts);
}

function isBelowHosts(part: Filter): boolean {
  return asksInterface(part) || asksContainer(part) || asksNetwork(part);
}
