import type { Filter } from './filter.js';
import { asksContainer, asksInterface, asksNetwork } from './filter-fields.sql.js';
import { partsOf } from './filter-parts.js';

/** Whether a filter asks anything of what is on hosts, or of hosts alone. */
export function asksBelowHosts(filter: Filter): boolean {
  const { wanted, unwanted } = partsOf(filter);
  return [wanted, ...unwanted].some((part) => asksInterface(part) || asksContainer(part) || asksNetwork(part));
}
