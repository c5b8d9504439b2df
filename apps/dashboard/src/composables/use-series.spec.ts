import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { mount, type VueWrapper } from '@vue/test-utils';
import { defineComponent, h } from 'vue';
import { createMemoryHistory, createRouter } from 'vue-router';
import type { SocketState } from '../api/index.js';
import { createLive, LIVE_KEY } from './use-live.js';
import { type SeriesOverTime, useSeries } from './use-series.js';

const START = Date.parse('2026-11-21T12:00:00Z');
const LINE = { group: 'g', others: null, keys: [], statistics: [], earlier: null };
const GROUPS = [{ index: 0, group: 'g', keys: [] }];

let wrapper: VueWrapper;
let series: SeriesOverTime;
let asked: number;
/** How far the store has got, in seconds since the start. */
let storedTo: number;
let tell: (state: SocketState) => void;
let deliver: (data: never) => void;

beforeEach(async () => {
  jest.useFakeTimers({ now: START });
  asked = 0;
  storedTo = 0;
  globalThis.fetch = jest.fn(async () => {
    asked += 1;
    const at = Array.from({ length: storedTo + 60 }, (_, index) => START + (index - 59) * 1_000);
    const columns = { rxBytesPerSecond: at.map(() => 7) };
    const answer = { at, stepMilliseconds: 1_000, resolution: 'raw', series: [{ ...LINE, columns }] };
    return { status: 200, json: async () => ({ data: { series: answer } }) } as Response;
  }) as typeof fetch;
  await show();
});

afterEach(() => {
  wrapper.unmount();
  jest.useRealTimers();
});

async function show(): Promise<void> {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/', component: { render: () => null } }],
  });
  await router.push('/');
  const live = createLive({
    onState: (listener) => (tell = listener),
    subscribe: (_document, _variables, next) => {
      deliver = next as (data: never) => void;
      return () => undefined;
    },
  });
  const Page = defineComponent(() => {
    series = useSeries(() => ({ grouping: 'ALL', counters: ['RX_BYTES'], points: 300 }));
    return () => h('p');
  });
  wrapper = mount(Page, { global: { plugins: [router], provide: { [LIVE_KEY as symbol]: live } } });
}

function hear(second: number): void {
  const columns = { groups: [0], incomplete: [], rxBytesPerSecond: [9] };
  const at = START + second * 1_000;
  deliver({ liveSeries: { at, milliseconds: 1_000, revision: 0, groups: GROUPS, columns } } as never);
}

const seconds = (fromSecond: number, toSecond: number): (number | null)[] =>
  (series.lines.value[0]?.points ?? [])
    .filter(([at]) => at >= START + fromSecond * 1_000 && at <= START + toSecond * 1_000)
    .map(([, value]) => value);

const pass = (lengthMs: number): Promise<void> => jest.advanceTimersByTimeAsync(lengthMs);

describe('a live series', () => {
  it('is asked for until what is stored reaches what was told, and then once a minute', async () => {
    tell('open');
    await pass(1_000);
    hear(1);
    expect(asked).toBe(1);
    await pass(2_500);
    expect(asked).toBe(2);
    storedTo = 8;
    await pass(6_000);
    expect(asked).toBe(3);
    await pass(50_000);
    expect(asked).toBe(3);
    await pass(11_000);
    expect(asked).toBe(4);
  });

  it('has what was missed while the connection was away, as soon as that is stored', async () => {
    tell('open');
    hear(1);
    storedTo = 2;
    await pass(5_000);
    tell('reconnecting');
    await pass(10_000);
    tell('open');
    await pass(100);
    hear(16);
    await pass(400);
    expect(seconds(1, 16)).toEqual([9, 7, 9]);
    storedTo = 16;
    await pass(4_000);
    expect(seconds(1, 16)).toEqual([9, ...Array(14).fill(7), 9]);
    const before = asked;
    await pass(50_000);
    expect(asked).toBe(before);
  });
});
