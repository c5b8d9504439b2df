import {
  type ContainerState,
  perProtocolCounter,
  type ProtocolCounter,
  type ProtocolState,
  type StateMessage,
} from '@weir/model';
import type { Boot } from './inventory.js';
import type { Life } from './lives.js';
import type { HostPlan } from './plan.js';
import { between, bitsOf, normal, share } from './random.js';
import { rhythmAt } from './rhythm.js';

/** What a host moved over its uplinks in the interval that a state tells of. */
export interface Moved {
  readonly rxPackets: number;
  readonly txPackets: number;
}

const GIBIBYTE = 2 ** 30;
const RETRANSMITTED = 0.002;

/** How a simulated host was over an interval: busier where it moved more, and worse at times. */
export function stateOf(
  plan: HostPlan,
  lives: readonly (Life | null)[],
  boot: Pick<Boot, 'run' | 'boot'>,
  interval: { readonly at: number; readonly ms: number; readonly seq: number },
  moved: Moved,
): StateMessage {
  const second = Math.floor(interval.at / 1_000);
  const bits = bitsOf(plan.seed, second);
  const busy = Math.min(0.95, 0.1 + 0.5 * rhythmAt(second) * Math.exp(0.3 * normal(bits)));
  const cores = plan.seed % 2 === 0 ? 8 : 16;
  const load = busy * cores;
  const packets = moved.rxPackets + moved.txPackets;
  return {
    ...{ v: 1, host: plan.id, boot: boot.boot, run: boot.run, part: 0, ...interval },
    cpu: cpuOf(cores, interval.ms, busy),
    memory: {
      ...{ totalBytes: 32 * GIBIBYTE, availableBytes: Math.round((0.7 - 0.3 * busy) * 32 * GIBIBYTE) },
      ...{ swapTotalBytes: 2 * GIBIBYTE, swapFreeBytes: 2 * GIBIBYTE },
    },
    load: [load, load * 0.95, load * 0.9].map((value) => Math.round(value * 100) / 100) as [number, number, number],
    softnet: { processed: packets, dropped: 0, squeezed: (bits & 0xff) === 0 ? 3 : 0 },
    conntrack: { used: Math.round(400 + 6_000 * busy), max: 262_144 },
    sockets: {
      ...{ used: Math.round(300 + 900 * busy), tcpInUse: Math.round(80 + 600 * busy), tcpOrphans: bits & 3 },
      ...{ tcpTimeWait: Math.round(900 * busy), udpInUse: 12, tcp6InUse: 9, udp6InUse: 4 },
    },
    protocols: protocolsOf(bits, moved),
    containers: containersOf(lives, second, interval.ms),
    latency: { natsMs: Math.round(4 + 6 * share(bits)) / 10, peers: [] },
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

/** Retransmits come in bad minutes, one of forty or so. */
function protocolsOf(bits: number, { rxPackets, txPackets }: Moved): ProtocolState {
  const factor = (bits >>> 8) % 40 === 0 ? 15 : 1;
  const retransmitted = Math.round(txPackets * RETRANSMITTED * factor * share(bits));
  const known = new Map<ProtocolCounter, number>([
    ['tcpInSegments', rxPackets],
    ['tcpOutSegments', txPackets],
    ['tcpRetransmittedSegments', retransmitted],
    ['tcpActiveOpens', Math.round(txPackets / 90)],
    ['tcpPassiveOpens', Math.round(rxPackets / 70)],
    ['tcpTimeouts', Math.round(retransmitted / 8)],
    ['udpInDatagrams', Math.round(rxPackets / 50)],
    ['udpOutDatagrams', Math.round(txPackets / 50)],
  ]);
  return {
    ...{ keys: ['host'], unread: [] },
    columns: perProtocolCounter((counter) => [known.get(counter) ?? 0]),
  };
}

function containersOf(lives: readonly (Life | null)[], second: number, ms: number): ContainerState {
  const running = lives.flatMap((life) => (life ? [life] : []));
  const bits = running.map(({ source }) => bitsOf(source.seed ^ 0x51, second));
  return {
    ids: running.map(({ container }) => container.id),
    cpuMs: bits.map((each) => between(each, 0, Math.floor(ms / 4))),
    memoryBytes: running.map(({ source }, index) => (80 + (source.seed % 900) + ((bits[index] ?? 0) % 40)) * 1_000_000),
    memoryLimitBytes: running.map(({ source }) => (source.seed % 3 === 0 ? 2 * GIBIBYTE : null)),
  };
}
