import type { ContainerState, StateMessage } from '@weir/model';
import type { Boot } from './inventory.js';
import type { Life } from './lives.js';
import type { HostPlan } from './plan.js';
import { type Moved, protocolsOf } from './protocols.js';
import { bitsOf, normal, share } from './random.js';
import { rhythmAt } from './rhythm.js';
import { waysOf, type Way } from './ways.js';

/** What else a state tells of, beside its host. */
export interface Around {
  /** What passed each network namespace in the interval, `host` first. */
  readonly moved: ReadonlyMap<string, Moved>;
  /** The ways to other hosts that it looks at. */
  readonly ways: readonly Way[];
}

const GIBIBYTE = 2 ** 30;
const NOTHING: Moved = { rxPackets: 0, txPackets: 0 };

/** How a simulated host was over an interval: busier where it moved more, and worse at times. */
export function stateOf(
  plan: HostPlan,
  lives: readonly (Life | null)[],
  boot: Pick<Boot, 'run' | 'boot'>,
  interval: { readonly at: number; readonly ms: number; readonly seq: number },
  { moved, ways }: Around,
): StateMessage {
  const second = Math.floor(interval.at / 1_000);
  const bits = bitsOf(plan.seed, second);
  const busy = Math.min(0.95, 0.1 + 0.5 * rhythmAt(second) * Math.exp(0.3 * normal(bits)));
  const cores = plan.seed % 2 === 0 ? 8 : 16;
  const load = busy * cores;
  const { rxPackets, txPackets } = moved.get('host') ?? NOTHING;
  return {
    ...{ v: 1, host: plan.id, boot: boot.boot, run: boot.run, part: 0, ...interval },
    cpu: cpuOf(cores, interval.ms, busy),
    memory: {
      ...{ totalBytes: 32 * GIBIBYTE, availableBytes: Math.round((0.7 - 0.3 * busy) * 32 * GIBIBYTE) },
      ...{ swapTotalBytes: 2 * GIBIBYTE, swapFreeBytes: 2 * GIBIBYTE },
    },
    load: [load, load * 0.95, load * 0.9].map((value) => Math.round(value * 100) / 100) as [number, number, number],
    softnet: { processed: rxPackets + txPackets, dropped: 0, squeezed: (bits & 0xff) === 0 ? 3 : 0 },
    conntrack: { used: Math.round(400 + 6_000 * busy), max: 262_144 },
    sockets: {
      ...{ used: Math.round(300 + 900 * busy), tcpInUse: Math.round(80 + 600 * busy), tcpOrphans: bits & 3 },
      ...{ tcpTimeWait: Math.round(900 * busy), udpInUse: 12, tcp6InUse: 9, udp6InUse: 4 },
    },
    protocols: protocolsOf(bits, moved),
    containers: containersOf(lives, second, interval.ms),
    latency: { natsMs: Math.round(4 + 6 * share(bits)) / 10, peers: waysOf(ways, second) },
    failing: [],
  };
}

function cpuOf(cores: number, ms: number, busy: number): StateMessage['cpu'] {
  const total = cores * ms;
  const of = (part: number): number => Math.round(total * busy * part);
  const used = { userMs: of(0.65), systemMs: of(0.2), iowaitMs: of(0.05), softirqMs: of(0.08), stealMs: of(0.02) };
  const idleMs = total - Object.values(used).reduce((sum, each) => sum + each, 0);
  return { cores, ...used, niceMs: 0, irqMs: 0, idleMs: Math.max(0, idleMs) };
}

function containersOf(lives: readonly (Life | null)[], second: number, ms: number): ContainerState {
  const running = lives.flatMap((life) => (life ? [life] : []));
  const bits = running.map(({ source }) => bitsOf(source.seed ^ 0x51, second));
  return {
    ids: running.map(({ container }) => container.id),
    cpuMs: running.map(({ source }, index) =>
      Math.round(ms * coresOf(source.seed) * (0.6 + 0.8 * share(bits[index] ?? 0))),
    ),
    memoryBytes: running.map(({ source }, index) => (80 + (source.seed % 900) + ((bits[index] ?? 0) % 40)) * 1_000_000),
    memoryLimitBytes: running.map(({ source }) => (source.seed % 3 === 0 ? 2 * GIBIBYTE : null)),
  };
}

/** Few containers use most of the CPU: from a hundredth of a core to more than one. */
function coresOf(seed: number): number {
  return 0.01 + 1.2 * share(seed >>> 0) ** 5;
}
