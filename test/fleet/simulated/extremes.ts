import type { Role } from './catalogue.js';
import { type FleetOptions, type HostPlan, planOf } from './plan.js';
import type { Exactly, Source } from './traffic.js';

/** A host at one end of what there is, whose figures are known to the byte. Of its container's bytes, three of five leave it. */
export interface Extreme {
  readonly name: string;
  readonly container: Exactly;
  /** Of the host itself: with what leaves of the container's it is what the uplink carries. */
  readonly own: Exactly;
  readonly speedBitsPerSecond: number;
}

const GIGABIT = 1_000_000_000;
const NOTHING: Exactly = { bytes: 0, everySeconds: 1 };

/** Nothing; a byte a second; a gigabit in one second of ten; and a link of 100 Gbit/s that is full. */
export const EXTREMES: readonly Extreme[] = [
  { name: 'idle', container: NOTHING, own: NOTHING, speedBitsPerSecond: GIGABIT },
  {
    name: 'one-byte',
    container: { bytes: 1, everySeconds: 1 },
    own: { bytes: 1, everySeconds: 1 },
    speedBitsPerSecond: GIGABIT,
  },
  {
    name: 'bursts',
    container: { bytes: 125_000_000, everySeconds: 10 },
    own: { bytes: 50_000_000, everySeconds: 10 },
    speedBitsPerSecond: GIGABIT,
  },
  {
    name: 'full',
    container: { bytes: 12_500_000_000, everySeconds: 1 },
    own: { bytes: 5_000_000_000, everySeconds: 1 },
    speedBitsPerSecond: 100 * GIGABIT,
  },
];

/** Loopback, docker0, an uplink, a bridge, and one container with its two ends. */
const SERIES = 6;
/** No container is replaced while anybody looks. */
const LIFE_SECONDS = 1_000 * 86_400;

/** Plans one of them, as the host at an index of its fleet. */
export function planExtreme(options: FleetOptions, index: number, extreme: Extreme): HostPlan {
  const plan = planOf({ ...options, seriesPerHost: SERIES }, index, { role: roleOf(extreme), number: 1 });
  const exactly = (source: Source, how: Exactly): Source => ({ ...source, exactly: how });
  return {
    ...plan,
    own: exactly(plan.own, extreme.own),
    loopback: exactly(plan.loopback, NOTHING),
    docker0: exactly(plan.docker0, NOTHING),
    slots: plan.slots.map((slot) => ({ ...slot, source: exactly(slot.source, extreme.container) })),
    trouble: null,
    isPunctual: true,
  };
}

function roleOf({ name, speedBitsPerSecond }: Extreme): Role {
  const service = {
    ...{ stack: 'extremes', name, image: `extremes/${name}:1`, rxLevel: 0, txLevel: 0, packetBytes: 1_500 },
    ...{ busyShare: 1, spellSeconds: 1, lifeSeconds: LIFE_SECONDS },
  };
  return { name, uplinks: [{ name: 'eth0', part: 1, members: [] }], services: [service], speedBitsPerSecond };
}
