import { MIN_FOCUS_INTERVAL_MS } from '@weir/model';
import { ContainerInterfaces } from './collect/container-interfaces.js';
import { ContainerState } from './collect/container-state.js';
import { HeldNamespaces } from './collect/held-namespaces.js';
import { HostInterfaces } from './collect/host-interfaces.js';
import { HostState } from './collect/host-state.js';
import { Protocols } from './collect/protocols.js';
import { readAddresses } from './discover/addresses.js';
import { Discovery } from './discover/discovery.js';
import { readHostView } from './discover/host-view.js';
import type { Way, WayParts } from './way.js';

/** Reads what the kernel counts through `/proc`, which no runtime need help with. */
export function procWay({ config, ground: { kernel, spool }, source }: WayParts): Way {
  const { procRoot, sysRoot, cgroupPrefix, hostPid } = config;
  const { boot, bootedAt, release } = kernel;
  // Inodes and process ids of another boot say nothing.
  const saved = spool.recovered?.boot === boot ? spool.recovered.namespaces : [];
  const held = new HeldNamespaces(procRoot);
  const where = { procRoot, sysRoot, hostPid, boot, bootedAt };
  return {
    finestMs: MIN_FOCUS_INTERVAL_MS,
    found: new Discovery({
      procRoot,
      cgroupPrefix,
      hostPid,
      ...kernel,
      saved,
      monotonicMs: () => source.monotonicMs(),
    }),
    counters: (seen) => [new HostInterfaces(procRoot, hostPid, boot), new ContainerInterfaces(held, seen)],
    states: (seen) => ({
      hostState: new HostState(procRoot, hostPid),
      protocols: new Protocols({ ...where, source: seen, held }),
      containerState: new ContainerState({ ...where, source: seen }),
    }),
    system: () => ({ platform: process.platform, kernel: release, boot, bootedAt }),
    hostView: () => readHostView(procRoot, sysRoot, hostPid),
    addressesOf: (namespace) => readAddresses(procRoot, namespace.pids),
    // Docker only gives names here: what runs is seen in `/proc`.
    notice: () => undefined,
    update: () => undefined,
    stop: () => undefined,
  };
}
