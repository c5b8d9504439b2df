import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { decodeTraffic, type TrafficMessage } from '@weir/model';
import { Agent } from './agent.js';
import { CollectorReports } from './collect/reports.js';
import { CollectorRun } from './collect/run.js';
import { bookOf, Ledger, read, row } from './delta/book.fixture.js';
import { SteadyClock } from './delta/clock.js';
import type { Outgoing, SpoolRecord } from './publish/record.js';
import type { AppendOutcome } from './publish/spool.js';

type Make = (whole: boolean) => Omit<SpoolRecord, 'acked' | 'whole'>;

describe('a tick whose spool cannot be written', () => {
  const clock = { wall: 1_000, monotonic: 0, wallMs: () => clock.wall, monotonicMs: () => clock.monotonic };
  const log = { info: jest.fn(), warn: jest.fn() };
  let counted: bigint;
  let full: boolean;
  /** How many appends fail before there is room again. */
  let failures: number;
  let written: Outgoing[];
  /** What is to be told beside traffic at the next tick. */
  let told: Outgoing[];
  let saved: bigint | undefined;
  let agent: Agent;
  const refresh = jest.fn();
  const onStructure = jest.fn();

  beforeEach(() => {
    log.warn.mockReset();
    log.info.mockReset();
    refresh.mockReset();
    onStructure.mockReset();
    Object.assign(clock, { wall: 1_000, monotonic: 0 });
    counted = 100n;
    full = false;
    failures = 0;
    written = [];
    told = [];
    const append = (make: Make): AppendOutcome => {
      if (full || failures-- > 0) return { ok: false, reason: 'ENOSPC' };
      const { messages, entries } = make(false);
      written.push(...messages);
      saved = entries[0]?.raw[0] ?? saved;
      return { ok: true };
    };
    const collect = () => ({ tables: [read('host', [row('eth0', counted)])], failure: null });
    const book = bookOf();
    book.baseline(collect().tables);
    agent = new Agent({
      ...{
        identity: { host: '6a1c3a52-2b4e-4c8e-9f57-0d0c8a4a8c11', boot: 'boot', run: 'run' },
        intervalMs: () => 1_000,
        offsetMs: 0,
      },
      ...{ source: clock, clock: new SteadyClock(clock, { at: 1_000, monotonicMs: 0 }), book, log, onStructure },
      collectors: new CollectorRun(
        [{ name: 'host-interfaces', collect }],
        new CollectorReports(clock.monotonicMs, () => undefined),
      ),
      off: [],
      states: { tick: () => told.splice(0) },
      spool: { append },
      sender: { pump: () => undefined },
      discovery: { refresh, saved: () => [], savedVersion: 0, containersVersion: 0 },
    });
  });

  function tick(): void {
    clock.wall += 1_000;
    clock.monotonic += 1_000;
    counted += 10n;
    agent.tick();
  }

  const messages = (): TrafficMessage[] =>
    written.map(({ payload }) => {
      const decoded = decodeTraffic(payload);
      if (!decoded.ok) throw new Error(decoded.refusal.field);
      return decoded.value;
    });

  it('gathers its deltas, says so once, and writes them as one sample when it can', () => {
    tick();
    full = true;
    for (let count = 0; count < 50; count += 1) tick();
    expect(agent.status().spooling).toBe(false);
    expect(saved).toBe(110n);
    full = false;
    tick();
    expect(messages()).toMatchObject([
      { seq: 1, ms: 1_000, columns: { rxBytes: [10] } },
      { seq: 2, ms: 51_000, columns: { rxBytes: [510] } },
    ]);
    expect(saved).toBe(620n);
    expect(log.warn).toHaveBeenCalledTimes(1);
    expect(log.info).toHaveBeenCalledWith('spool works again');
  });

  it('tells state behind the traffic of the same tick', () => {
    told = [{ id: 'run-s1', payload: '{}' }];
    tick();
    expect(written.map(({ id }) => id)).toEqual(['run-1', 'run-s1']);
  });

  it('keeps the newest of what it is to tell beside traffic, and counts what it loses', () => {
    full = true;
    agent.enqueue(Array.from({ length: 1_005 }, (_, index) => ({ id: `run-e${index + 1}`, payload: '{}' })));
    tick();
    expect(agent.status().lost).toBe(5);
    full = false;
    tick();
    expect(
      written
        .slice(1)
        .map(({ id }) => id)
        .slice(0, 2),
    ).toEqual(['run-e6', 'run-e7']);
    expect(written).toHaveLength(1_001);
  });

  it('tells state with the next traffic that can be written, and loses nothing of either', () => {
    full = true;
    told = [{ id: 'run-s1', payload: '{}' }];
    tick();
    tick();
    full = false;
    tick();
    expect(written.map(({ id }) => id)).toEqual(['run-1', 'run-s1']);
    expect(JSON.parse(written[0]?.payload ?? '')).toMatchObject({ ms: 3_000, rxBytes: [30] });
  });

  it('does not write state before its tick’s traffic is on disk', () => {
    failures = 1;
    told = [{ id: 'run-s1', payload: '{}' }];
    tick();
    expect(written).toEqual([]);
    tick();
    expect(written.map(({ id }) => id)).toEqual(['run-1', 'run-s1']);
    expect(JSON.parse(written[0]?.payload ?? '')).toMatchObject({ ms: 2_000, rxBytes: [20] });
  });

  it('keeps a reset in between exact', () => {
    full = true;
    tick();
    counted = 0n;
    tick();
    tick();
    full = false;
    tick();
    const ledger = new Ledger();
    for (const { at, ms, keys, columns, base, resets } of messages()) {
      const deltas = new Map(keys.map((key, index) => [key, [columns.rxBytes[index] ?? 0, 0, 0, 0, 0, 0, 0, 0]]));
      ledger.add([{ at, ms, primary: true, deltas, base, resets, unread: [] }]);
    }
    expect(ledger.contradictions).toEqual([]);
    expect(ledger.totals.get('host/eth0')?.[0]).toBe(counted);
    expect(messages().map(({ ms, resets }) => [ms, resets.length])).toEqual([
      [4_000, 0],
      [3_000, 1],
    ]);
  });

  it('looks for processes at once when told to, and survives that it cannot', () => {
    tick();
    agent.lookAgain();
    expect(refresh).toHaveBeenCalledWith(true);
    refresh.mockImplementation(() => {
      throw new Error('/proc cannot be listed');
    });
    for (let event = 1; event <= 3; event += 1) agent.lookAgain();
    expect(log.warn).toHaveBeenCalledTimes(1);
    expect(onStructure).toHaveBeenCalledTimes(1);
  });
});
