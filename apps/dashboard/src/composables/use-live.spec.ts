import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type EffectScope, effectScope, ref } from 'vue';
import type { LiveSocket, SocketState, TrafficTick } from '../api/index.js';
import { PATTERNS_CHANGED } from '../api/operations/patterns.js';
import { tick } from './live/testing.js';
import { framesOf, useHistory } from './use-history.js';
import { lineOf } from './live/frames.js';
import { createLive, type Live, useConnection } from './use-live.js';

/** A socket that the spec drives by hand. */
function handSocket(): {
  socket: LiveSocket;
  state: (next: SocketState) => void;
  send: (message: TrafficTick) => void;
  stops: number[];
} {
  let listener: (state: SocketState) => void = () => undefined;
  let deliver: (data: never) => void = () => undefined;
  const stops: number[] = [];
  return {
    socket: {
      onState: (next) => (listener = next),
      subscribe: (_document, _variables, next) => {
        deliver = next as (data: never) => void;
        return () => stops.push(Date.now());
      },
    },
    state: (next) => listener(next),
    send: (message) => deliver({ traffic: message } as never),
    stops,
  };
}

const START = Date.parse('2026-11-21T12:00:00Z');
let scope: EffectScope;
let hand: ReturnType<typeof handSocket>;
let live: Live;

beforeEach(() => {
  jest.useFakeTimers({ now: START });
  scope = effectScope();
  hand = handSocket();
  live = createLive(hand.socket);
});

afterEach(() => {
  scope.stop();
  jest.useRealTimers();
});

describe('the live stream', () => {
  it('keeps the newest instant and asks for a redraw once for ticks that come together', async () => {
    scope.run(() => live.follow(null, () => undefined));
    hand.send(tick(START, {}, { hostId: 'a' }));
    hand.send(tick(START - 20, {}, { hostId: 'b' }));
    expect(live.newestAt.value).toBe(START);
    await jest.advanceTimersByTimeAsync(100);
    expect(live.version.value).toBe(1);
    expect([...live.windows.keys()].sort()).toEqual(['a', 'b']);
  });

  it('hears news that come now and then without expecting any, until its owner ends', () => {
    const heard = jest.fn();
    scope.run(() => live.listenTo(PATTERNS_CHANGED, {}, heard));
    expect(live.followedAt.value).toBeNull();
    hand.send(tick(START, {}));
    expect(heard).toHaveBeenCalledTimes(1);
    scope.stop();
    expect(hand.stops).toHaveLength(1);
  });

  it('tells of unknown interfaces, ends with its owner, and starts anew for the next', () => {
    const unknown = jest.fn();
    scope.run(() => live.follow('a', unknown));
    live.windowOf('a').setInterfaces([{ id: 'eth0', uplink: true }]);
    hand.send(tick(START, { eth0: [1, 1] }, { hostId: 'a' }));
    expect(unknown).not.toHaveBeenCalled();
    hand.send(tick(START + 1_000, { veth1: [1, 1] }, { hostId: 'a' }));
    expect(unknown).toHaveBeenCalledTimes(1);
    scope.stop();
    expect(hand.stops).toHaveLength(1);
    effectScope().run(() => live.follow('b', unknown));
    expect(live.newestAt.value).toBeNull();
    expect(live.windows.size).toBe(0);
  });

  it('draws nothing while the page is hidden, and all of it afterwards', async () => {
    scope.run(() => live.follow(null, () => undefined));
    const hidden = jest.spyOn(document, 'hidden', 'get').mockReturnValue(true);
    hand.send(tick(START, {}));
    await jest.advanceTimersByTimeAsync(1_000);
    expect(live.version.value).toBe(0);
    hidden.mockReturnValue(false);
    document.dispatchEvent(new Event('visibilitychange'));
    await jest.advanceTimersByTimeAsync(100);
    expect(live.version.value).toBe(1);
    hidden.mockRestore();
  });
});

describe('the connection', () => {
  it('is open, and never stale, while nobody listens', () => {
    const now = ref(START);
    const connection = scope.run(() => useConnection(live, now));
    expect(connection?.value).toBe('connecting');
    hand.state('open');
    now.value = START + 60_000;
    expect(connection?.value).toBe('idle');
    jest.setSystemTime(START + 60_000);
    const unfollow = scope.run(() => live.follow('nobody', () => undefined));
    expect(connection?.value).toBe('connecting');
    now.value = START + 66_000;
    expect(connection?.value).toBe('stale');
    unfollow?.();
    unfollow?.();
    expect(connection?.value).toBe('idle');
    expect(hand.stops).toHaveLength(1);
  });

  it('is connecting, live, stale and reconnecting in turn', () => {
    const now = ref(START);
    const connection = scope.run(() => {
      live.follow(null, () => undefined);
      return useConnection(live, now);
    });
    expect(connection?.value).toBe('connecting');
    hand.state('reconnecting');
    expect(connection?.value).toBe('connecting');
    hand.state('open');
    expect(connection?.value).toBe('connecting');
    hand.send(tick(START + 1_000, {}));
    now.value = START + 5_500;
    expect(connection?.value).toBe('live');
    now.value = START + 7_000;
    expect(connection?.value).toBe('stale');
    hand.state('reconnecting');
    expect(connection?.value).toBe('reconnecting');
  });
});

describe('a missed stretch', () => {
  const RANGE = { kind: 'live' } as const;
  let asked: { from: string; to: string }[];

  beforeEach(() => {
    asked = [];
    globalThis.fetch = jest.fn(async (_url: unknown, request?: RequestInit) => {
      const { input } = JSON.parse(String(request?.body)).variables as { input: { from: string; to: string } };
      asked.push(input);
      // The store knows every second up to now.
      const at: number[] = [];
      for (let start = Math.ceil(Date.parse(input.from) / 1_000) * 1_000; start + 1_000 <= Date.now(); start += 1_000)
        at.push(start);
      const columns = { rxBytesPerSecond: at.map(() => 7) };
      const series = { ...input, stepMilliseconds: 1_000, resolution: 'raw', at, series: [{ group: 'eth0', columns }] };
      return { status: 200, json: async () => ({ data: { series } }) } as Response;
    }) as typeof fetch;
  });

  const question = { interfaces: ['eth0'], counters: ['RX_BYTES' as const], points: 300 };
  const lineNow = (history: ReturnType<typeof useHistory>): [number, number | null][] =>
    lineOf(framesOf(live, 'h', history, RANGE), 'eth0', 'rxBytes').map(([at, rate]) => [at - START, rate]);

  it('is fetched from history after the connection came back', async () => {
    const history = scope.run(() => {
      live.follow('h', () => undefined);
      live.windowOf('h').setInterfaces([{ id: 'eth0', uplink: true }]);
      return useHistory(
        live,
        () => question,
        () => RANGE,
      );
    }) as ReturnType<typeof useHistory>;
    hand.state('open');
    await jest.advanceTimersByTimeAsync(20_000);
    hand.send(tick(START + 20_000, { eth0: [1_000, 0] }));
    hand.state('reconnecting');
    await jest.advanceTimersByTimeAsync(10_000);
    hand.send(tick(START + 30_000, { eth0: [1_000, 0] }));
    const before = lineNow(history).filter(([at]) => at >= 20_000);
    expect(before).toEqual([
      [20_000, 1_000],
      [24_500, null],
      [30_000, 1_000],
    ]);
    const questions = asked.length;
    hand.state('open');
    await jest.advanceTimersByTimeAsync(1_000);
    expect(asked.length).toBe(questions + 1);
    const after = lineNow(history).filter(([at]) => at >= 20_000 && at <= 30_000);
    expect(after.map(([at]) => at)).toEqual(Array.from({ length: 11 }, (_, index) => 20_000 + index * 1_000));
    expect(after.map(([, rate]) => rate)).toEqual([1_000, 7, 7, 7, 7, 7, 7, 7, 7, 7, 1_000]);
  });

  it('asks nothing where there is nothing to ask', async () => {
    const history = scope.run(() =>
      useHistory(
        live,
        () => null,
        () => RANGE,
      ),
    );
    await jest.advanceTimersByTimeAsync(1_000);
    expect(asked).toHaveLength(0);
    expect(history?.frames.value).toEqual([]);
  });

  it('asks a fixed stretch once, and again when it changes', async () => {
    const range = ref<{ kind: 'fixed'; from: number; to: number }>({ kind: 'fixed', from: START - 9_000, to: START });
    scope.run(() =>
      useHistory(
        live,
        () => question,
        () => range.value,
      ),
    );
    await jest.advanceTimersByTimeAsync(300_000);
    expect(asked.map(({ from }) => Date.parse(from))).toEqual([START - 9_000]);
    range.value = { kind: 'fixed', from: START - 99_000, to: START };
    await jest.advanceTimersByTimeAsync(1_000);
    expect(asked.map(({ from }) => Date.parse(from))).toEqual([START - 9_000, START - 99_000]);
  });
});
