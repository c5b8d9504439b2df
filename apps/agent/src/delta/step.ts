import { COUNTERS } from '@weir/model';

/** What happened to an interface's counters between two reads. */
export type Step =
  | { readonly kind: 'grown'; readonly deltas: readonly bigint[]; readonly wrapped: number | null }
  | { readonly kind: 'reset' };

/** What a plausible wrap is judged by. */
export interface LinkLimit {
  readonly ms: number;
  /** Null where unknown. */
  readonly speedBitsPerSecond: number | null;
}

/** Counters of 32 bits begin anew here. */
export const WRAP = 2n ** 32n;
const HALF_WRAP = 2n ** 31n;
/** Devices that still count in 32 bits are not faster than this. */
const DEFAULT_SPEED_BITS_PER_SECOND = 10_000_000_000;
/** The timer and the driver's own update interval blur the edges of an interval. */
const SPEED_MARGIN = 1.1;
const SMALLEST_FRAME_BYTES = 60;

/**
 * Compares two reads of one interface. A single counter that fell from the upper half of 32 bits by a plausible amount
 * has wrapped; anything else that fell means that the counters began anew.
 */
export function stepCounters(previous: readonly bigint[], current: readonly bigint[], limit: LinkLimit): Step {
  const deltas = current.map((value, index) => value - (previous[index] ?? 0n));
  const fallen = deltas.flatMap((delta, index) => (delta < 0n ? [index] : []));
  const [first, ...others] = fallen;
  if (first === undefined) return { kind: 'grown', deltas, wrapped: null };
  const wrapDelta = (deltas[first] ?? 0n) + WRAP;
  if (others.length > 0 || !canWrap(previous[first] ?? 0n) || !fits(wrapDelta, first, limit)) return { kind: 'reset' };
  return { kind: 'grown', deltas: deltas.with(first, wrapDelta), wrapped: first };
}

function canWrap(previous: bigint): boolean {
  return previous >= HALF_WRAP && previous < WRAP;
}

function fits(delta: bigint, index: number, { ms, speedBitsPerSecond }: LinkLimit): boolean {
  const speed = speedBitsPerSecond ?? DEFAULT_SPEED_BITS_PER_SECOND;
  const bytes = (speed / 8) * (ms / 1000) * SPEED_MARGIN;
  const isBytes = COUNTERS[index]?.endsWith('Bytes') ?? false;
  return Number(delta) <= (isBytes ? bytes : bytes / SMALLEST_FRAME_BYTES);
}
