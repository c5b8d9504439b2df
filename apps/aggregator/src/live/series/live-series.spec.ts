import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Decoded, TrafficMessage } from '@weir/model';
import { Registry } from 'prom-client';
import type { LiveFeed, LiveListener } from '../live.feed.js';
import { LiveMetrics } from '../live-metrics.js';
import { LiveSeries, MAX_EVALUATIONS, MAX_FIGURES, MAX_LIVE_GROUPS } from './live-series.js';
import type { LiveRefusal, LiveUpdate, LiveView } from './live-view.js';
import type { LiveMembers } from './members.js';
import { members, message, T0 } from './messages.fixture.js';
import type { LiveRequest } from './shared-evaluation.js';

const ONE = members({ a: { k: 'x' } });
const many = (count: number): LiveMembers => ({
  groups: Array.from({ length: count }, (_, index) => ({ id: String(index), keys: [] })),
  hosts: [],
});

describe('LiveSeries', () => {
  let series: LiveSeries;
  let registry: Registry;
  let readings: number;
  let known: Decoded<LiveMembers>;
  let listener: LiveListener;

  const request = (name = 'x', more: Partial<LiveRequest> = {}): LiveRequest => ({
    ...{ name, counters: ['rxBytes'], slotMs: 1_000, top: null },
    readMembers: () => {
      readings += 1;
      return Promise.resolve(known);
    },
    ...more,
  });
  const watch = async (...args: Parameters<typeof request>): Promise<LiveView> => {
    const watched = await series.watch(request(...args));
    if (!watched.ok) throw new Error(watched.refusal.reason);
    return watched.value;
  };
  const refusal = async (...args: Parameters<typeof request>): Promise<unknown> => {
    const watched = await series.watch(request(...args));
    return watched.ok || watched.refusal;
  };
  const tick = (at: number, bytes = 1): void => {
    const told: TrafficMessage = message('a', at, { k: bytes });
    jest.setSystemTime(told.at);
    listener(told, told.at, told.at);
  };
  const next = async (view: LiveView): Promise<LiveUpdate> => (await view.next()).value as LiveUpdate;
  const subscribers = async (): Promise<number | undefined> =>
    (await registry.getSingleMetric('weir_live_subscribers')?.get())?.values[0]?.value;

  beforeEach(() => {
    jest.useFakeTimers({ now: T0, doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
    [known, readings, registry] = [{ ok: true, value: ONE }, 0, new Registry()];
    const feed = { listen: (given: LiveListener) => (listener = given) } as unknown as LiveFeed;
    series = new LiveSeries(feed, new LiveMetrics(registry));
  });

  afterEach(() => {
    series.onModuleDestroy();
    jest.useRealTimers();
  });

  it('works out once what several watch, and hands all the very same', async () => {
    const [one, other] = await Promise.all([watch(), watch()]);
    tick(1_000);
    const [told, alike] = [await next(one), await next(other)];
    expect(told.frame).toBe(alike.frame);
    expect(readings).toBe(1);
    expect(await subscribers()).toBe(2);
  });

  it('tells each what groups are called, once, and who comes later the newest frame at once', async () => {
    const first = await watch();
    tick(1_000);
    tick(2_000, 2);
    expect([await next(first), await next(first)].map(({ groups }) => groups?.map(({ id }) => id))).toEqual([
      ['x'],
      undefined,
    ]);
    const { frame, groups } = await next(await watch());
    expect([frame.atMs, groups?.length]).toEqual([T0 + 1_000, 1]);
  });

  it('gives who is slow the newest frames, with what groups are called', async () => {
    const slow = await watch();
    for (let at = 1_000; at <= 100_000; at += 1_000) tick(at);
    const { frame, groups } = await next(slow);
    expect([(frame.atMs - T0) / 1_000, groups?.length]).toEqual([96, 1]);
    const skipped = await registry.getSingleMetric('weir_live_ticks_skipped_total')?.get();
    expect(skipped?.values[0]?.value).toBe(96);
  });

  it('ends with the last who watches, and begins anew with the next', async () => {
    const [one, other] = [await watch(), await watch()];
    await one.return();
    await other.return();
    await other.return();
    expect(await subscribers()).toBe(0);
    await watch();
    expect(readings).toBe(2);
  });

  it('calls who wants to know that a subscriber has left, once', async () => {
    const left = jest.fn();
    const view = await watch();
    view.onEnd(left);
    await view.return();
    view.end();
    expect(left).toHaveBeenCalledTimes(1);
  });

  it('asks the store every 10 s, sooner when something changed in it, and never for a tick', async () => {
    await watch();
    for (let at = 1_000; at < 10_000; at += 1_000) {
      tick(at);
      await jest.advanceTimersByTimeAsync(1_000);
    }
    expect(readings).toBe(1);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(readings).toBe(2);
    series.noteChange();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(readings).toBe(2);
    await jest.advanceTimersByTimeAsync(2_000);
    expect(readings).toBe(3);
  });

  it('goes on with the members it knows while the store is away', async () => {
    const view = await watch();
    known = undefined as unknown as Decoded<LiveMembers>;
    await jest.advanceTimersByTimeAsync(11_000);
    expect(readings).toBe(2);
    tick(12_000);
    expect((await next(view)).frame.columns.groups).toEqual([0]);
  });

  it('passes on what is wrong, and what failed, and tries anew for the next', async () => {
    known = { ok: false, refusal: { field: 'interfaces', reason: 'holds x, which is no interface' } };
    expect(await refusal()).toMatchObject({ field: 'interfaces' });
    await expect(watch('x', { readMembers: () => Promise.reject(new Error('away')) })).rejects.toThrow('away');
    known = { ok: true, value: ONE };
    await watch();
  });

  it('refuses more groups than a chart can show, unless the top is asked', async () => {
    known = { ok: true, value: many(MAX_LIVE_GROUPS + 1) };
    expect(await refusal()).toMatchObject({ field: 'filter', reason: expect.stringContaining('ask for the top') });
    await watch('top', { top: { count: 10, counter: null } });
  });

  it.each([
    ['more groups than a chart can show', MAX_LIVE_GROUPS + 1, null, 'ask for the top'],
    ['more figures than all may have', MAX_FIGURES, { count: 1, counter: null }, 'too many beside'],
  ])('ends what becomes too large with the reason, for all who watch it: %s', async (_, count, top, reason) => {
    await watch('other', { readMembers: () => Promise.resolve({ ok: true, value: ONE }) });
    const views = [await watch('x', { top }), await watch('x', { top })];
    tick(1_000);
    const waiting = views.map(async (view) => [await view.next(), await view.next(), await view.next()]);
    known = { ok: true, value: many(count) };
    await jest.advanceTimersByTimeAsync(11_000);
    for (const [, last, end] of await Promise.all(waiting)) {
      expect((last?.value as LiveRefusal).refusal).toMatchObject({ field: 'filter' });
      expect((last?.value as LiveRefusal).refusal.reason).toContain(reason);
      expect(end?.done).toBe(true);
    }
    known = { ok: true, value: ONE };
    await watch('x', { top });
  });

  it('keeps what is as large as it may be', async () => {
    known = { ok: true, value: many(MAX_FIGURES) };
    await watch('big', { top: { count: 1, counter: null } });
    await jest.advanceTimersByTimeAsync(21_000);
    expect(readings).toBeGreaterThan(1);
    expect(await subscribers()).toBe(1);
  });

  it('bounds what all of it takes', async () => {
    known = { ok: true, value: many(MAX_FIGURES) };
    const big = await watch('big', { top: { count: 1, counter: null } });
    known = { ok: true, value: ONE };
    expect(await refusal()).toMatchObject({ field: 'filter', reason: expect.stringContaining('too many beside') });
    await big.return();
    for (let index = 0; index < MAX_EVALUATIONS; index += 1) await watch(String(index));
    expect(await refusal('more')).toMatchObject({ field: 'input' });
    await watch('0');
  });

  it('ends all subscriptions when it stops', async () => {
    const next = (await watch()).next();
    series.onModuleDestroy();
    expect((await next).done).toBe(true);
  });
});
