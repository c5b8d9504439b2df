import { COUNTERS } from '@weir/model';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type RunningAggregator, startAggregator } from '../../support/aggregator.js';
import { eventually } from '../../support/eventually.js';
import { askGraphql } from '../../support/graphql.js';
import { describeIf, natsServer } from '../../support/requirements.js';
import { netIdOf } from '../../support/seed.js';
import { FakeAgent, type TickOptions } from '../store/fake-agent.js';
import { Pipeline } from './pipeline.js';

const MINUTE_MS = 60_000;
/** Long enough ago that all is rolled up at once; ticks are a little late, so that samples reach over minutes' borders. */
const T0 = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - 10 * MINUTE_MS + 100;
const BUSY = 'host/eth0';
const UNREAD = '0123456789ab/eth0';
/** Bytes a ms, whatever the length of the sample: every rate is then a million a second. */
const RATE = 1_000;
/** Somebody looks from 40 s to 100 s, over the border of a minute. */
const FOCUS = { fromMs: 40_000, untilMs: 100_000 };
const END_MS = 180_000;
const SERIES = `query ($input: SeriesInput!) { series(input: $input) { stepMilliseconds resolution at series { group columns } } }`;

interface SeriesAnswer {
  readonly series: {
    readonly stepMilliseconds: number;
    readonly resolution: string;
    readonly series: readonly { readonly columns: { readonly rxBytesPerSecond: readonly (number | null)[] } }[];
  };
}

describeIf(natsServer, 'samples of a quarter of a second', () => {
  const agent = new FakeAgent();
  let pipeline: Pipeline;
  let aggregator: RunningAggregator;
  let ticks = 0;

  const counted = (ms: number): number[] => COUNTERS.map((_, index) => (index < 2 ? RATE * ms : 0));
  const tick = async (atMs: number, ms: number, keys: readonly string[], options: TickOptions = {}): Promise<void> => {
    ticks += 1;
    const deltas = Object.fromEntries(keys.map((key) => [key, counted(ms)]));
    await pipeline.publish(agent.tick(T0 + atMs, deltas, { ms, ...options }));
  };

  beforeAll(async () => {
    pipeline = await Pipeline.start();
    aggregator = await startAggregator({ WEIR_DATABASE_URL: pipeline.databaseUrl, WEIR_NATS_URL: pipeline.nats.url });
    let atMs = 0;
    while (atMs < END_MS) {
      const isFocused = atMs >= FOCUS.fromMs && atMs < FOCUS.untilMs;
      // No timer is exact: a quarter of a second is 247 to 253 ms, but four of them are a second.
      const [jitter = 0] = isFocused ? [[247, 252, 248, 253][ticks % 4]] : [1_000];
      atMs += jitter;
      // One namespace cannot be read for three quarters of a second; its next read makes up for it, as a part of its own.
      const sinceMs = atMs - FOCUS.fromMs;
      const isUnread = sinceMs > 10_000 && sinceMs < 11_000;
      const isMadeUp = sinceMs === 11_000;
      const keys = isUnread || isMadeUp ? [BUSY] : [BUSY, UNREAD];
      await tick(atMs, jitter, keys, isUnread ? { unread: [UNREAD] } : {});
      if (isMadeUp) await tick(atMs, 1_000, [UNREAD], { part: 1 });
    }
    await pipeline.drained();
  });

  afterAll(() => pipeline.connection.close());

  async function series(key: string, fromMs: number, toMs: number, points: number): Promise<SeriesAnswer['series']> {
    const answer = await askGraphql<SeriesAnswer>(aggregator.url, SERIES, {
      input: {
        interfaces: [netIdOf(agent.host, key)],
        from: new Date(T0 + fromMs).toISOString(),
        to: new Date(T0 + toMs).toISOString(),
        points,
      },
    });
    if (!answer.data) throw new Error(JSON.stringify(answer.errors));
    return answer.data.series;
  }

  it('are stored to the byte, each for as long as it was', async () => {
    expect(ticks).toBeGreaterThan(120 + 60 * 4);
    expect(await pipeline.sums('traffic', agent)).toEqual(agent.truth);
    expect(agent.truth.get(BUSY)?.[0]).toBe(BigInt(RATE * END_MS));
    expect(agent.truth.get(UNREAD)?.[0]).toBe(BigInt(RATE * END_MS));
    const [presence] = await pipeline.rows(
      `SELECT sum(ms)::int AS ms, count(*)::int AS rows, min(ms) AS shortest, max(ms) AS longest FROM presence`,
    );
    expect(presence).toEqual({ ms: END_MS, rows: 120 + 60 * 4, shortest: 247, longest: 1_000 });
    const [overlap] = await pipeline.rows(
      `SELECT count(*)::int AS count FROM (SELECT time + ms * interval '1 ms' AS ends, lead(time) OVER (ORDER BY time) AS next FROM presence) AS span WHERE next <> ends`,
    );
    expect(overlap).toEqual({ count: 0 });
  });

  it('are rolled up to the same sums, minute by minute', async () => {
    await eventually('the minutes are rolled up', async () => {
      expect(await pipeline.rows('SELECT FROM dirty_1m')).toEqual([]);
    });
    expect(await pipeline.sums('traffic_1m', agent)).toEqual(agent.truth);
    const minutes = await pipeline.rows<{ busy: string; present: string }>(
      `SELECT rx_bytes::text AS busy, presence_1m.ms::text AS present FROM traffic_1m
       JOIN series USING (series_id) JOIN presence_1m USING (time) WHERE key = $1 ORDER BY time`,
      [BUSY],
    );
    // A sample that begins in a minute is that minute's, to its end.
    expect(minutes.map(({ present }) => Number(present))).toEqual([60_000, 60_000, 60_000]);
    expect(minutes.map(({ busy }) => Number(busy))).toEqual(minutes.map(({ present }) => RATE * Number(present)));
  });

  it.each([
    ['second by second, as it begins and ends', FOCUS.fromMs - 10_000, FOCUS.fromMs + 50_000, 300, 'raw'],
    ['second by second, as it ends', FOCUS.untilMs - 10_000, FOCUS.untilMs + 50_000, 300, 'raw'],
    ['in steps of several seconds', 0, END_MS, 100, 'raw'],
    ['by the minute', MINUTE_MS - 100, END_MS - 100, 2, '1m'],
  ])('are drawn %s at the very rate that was', async (_, fromMs, toMs, points, resolution) => {
    for (const key of [BUSY, UNREAD]) {
      const answer = await series(key, fromMs, toMs, points);
      expect(answer.resolution).toBe(resolution);
      expect(new Set(answer.series[0]?.columns.rxBytesPerSecond)).toEqual(new Set([RATE * 1_000]));
    }
  });

  it('add up with checkpoints to the kernel’s own counters', async () => {
    await tick(END_MS + 1_000, 1_000, [BUSY, UNREAD], { checkpoint: true });
    await pipeline.drained();
    for (const key of [BUSY, UNREAD]) {
      const response = await fetch(`${aggregator.url}/api/v1/interface/${netIdOf(agent.host, key)}/stats`);
      const { totals, rates } = (await response.json()) as Record<'totals' | 'rates', Record<string, unknown>>;
      expect(totals['rxBytes']).toBe(String(agent.counters(key)[0]));
      expect(rates['rxBytesPerSecond']).toBe(RATE * 1_000);
    }
  });
});
