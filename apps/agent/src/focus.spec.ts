import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { controlSubjectOf, decodeTraffic, encodeControl, type Focus, type TrafficMessage } from '@weir/model';
import { pino } from 'pino';
import { readConfig } from './config/config.js';
import { ProcRoot } from './procfs/proc-root.fixture.js';
import { MemoryTransport } from './publish/transport.fixture.js';
import { type RunningAgent, startAgent } from './start.js';
import { HOST_ID_FILE } from './publish/state-folder.js';

const START = 1_700_000_100_000;
const LEASE: Focus = { forMs: 3_000, intervalMs: 250 };
const missing = (): Promise<never> => Promise.reject(Object.assign(new Error('no Docker'), { code: 'ENOENT' }));
const engine = { hostName: missing, containers: missing, networks: missing, events: missing };

describe('focus mode', () => {
  let folder: string;
  let root: ProcRoot;
  let transport: MemoryTransport;
  let agent: RunningAgent;
  let counted: number;
  /** How far the wall clock was stepped. */
  let steppedMs: number;

  beforeEach(() => {
    jest.useFakeTimers({ now: START, doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance'] });
    folder = mkdtempSync(join(tmpdir(), 'weir-focus-'));
    root = new ProcRoot();
    root.process(1, 'host');
    counted = 0;
    steppedMs = 0;
    count(0);
    transport = new MemoryTransport();
  });
  afterEach(async () => {
    jest.useRealTimers();
    await agent.stop(0);
    root.remove();
    rmSync(folder, { recursive: true });
  });

  function start(intervalMs = 1_000): void {
    const result = readConfig({
      WEIR_PROC_ROOT: root.path,
      WEIR_SYS_ROOT: root.path,
      WEIR_STATE_DIR: folder,
      WEIR_INTERVAL_MS: String(intervalMs),
    });
    if (!result.ok) throw new Error(result.faults.join('\n'));
    agent = startAgent(result.config, pino({ level: 'silent' }), {
      source: { wallMs: () => Date.now() + steppedMs, monotonicMs: () => Date.now() - START + 500_000 },
      transport: () => transport,
      engine,
      ticking: true,
    });
    transport.connect();
  }
  function count(bytes: number): void {
    counted += bytes;
    root.namespace('host', { eth0: [counted] }, { eth0: 2 });
  }
  /** Lets time pass, and bytes with it: as many as ms. */
  async function pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 50) {
      count(50);
      await jest.advanceTimersByTimeAsync(50);
    }
  }
  const control = (focus: Focus, host = agent.hostId): void =>
    transport.deliver(controlSubjectOf(agent.hostId), encodeControl({ v: 1, host, focus, peers: null }));
  const ticks = (): TrafficMessage[] =>
    transport.messages('traffic').map((message) => {
      const decoded = decodeTraffic(JSON.stringify(message));
      if (!decoded.ok) throw new Error(decoded.refusal.field);
      return decoded.value;
    });
  const times = (): [number, number][] => ticks().map(({ at, ms }) => [at - START, ms]);
  const each = (from: number, to: number, ms: number): [number, number][] =>
    Array.from({ length: (to - from) / ms + 1 }, (_, index) => [from + index * ms, ms]);

  it('samples four times a second for as long as the lease lasts, and loses no byte', async () => {
    start();
    await pass(2_400);
    control(LEASE);
    expect(agent.status()).toMatchObject({ intervalMs: 1_000, tickIntervalMs: 250, control: { obeyed: 1 } });
    await pass(6_000);
    expect(times()).toEqual([
      ...each(1_000, 2_000, 1_000),
      [2_500, 500],
      ...each(2_750, 5_500, 250),
      [6_000, 500],
      ...each(7_000, 8_000, 1_000),
    ]);
    expect(agent.status()).toMatchObject({ tickIntervalMs: 1_000 });
    const sum = ticks().reduce((total, { columns }) => total + (columns.rxBytes[0] ?? 0), 0);
    const base = Number(ticks()[0]?.base.get('host/eth0')?.[0]);
    expect(base + sum).toBe(8_000);
  });

  it('goes on while the lease is renewed', async () => {
    start();
    for (let renewals = 0; renewals < 5; renewals += 1) {
      control(LEASE);
      await pass(2_000);
    }
    expect(times()).toEqual(each(250, 10_000, 250));
  });

  it('makes a host that ticks every 10 s tick at once, and slow again afterwards', async () => {
    // Its turn is at the wall clock's 10 s.
    writeFileSync(join(folder, HOST_ID_FILE), '6a1c3a4e-2b4e-4c8e-9f57-0d0c8a4a8c11');
    start(10_000);
    await pass(4_100);
    control(LEASE);
    await pass(16_000);
    expect(times()).toEqual([[4_250, 4_250], ...each(4_500, 7_250, 250), [10_000, 2_750], [20_000, 10_000]]);
  });

  it('ends by the monotonic clock, whatever the wall clock does', async () => {
    start();
    control(LEASE);
    await pass(1_000);
    steppedMs = -3_600_000;
    await pass(1_000);
    steppedMs = 7_200_000;
    await pass(3_000);
    expect(agent.status().tickIntervalMs).toBe(1_000);
    expect(ticks().filter(({ ms }) => ms <= 300)).toHaveLength(12);
  });

  it('is not for a host that ticks as fast already, nor asked of another', async () => {
    start();
    control({ forMs: 60_000, intervalMs: 10_000 });
    control(LEASE, '7c9e6679-7425-40de-944b-e07fc1f90ae7');
    await pass(4_000);
    expect(times()).toEqual(each(1_000, 4_000, 1_000));
    expect(agent.status().control).toEqual({ obeyed: 1, refused: 1 });
  });

  it('misses no tick, however often it is asked for', async () => {
    start();
    for (let passed = 0; passed < 5_000; passed += 5) {
      control(passed % 10 === 0 ? LEASE : { forMs: 1, intervalMs: 250 });
      await jest.advanceTimersByTimeAsync(5);
    }
    expect(Math.max(...times().map(([, ms]) => ms))).toBeLessThanOrEqual(1_000);
    expect(times().at(-1)?.[0]).toBeGreaterThan(4_000);
  });

  it('sends a base again no more often than at 1 Hz', async () => {
    start();
    for (let passed = 0; passed < 300_000; passed += 50_000) {
      control({ forMs: 50_000, intervalMs: 250 });
      await jest.advanceTimersByTimeAsync(50_000);
    }
    expect(ticks()).toHaveLength(1_200);
    expect(ticks().filter(({ base }) => base.size > 0)).toHaveLength(2);
  });
});
