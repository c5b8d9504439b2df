import { jest, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import { LiveMetrics } from '../../../live/live-metrics.js';
import type { PatternFeed, PatternListener } from '../../../live/pattern.feed.js';
import { ALL_PATTERNS, type PatternRow, type PatternsAsked } from '../../../query/patterns/pattern.js';
import type { PatternRepository } from '../../../query/patterns/patterns.js';
import { MAX_WATCHED_PATTERNS, PatternWatch } from './pattern-watch.js';

const strength = (minStrength: number): PatternsAsked => ({ ...ALL_PATTERNS, minStrength });

describe('patterns that are watched', () => {
  const asked: string[] = [];
  let tell: PatternListener;
  let isAway = false;
  let watch: PatternWatch;

  beforeEach(() => {
    jest.useFakeTimers();
    asked.length = 0;
    isAway = false;
    const feed = { listen: (listener: PatternListener) => (tell = listener) };
    // Patterns 1 … 9, a tenth as strong.
    const repository = {
      byIds: async (ids: readonly string[]) => {
        asked.push(`rows ${ids.join()}`);
        if (isAway) throw new Error('the database is away');
        return ids.map((id) => ({ id, strength: Number(id) / 10 }) as PatternRow);
      },
      passing: async ({ minStrength }: PatternsAsked, ids: readonly string[]) => {
        asked.push(`passing ${minStrength}`);
        return new Set(ids.filter((id) => Number(id) / 10 >= (minStrength ?? 0)));
      },
    };
    watch = new PatternWatch(
      feed as unknown as PatternFeed,
      repository as unknown as PatternRepository,
      new LiveMetrics(new Registry()),
    );
  });
  afterEach(() => {
    watch.onModuleDestroy();
    jest.useRealTimers();
  });

  it('are told to all who watch them, read once for those who watch the same', async () => {
    const [one, other, strong] = [strength(0.1), strength(0.1), strength(0.5)].map((each) => watch.subscribe(each)!);
    tell(['3']);
    tell(['3', '7']);
    await jest.advanceTimersByTimeAsync(300);
    expect(asked).toEqual(['rows 3,7', 'passing 0.1', 'passing 0.5']);
    for (const each of [one, other]) {
      expect((await each!.next()).value).toEqual({ id: '3', pattern: { id: '3', strength: 0.3 } });
      expect((await each!.next()).value).toMatchObject({ id: '7', pattern: { strength: 0.7 } });
    }
    expect((await strong!.next()).value).toEqual({ id: '3', pattern: null });
    expect((await strong!.next()).value).toMatchObject({ id: '7', pattern: { strength: 0.7 } });
  });

  it('are not read while nobody watches', async () => {
    tell(['3']);
    const queue = watch.subscribe(ALL_PATTERNS)!;
    await queue.return?.();
    tell(['4']);
    await jest.advanceTimersByTimeAsync(300);
    expect(asked).toEqual([]);
  });

  it('are told later where the store is away meanwhile, with what was found since', async () => {
    const queue = watch.subscribe(ALL_PATTERNS)!;
    isAway = true;
    tell(['3']);
    await jest.advanceTimersByTimeAsync(300);
    isAway = false;
    tell(['4']);
    await jest.advanceTimersByTimeAsync(3_000);
    expect(asked).toEqual(['rows 3', 'rows 3,4', 'passing null']);
    expect((await queue.next()).value).toMatchObject({ id: '3' });
    expect((await queue.next()).value).toMatchObject({ id: '4' });
  });

  it('are watched in a bounded number of ways; who leaves makes room', async () => {
    const queues = Array.from({ length: MAX_WATCHED_PATTERNS }, (_, index) => watch.subscribe(strength(index / 100)));
    expect(queues).not.toContain(null);
    expect(watch.subscribe(strength(0.99))).toBeNull();
    expect(watch.subscribe(strength(0))).not.toBeNull();
    await queues[5]!.return?.();
    expect(watch.subscribe(strength(0.99))).not.toBeNull();
  });
});
