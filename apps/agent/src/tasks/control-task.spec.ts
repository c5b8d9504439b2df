import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { controlSubjectOf, encodeControl } from '@weir/model';
import { COLLECTOR_NAMES } from '../collect/names.js';
import { CollectorReports } from '../collect/reports.js';
import { MemoryTransport } from '../publish/transport.fixture.js';
import { ControlTask } from './control-task.js';

const START = 1_700_000_100_000;
const HOST = '6a1c3a52-2b4e-4c8e-9f57-0d0c8a4a8c11';
const PEER = { host: '7c9e6679-7425-40de-944b-e07fc1f90ae7', address: '192.0.2.11', port: 7 };

describe('the control task', () => {
  const transport = new MemoryTransport();
  const source = { wallMs: () => Date.now(), monotonicMs: () => Date.now() - START };
  const reports = new CollectorReports(source.monotonicMs, () => undefined);
  const hasten = jest.fn();
  let task: ControlTask;

  beforeEach(() => {
    jest.useFakeTimers({ now: START });
    transport.connected = true;
  });
  afterEach(() => {
    task.stop();
    jest.useRealTimers();
  });

  function start(collectors: readonly (typeof COLLECTOR_NAMES)[number][]): void {
    const config = { intervalMs: 1_000, collectors: new Set(collectors) };
    const log = { info: jest.fn(), warn: jest.fn() };
    task = new ControlTask({ config, hostId: HOST, finestMs: 250, source, transport, reports, hasten, log });
    task.start();
  }
  const control = (message: object): void =>
    transport.deliver(
      controlSubjectOf(HOST),
      encodeControl({ v: 1, host: HOST, focus: null, peers: null, ...message }),
    );

  it('measures the way to NATS every 10 s, between the ticks at 1 Hz and at 4 Hz', async () => {
    const times: number[] = [];
    jest.spyOn(transport, 'roundTripMs').mockImplementation(() => {
      times.push(Date.now() - START);
      return Promise.resolve(times.length);
    });
    start(COLLECTOR_NAMES);
    expect(task.latencyState()).toBeNull();
    await jest.advanceTimersByTimeAsync(25_000);
    expect(times).toEqual([625, 10_625, 20_625]);
    expect(task.latencyState()).toEqual({ natsMs: 3, peers: [] });
    expect(reports.all()).toMatchObject([{ name: 'latency', failure: null, runs: 25 }]);
    task.stop();
    await jest.advanceTimersByTimeAsync(25_000);
    expect(times).toHaveLength(3);
  });

  it('measures nothing where latency is switched off, and still looks closer when asked', async () => {
    const roundTrip = jest.spyOn(transport, 'roundTripMs').mockClear();
    start(['host-interfaces']);
    control({ peers: [PEER], focus: { forMs: 10_000, intervalMs: 250 } });
    await jest.advanceTimersByTimeAsync(5_000);
    expect(roundTrip).not.toHaveBeenCalled();
    expect(task.latencyState()).toBeNull();
    expect(hasten).toHaveBeenCalledTimes(1);
    expect(task.intervalMs()).toBe(250);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(task.intervalMs()).toBe(1_000);
    expect(task.counts()).toEqual({ obeyed: 1, refused: 0 });
  });
});
