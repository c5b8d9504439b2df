import { COUNTERS } from '@weir/model';
import { LEVELS, type Resolution } from '../../../../apps/aggregator/src/store/rollup/level.js';
import type { Generated } from './generated.js';
import type { HostTruth } from './host.js';
import type { Stored } from './stored.js';

/** Something that is stored as other than it was generated. */
export interface Difference {
  readonly resolution: Resolution | 'total';
  /** `<host> <key>`, or a host for its presence. */
  readonly of: string;
  /** Start of the bucket (of raw samples: of their minute); null where all of them are looked at together. */
  readonly at: string | null;
  readonly generated: readonly number[];
  readonly stored: readonly number[];
}

type Buckets = Map<string, Map<number, number[]>>;

const MINUTE_MS = 60_000;
const SUMS = COUNTERS.length;

/** What differs at a resolution, of sums and presence alike, bucket by bucket. */
export function differencesAt(
  resolution: Resolution,
  generated: Generated,
  stored: Stored,
  hosts: readonly HostTruth[],
): { readonly differences: Difference[]; readonly compared: number } {
  const bucketMs = LEVELS.find(({ name }) => name === resolution)?.bucketMs ?? MINUTE_MS;
  // Where a clock was wrong, times are right to the second at most: such a host is looked at as a whole.
  const wrong = new Set(hosts.filter((host) => host.isClockWrong).map(({ id }) => id));
  const bucketOf = (name: string, ms: number): number =>
    wrong.has(name.split(' ')[0] ?? '') ? -Infinity : Math.floor(ms / bucketMs) * bucketMs;
  const expected = bucketsGenerated(generated, stored.horizons[resolution], bucketOf);
  const found = bucketsStored(resolution, stored, bucketOf);
  const differences: Difference[] = [];
  let compared = 0;
  for (const of of new Set([...expected.keys(), ...found.keys()])) {
    const [mine, theirs] = [expected.get(of), found.get(of)];
    for (const bucket of new Set([...(mine?.keys() ?? []), ...(theirs?.keys() ?? [])])) {
      compared += 1;
      const [one, other] = [mine?.get(bucket) ?? [], theirs?.get(bucket) ?? []];
      if (isSame(one, other)) continue;
      const at = Number.isFinite(bucket) ? new Date(bucket).toISOString() : null;
      differences.push({ resolution, of, at, generated: one, stored: other });
    }
  }
  return { differences, compared };
}

/** Series whose base and raw samples do not add up to what the generator's counters show now. */
export function differentTotals(stored: Stored, hosts: readonly HostTruth[]): Difference[] {
  const totals = totalsStored(stored);
  return hosts.flatMap(({ id, counters }) =>
    [...counters].flatMap(([key, counted]) => {
      const of = `${id} ${key}`;
      const found = (totals.get(of) ?? []).map(Number);
      if (isSame(counted, found)) return [];
      return [{ resolution: 'total' as const, of, at: null, generated: counted, stored: found }];
    }),
  );
}

/** By how many bytes, in both directions. */
export function bytesOff(differences: readonly Difference[]): number {
  return differences.reduce(
    (sum, { generated, stored }) =>
      sum + [0, 1].reduce((both, column) => both + Math.abs((generated[column] ?? 0) - (stored[column] ?? 0)), 0),
    0,
  );
}

function bucketsGenerated(
  { series, presence }: Generated,
  fromMs: number,
  bucketOf: (name: string, ms: number) => number,
): Buckets {
  const buckets: Buckets = new Map();
  for (const [name, minutes] of series) {
    for (const [ms, counters] of minutes) if (ms >= fromMs) add(buckets, name, bucketOf(name, ms), counters);
  }
  for (const [host, minutes] of presence) {
    for (const [ms, length] of minutes) if (ms >= fromMs) add(buckets, host, bucketOf(host, ms), [length]);
  }
  return buckets;
}

function bucketsStored(
  resolution: Resolution,
  { frames, names }: Stored,
  bucketOf: (name: string, ms: number) => number,
): Buckets {
  const buckets: Buckets = new Map();
  for (const { host, frame } of frames[resolution]) {
    if (frame.presenceMs > 0) add(buckets, host, bucketOf(host, frame.startMs), [frame.presenceMs]);
    frame.ids.forEach((id, place) => {
      const name = names.get(id) ?? `series ${id}`;
      const counters = frame.columns.slice(0, SUMS).map((column) => column[place] ?? 0);
      add(buckets, name, bucketOf(name, frame.startMs), counters);
    });
  }
  return buckets;
}

function totalsStored({ frames, horizons, names, bases }: Stored): Map<string, bigint[]> {
  const totals = new Map([...bases].map(([id, { counters }]) => [id, [...counters]]));
  for (const { frame } of frames.raw) {
    frame.ids.forEach((id, place) => {
      const sinceMs = Math.max(bases.get(id)?.atMs ?? Infinity, horizons.raw);
      const total = totals.get(id);
      if (!total || frame.startMs < sinceMs) return;
      for (let column = 0; column < SUMS; column += 1) {
        total[column] = (total[column] ?? 0n) + BigInt(frame.columns[column]?.[place] ?? 0);
      }
    });
  }
  return new Map([...totals].map(([id, total]) => [names.get(id) ?? `series ${id}`, total]));
}

function add(buckets: Buckets, name: string, bucket: number, values: readonly number[]): void {
  const own = buckets.get(name) ?? new Map<number, number[]>();
  if (own.size === 0) buckets.set(name, own);
  const known = own.get(bucket);
  if (!known) own.set(bucket, [...values]);
  else values.forEach((value, column) => (known[column] = (known[column] ?? 0) + value));
}

function isSame(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((value, column) => value === other[column]);
}
