import type { Collector } from './collect/collector.js';
import { Excluding } from './collect/excluding.js';
import type { DiscoveryView } from './discover/discovery.js';
import type { Exclusion } from './discover/exclusion.js';
import { type Naming, Visible } from './discover/visible.js';
import { keepExclusion } from './exclusion-memory.js';
import type { KeptFile } from './publish/kept-file.js';

/** Stands between what finds and reads and everything after it, which never sees what is left out. */
export interface LeaveOut {
  readonly discovery: DiscoveryView;
  wrap(collector: Collector): Collector;
  /** Containers have names, or others. */
  namesChanged(): void;
}

/** Leaves out what is excluded; where nothing is, everything goes through as it is. */
export function leaveOut(
  found: DiscoveryView,
  exclusion: Exclusion,
  naming: Naming,
  kept: Pick<KeptFile, 'write'>,
): LeaveOut {
  if (!exclusion.isNeeded) return { discovery: found, wrap: (collector) => collector, namesChanged: () => undefined };
  const visible = new Visible(found, exclusion, naming, () => keepExclusion(exclusion, kept));
  return {
    discovery: visible,
    wrap: (collector) => new Excluding(collector, exclusion, (life) => visible.takesIn(life)),
    namesChanged: () => visible.judge(),
  };
}
