import { beforeEach, describe, expect, it } from '@jest/globals';
import { CPU_TIMES, decodeState, type PerCpuTime, type StateMessage } from '@weir/model';
import type { HostReading } from '../collect/host-state.js';
import type { NamespaceProtocols } from '../collect/protocols.js';
import { CollectorReports } from '../collect/reports.js';
import { STATE_EVERY_MS, type StateParts, StateTask } from './state-task.js';

/** Of a host that tells its state at the wall clock's 10 s. */
const identity = { host: '6a1c3a4e-2b4e-4c8e-9f57-0d0c8a4a8c11', boot: 'boot', run: 'run' };
const BEGUN_AT = 1_700_000_003_000;

describe('the task that tells state', () => {
  let reports: CollectorReports;
  let busyMs: number;
  let segments: bigint | null;
  let broken: boolean;
  let at: number;
  let monotonicMs: number;

  beforeEach(() => {
    reports = new CollectorReports(
      () => 0,
      () => undefined,
    );
    [busyMs, segments, broken, at, monotonicMs] = [0, 100n, false, BEGUN_AT, 50_000];
  });

  const times = (): PerCpuTime<number> => ({
    ...(Object.fromEntries(CPU_TIMES.map((name) => [name, 0])) as PerCpuTime<number>),
    userMs: busyMs,
  });
  const reading = (): HostReading => ({
    ...{
      cpu: { cores: 2, times: times() },
      load: [1, 2, 3],
      memory: null,
      softnet: null,
      conntrack: null,
      sockets: null,
    },
  });
  const namespaces = (): NamespaceProtocols[] => [
    { key: 'host', life: 'boot', startedAt: 0, counters: segments === null ? null : { tcpInSegments: segments } },
  ];

  function task(parts: Partial<StateParts> = {}): StateTask {
    return new StateTask({
      identity,
      hostState: {
        name: 'host-state',
        collect: () => {
          if (broken) throw new Error('surprise');
          return { reading: reading(), failure: null, counts: {} };
        },
      },
      protocols: {
        name: 'protocols',
        collect: () => ({ namespaces: namespaces(), failure: segments === null ? 'unread' : null, counts: {} }),
      },
      containerState: null,
      latency: () => ({ natsMs: 1, peers: [] }),
      reports,
      findContainers: null,
      wallMs: () => BEGUN_AT,
      everyMs: STATE_EVERY_MS,
      ...parts,
    });
  }

  function tick(states: StateTask, ms = 1_000, wallStepMs = 0): StateMessage[] {
    at += ms + wallStepMs;
    monotonicMs += ms;
    busyMs += ms / 5;
    segments = segments === null ? null : segments + 1n;
    return states.tick({ at, monotonicMs }).map(({ payload }) => {
      const message = decodeState(payload);
      if (!message.ok) throw new Error(`${message.refusal.field}: ${message.refusal.reason}`);
      return message.value;
    });
  }

  const ticks = (states: StateTask, count: number): StateMessage[] =>
    Array.from({ length: count }, () => tick(states)).flat();

  it('says nothing at its first tick, then at each 10 s of the wall clock what was counted since', () => {
    const told = ticks(task(), 30);
    expect(told.map((message) => [message.seq, message.at - BEGUN_AT, message.ms])).toEqual([
      [1, 7_000, 6_000],
      [2, 17_000, 10_000],
      [3, 27_000, 10_000],
    ]);
    expect(told[0]).toMatchObject({ cpu: { userMs: 1_200 }, latency: { natsMs: 1 }, containers: null });
    expect(told.map(({ protocols }) => protocols?.columns.tcpInSegments)).toEqual([[6], [10], [10]]);
  });

  it('is told by each host in a second of its own', () => {
    const ids = ['6a1c3a4e', '6a1c3a4f', '6a1c3a55', '6a1c3a57'].map((first) => identity.host.replace(/^[^-]+/, first));
    const seconds = ids.map((host) => {
      at = BEGUN_AT;
      const told = ticks(task({ identity: { ...identity, host } }), 20);
      return told.map((message) => (message.at / 1_000) % 10);
    });
    expect(seconds).toEqual([
      [0, 0],
      [1, 1],
      [7, 7],
      [9, 9],
    ]);
  });

  it('does not take a timer that ended early for the 10 s before', () => {
    const states = task();
    tick(states, 1_000);
    expect(tick(states, 5_950)).toHaveLength(1);
    expect(tick(states, 50)).toEqual([]);
    expect(tick(states, 10_000)).toMatchObject([{ ms: 10_050 }]);
  });

  it('measures intervals by the clock that does not step', () => {
    const states = task();
    ticks(states, 7);
    expect(tick(states, 1_000, 3_600_000)).toMatchObject([{ ms: 1_000, cpu: { userMs: 200 } }]);
    expect(ticks(states, 9)).toMatchObject([{ ms: 9_000 }]);
  });

  it('tells the others where one throws, and afterwards no more than its own interval', () => {
    const states = task();
    ticks(states, 8);
    broken = true;
    expect(ticks(states, 10)).toMatchObject([
      { cpu: null, load: null, protocols: { keys: ['host'] }, failing: ['host-state'] },
    ]);
    broken = false;
    expect(ticks(states, 10)).toMatchObject([{ cpu: null, load: [1, 2, 3], failing: [] }]);
    expect(ticks(states, 10)).toMatchObject([{ cpu: { userMs: 2_000 }, failing: [] }]);
  });

  it('makes up for what could not be read, over the time that it took', () => {
    const states = task();
    ticks(states, 8);
    const kept = segments;
    segments = null;
    expect(ticks(states, 10)).toMatchObject([{ protocols: { keys: [], unread: ['host'] }, failing: ['protocols'] }]);
    segments = (kept ?? 0n) + 50n;
    const [first, late] = ticks(states, 10);
    expect(first).toMatchObject({ part: 0, ms: 10_000, protocols: { keys: [], unread: [] } });
    expect(late).toMatchObject({ part: 1, ms: 20_000, protocols: { keys: ['host'] }, cpu: null });
    expect(late?.protocols?.columns.tcpInSegments[0]).toBe(60);
  });

  it('tells failures of others in between, also those before its first message', () => {
    const states = task();
    reports.add({ name: 'container-interfaces', durationMs: 1, failure: 'no process' });
    const [first] = ticks(states, 8);
    expect(first?.failing).toEqual(['container-interfaces']);
    reports.add({ name: 'latency', durationMs: 1, failure: 'x' });
    reports.add({ name: 'latency', durationMs: 1, failure: null });
    expect(ticks(states, 10)[0]?.failing).toEqual(['latency']);
    expect(ticks(states, 10)[0]?.failing).toEqual([]);
  });

  it('says that it is there, and finds containers, though all collectors are off', () => {
    let looks = 0;
    const states = task({ hostState: null, protocols: null, latency: () => null, findContainers: () => (looks += 1) });
    expect(ticks(states, 20)).toMatchObject([{ cpu: null, protocols: null, latency: null }, { seq: 2 }]);
    expect(looks).toBe(3);
  });
});
