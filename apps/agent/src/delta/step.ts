import { COUNTERS } from '@weir/model';

/**
 * What happened to an interface's counters between two reads. `carried` is what each total keeps though its counter fell:
 * delta = current - previous + carried.
 */
export type Step =
  | { readonly kind: 'grown'; readonly deltas: readonly bigint[]; readonly carried: readonly bigint[] }
  | { readonly kind: 'reset' };

/** What a plausible wrap is judged by. */
export interface LinkLimit {
  readonly ms: number;
  /** Null where unknown. */
  readonly speedBitsPerSecond: number | null;
}

/** Counters of 32 bits begin anew here. */
const WRAP = 2n ** 32n;
const HALF_WRAP = 2n ** 31n;
/** Devices that still count in 32 bits are not faster than this. */
const DEFAULT_SPEED_BITS_PER_SECOND = 10_000_000_000;
/** The timer and the driver's own update interval blur the edges of an interval. */
const SPEED_MARGIN = 1.1;
const SMALLEST_FRAME_BYTES = 60;

const NOTHING: readonly bigint[] = COUNTERS.map(() => 0n);

/**
 * Compares two reads of one interface. A single bytes or packets counter that fell from the upper half of 32 bits by a
 * plausible amount has wrapped; where such a counter fell otherwise, all began anew. Errors and drops are put together by
 * drivers from several sources and may fall alone: that is nothing new, and nothing else is touched by it.
 */
export function stepCounters(previous: readonly bigint[], current: readonly bigint[], limit: LinkLimit): Step {
  const moved = current.map((value, index) => value - (previous[index] ?? 0n));
  if (moved.every((delta) => delta >= 0n)) return { kind: 'grown', deltas: moved, carried: NOTHING };
  const [wrapped, ...others] = moved.flatMap((delta, index) => (delta < 0n && isTraffic(index) ? [index] : []));
  if (others.length > 0) return { kind: 'reset' };
  if (wrapped !== undefined) {
    const plausible = canWrap(previous[wrapped] ?? 0n) && fits((moved[wrapped] ?? 0n) + WRAP, wrapped, limit);
    if (!plausible) return { kind: 'reset' };
  }
  const carried = moved.map((delta, index) => (index === wrapped ? WRAP : delta < 0n ? -delta : 0n));
  return { kind: 'grown', deltas: moved.map((delta, index) => delta + (carried[index] ?? 0n)), carried };
}

/** Whether a counter counts what was carried, which no driver ever takes back. */
function isTraffic(index: number): boolean {
  return /(Bytes|Packets)$/.test(COUNTERS[index] ?? '');
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
