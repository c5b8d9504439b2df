/** What the book found at one tick (or, merged, at several): the content of one traffic message, or of its parts. */
export interface Sample {
  /** End of the interval, ms since 1970. */
  readonly at: number;
  readonly ms: number;
  /** False for keys whose interval differs from the tick's: readable again after having been unread. */
  readonly primary: boolean;
  readonly deltas: ReadonlyMap<string, readonly number[]>;
  readonly base: ReadonlyMap<string, readonly bigint[]>;
  readonly resets: readonly string[];
  readonly unread: readonly string[];
}

/**
 * Adds a tick's samples to those that could not be written yet, so that a full disk costs resolution and not memory.
 * A sample with a reset stays apart: its base holds only from its own beginning on.
 */
export function gather(waiting: readonly Sample[], fresh: readonly Sample[]): Sample[] {
  const [primary, ...extras] = fresh;
  if (!primary || waiting.length === 0) return [...waiting, ...fresh];
  const folded = extras.reduce<Sample[]>((kept, extra) => foldExtra(kept, extra), [primary]);
  const last = waiting.findLastIndex((sample) => sample.primary);
  const before = waiting[last];
  const first = folded[0];
  if (!before || !first || last !== waiting.length - 1) return [...waiting, ...folded];
  const merged = mergeNeighbours(before, first);
  return merged ? [...waiting.slice(0, last), merged, ...folded.slice(1)] : [...waiting, ...folded];
}

/** One sample for two neighbouring intervals; null where their sum would be wrong. */
export function mergeNeighbours(earlier: Sample, later: Sample): Sample | null {
  if (later.resets.length > 0) return null;
  const deltas = addDeltas(earlier.deltas, later.deltas);
  // After the wall clock stepped back the two overlap a little: the sum must not begin before the earlier one.
  const ms = Math.min(earlier.ms + later.ms, later.at - (earlier.at - earlier.ms));
  return deltas && { ...later, ms, ...joined(earlier, later), deltas };
}

/** A key that was unread for a while joins its tick once both wait for the disk: only resolution is lost. */
function foldExtra(kept: Sample[], extra: Sample): Sample[] {
  const [primary, ...others] = kept;
  const deltas = primary && extra.resets.length === 0 ? addDeltas(primary.deltas, extra.deltas) : null;
  if (!primary || !deltas) return [...kept, extra];
  return [{ ...primary, deltas, base: new Map([...extra.base, ...primary.base]) }, ...others];
}

/** A base at the later start is corrected to the earlier one by what was counted between. */
function joined(earlier: Sample, later: Sample): Pick<Sample, 'base' | 'resets' | 'unread'> {
  const base = new Map(earlier.base);
  for (const [key, counters] of later.base) {
    if (base.has(key)) continue;
    const between = earlier.deltas.get(key);
    base.set(
      key,
      counters.map((value, index) => value - BigInt(between?.[index] ?? 0)),
    );
  }
  return { base, resets: earlier.resets, unread: later.unread };
}

function addDeltas(a: Sample['deltas'], b: Sample['deltas']): Map<string, readonly number[]> | null {
  const sums = new Map(a);
  for (const [key, deltas] of b) {
    const sum = deltas.map((delta, index) => delta + (a.get(key)?.[index] ?? 0));
    if (!sum.every(Number.isSafeInteger)) return null;
    sums.set(key, sum);
  }
  return sums;
}
