import type { ContainerInfo } from '@weir/model';
import { between, bitsOf, hexOf } from './random.js';
import type { Slot } from './plan.js';
import type { Source } from './traffic.js';

/** One container in a slot. */
export interface Life {
  readonly container: ContainerInfo;
  readonly source: Source;
  /** The part of its interface's key before the slash. */
  readonly namespace: string;
  /** The host's end of its link. */
  readonly veth: string;
  readonly startedAt: number;
}

/** What a slot holds, and until which second since 1970. */
export interface Tenancy {
  /** Null while one container is gone and the next has not come. */
  readonly life: Life | null;
  readonly untilSecond: number;
}

const LONGEST_GAP_SECONDS = 8;

/** Who is in a slot at a second: a function of the two alone, so that any stretch of time can be made again. */
export function tenancyAt(slot: Slot, second: number): Tenancy {
  const { lifeSeconds } = slot.service;
  const phase = between(bitsOf(slot.seed, 7), 0, lifeSeconds - 1);
  const generation = Math.floor((second + phase) / lifeSeconds);
  const cameFree = generation * lifeSeconds - phase;
  const gap = between(bitsOf(slot.seed, generation + 11), 2, LONGEST_GAP_SECONDS);
  if (second < cameFree + gap) return { life: null, untilSecond: cameFree + gap };
  return { life: lifeOf(slot, generation, cameFree + gap), untilSecond: cameFree + lifeSeconds };
}

function lifeOf(slot: Slot, generation: number, startedSecond: number): Life {
  const seed = bitsOf(slot.seed ^ 0x3c6ef372, generation);
  const id = hexOf(seed, 64);
  const namespace = id.slice(0, 12);
  const { stack, name } = slot.service;
  const container: ContainerInfo = {
    ...{ id, name: `${stack}-${name}-${slot.replica}`, image: imageOf(slot, generation), namespace },
    ...{ hostNetwork: false, stack, service: name, pod: null, podNamespace: null, workload: null, labels: {} },
    startedAt: startedSecond * 1_000,
  };
  const source = { ...slot.source, seed };
  return { container, source, namespace, veth: `veth${hexOf(seed ^ 1, 7)}`, startedAt: startedSecond * 1_000 };
}

/** What people build themselves comes in a new version with every container. */
function imageOf({ service }: Slot, generation: number): string {
  return service.image.includes(':') ? service.image : `registry.example/${service.image}:1.${generation % 1_000}`;
}
