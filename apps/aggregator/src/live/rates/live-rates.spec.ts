import { describe, expect, it } from '@jest/globals';
import type { LiveFeed, LiveListener } from '../live.feed.js';
import { message, T0 } from '../series/messages.fixture.js';
import { LiveRates } from './live-rates.js';

function liveRates(): { rates: LiveRates; hear: (...of: Parameters<typeof message>) => void } {
  const listeners: LiveListener[] = [];
  const feed = {
    listen: (listener: LiveListener) => listeners.push(listener),
    idOf: (host: string, key: string) => `${host}.${key}`,
  };
  const rates = new LiveRates(feed as unknown as LiveFeed);
  const hear = (...of: Parameters<typeof message>): void =>
    listeners.forEach((listener) => listener(message(...of), T0 + of[1], T0 + of[1]));
  return { rates, hear };
}

describe('LiveRates', () => {
  it('knows what interfaces of a host count, while it is heard of', () => {
    const { rates, hear } = liveRates();
    hear('h', 1_000, { a: 10, b: 5 });
    expect(rates.of('h', ['a', 'b'], T0 + 1_500)).toMatchObject({ rxBytes: 15 });
    expect(rates.of('h', ['a'], T0 + 60_000)).toBeUndefined();
    expect(rates.of('unheard', ['a'], T0 + 1_500)).toBeUndefined();
  });

  it.each([
    ['rxBytes', [2_000, 1_000]],
    ['bytes', [6_000, 3_000]],
    ['busierBytes', [4_000, 2_000]],
    ['drops', []],
  ] as const)('ranks what moves by %s', async (measure, values) => {
    const { rates, hear } = liveRates();
    hear('g', 1_000, { a: 1, idle: 0 });
    hear('h', 1_000, { b: 2 });
    hear('silent', -60_000, { c: 9 });
    const ids = values.length > 0 ? ['h.b', 'g.a'] : [];
    expect(await rates.ranks(measure, T0 + 1_500)).toEqual({ ids, values });
  });

  it('answers the same within a second', async () => {
    const { rates, hear } = liveRates();
    hear('h', 1_000, { a: 1 });
    const first = await rates.ranks('bytes', T0 + 1_000);
    hear('h', 1_500, { a: 9 });
    expect(await rates.ranks('bytes', T0 + 1_999)).toBe(first);
    expect((await rates.ranks('bytes', T0 + 2_000)).values[0]).toBeGreaterThan(first.values[0] ?? 0);
  });
});
