import { describe, expect, it } from '@jest/globals';
import { OpenBuckets } from './open-buckets.js';

const MINUTE = 60_000;
const NOW = 30 * MINUTE + 5_000;
const OPEN = 30 * MINUTE;
const dirty = (...buckets: number[]): Map<number, Set<number>> => new Map([[7, new Set(buckets)]]);
const mark = (bucketMs: number, hostId = 7) => ({ hostId, bucketMs });

describe('marks of open buckets', () => {
  it('are made once, as long as the bucket is open', () => {
    const buckets = new OpenBuckets();
    expect(buckets.missing(dirty(OPEN), NOW)).toEqual([mark(OPEN)]);
    buckets.keep([mark(OPEN)]);
    expect(buckets.missing(dirty(OPEN), NOW + 57_999)).toEqual([]);
    // From here on a refresh may already have taken the mark.
    expect(buckets.missing(dirty(OPEN), NOW + 58_000)).toEqual([mark(OPEN)]);
  });

  it('are made again as long as they are not committed', () => {
    const buckets = new OpenBuckets();
    buckets.missing(dirty(OPEN), NOW);
    expect(buckets.missing(dirty(OPEN), NOW)).toEqual([mark(OPEN)]);
  });

  it('are made for each host and each bucket, old ones too', () => {
    const buckets = new OpenBuckets();
    buckets.keep([mark(OPEN), mark(OPEN - MINUTE)]);
    expect(buckets.missing(dirty(OPEN - 9 * MINUTE, OPEN), NOW)).toEqual([mark(OPEN - 9 * MINUTE)]);
    expect(buckets.missing(new Map([[8, new Set([OPEN])]]), NOW)).toEqual([mark(OPEN, 8)]);
  });

  it('are made again after the database turned out to be another', () => {
    const buckets = new OpenBuckets();
    buckets.keep([mark(OPEN)]);
    buckets.forget();
    expect(buckets.missing(dirty(OPEN), NOW)).toEqual([mark(OPEN)]);
  });
});
