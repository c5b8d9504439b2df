import type { Cycle } from '../calendar/cycle.js';
import { inCoins } from './money.js';

/**
 * What a quota is of, each by a name that outlives what bears it: all hosts, a host, an uplink of one, a network of containers, what a stack, a
 * service, a workload or a container of that name passes, over all hosts unless one is named.
 */
export const SUBJECT_KINDS = [
  ...(['fleet', 'host', 'uplink', 'network'] as const),
  ...(['stack', 'service', 'workload', 'container'] as const),
] as const;
export type SubjectKind = (typeof SUBJECT_KINDS)[number];

export interface Subject {
  readonly kind: SubjectKind;
  /** Id of the host; null = all. */
  readonly host: string | null;
  /** Null of the fleet and of hosts. */
  readonly name: string | null;
}

/** What counts: what is received, what is sent, both added up, or the larger of the two. */
export const MEASURES = ['in', 'out', 'sum', 'max'] as const;
export type Measure = (typeof MEASURES)[number];

/** What may be used within a cycle, and what it costs. */
export interface Quota {
  readonly id: string;
  readonly name: string;
  readonly subject: Subject;
  readonly cycle: Cycle;
  readonly measure: Measure;
  /** Null = there is none: it is counted, and nobody is told. */
  readonly limitBytes: bigint | null;
  /** What is used of it costs nothing more. */
  readonly includedBytes: bigint;
  /** Of 10^9 bytes; null = it has none. */
  readonly pricePerGb: number | null;
  /** ISO 4217: `EUR`; null where there is no price. */
  readonly currency: string | null;
}

/** What was received and sent. */
export interface Volume {
  readonly receivedBytes: bigint;
  readonly transmittedBytes: bigint;
}

/** What counts of a volume. */
export function usedOf(measure: Measure, { receivedBytes, transmittedBytes }: Volume): bigint {
  switch (measure) {
    case 'in':
      return receivedBytes;
    case 'out':
      return transmittedBytes;
    case 'sum':
      return receivedBytes + transmittedBytes;
    case 'max':
      return receivedBytes > transmittedBytes ? receivedBytes : transmittedBytes;
  }
}

/** Several volumes as one. */
export function addedUp(volumes: readonly Volume[]): Volume {
  const sum = (valueOf: (volume: Volume) => bigint): bigint =>
    volumes.reduce((total, volume) => total + valueOf(volume), 0n);
  return { receivedBytes: sum((each) => each.receivedBytes), transmittedBytes: sum((each) => each.transmittedBytes) };
}

/** How much of the limit is used, as per cent; null without one. */
export function percentOf({ limitBytes }: Pick<Quota, 'limitBytes'>, usedBytes: bigint): number | null {
  if (limitBytes === null) return null;
  // To a hundredth, beyond 2^53 too, and never up: 100 is reached, not nearly.
  return Number((usedBytes * 10_000n) / limitBytes) / 100;
}

const BYTES_PER_GB = 1e9;

/** What so much costs beyond what is included, to the smallest coin of its currency; null without a price. */
export function costOf(
  { includedBytes, pricePerGb, currency }: Pick<Quota, 'includedBytes' | 'pricePerGb' | 'currency'>,
  usedBytes: bigint,
): number | null {
  if (pricePerGb === null) return null;
  const beyond = usedBytes > includedBytes ? Number(usedBytes - includedBytes) : 0;
  return inCoins((beyond / BYTES_PER_GB) * pricePerGb, currency);
}
