import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { COUNTERS, decodeTraffic, type TrafficMessage } from '@weir/model';
import { pino } from 'pino';
import { readConfig } from './config/config.js';
import { Ledger } from './delta/book.fixture.js';
import type { DockerEngine } from './discover/docker-engine.js';
import { ProcRoot } from './procfs/proc-root.fixture.js';
import { MemoryTransport } from './publish/transport.fixture.js';
import { type RunningAgent, startAgent } from './start.js';

const missing = async (): Promise<never> => {
  throw Object.assign(new Error('connect ENOENT'), { code: 'ENOENT', syscall: 'connect' });
};
const noDocker: DockerEngine = { hostName: missing, containers: missing, networks: missing, events: missing };
const a = 'a'.repeat(64);
const b = 'b'.repeat(64);

describe('an agent to whom something happens', () => {
  let folder: string;
  let root: ProcRoot;
  let transport: MemoryTransport;
  let agents: RunningAgent[];
  const clock = { wall: 0, monotonic: 0, wallMs: () => clock.wall, monotonicMs: () => clock.monotonic };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'weir-faults-'));
    Object.assign(clock, { wall: 1_700_000_100_000, monotonic: 100_000 });
    transport = new MemoryTransport();
    transport.connect();
    agents = [];
    root = new ProcRoot();
    root.process(1, 'host');
    count(1_000);
  });
  afterEach(async () => {
    for (const agent of agents) await agent.stop(0);
    root.remove();
    rmSync(folder, { recursive: true });
  });

  const count = (bytes: number, name = 'eth0'): void => root.namespace('host', { [name]: [bytes] }, { [name]: 2 });

  function start(state = 'state'): RunningAgent {
    const result = readConfig({
      ...{ WEIR_PROC_ROOT: root.path, WEIR_SYS_ROOT: join(folder, 'sys'), WEIR_STATE_DIR: join(folder, state) },
      WEIR_COLLECTORS_OFF: 'protocols,host-state,container-state,latency,changes',
    });
    if (!result.ok) throw new Error(result.faults.join('\n'));
    const surroundings = { source: clock, transport: () => transport, engine: noDocker, api: null, ticking: false };
    const agent = startAgent(result.config, pino({ level: 'silent' }), surroundings);
    agents.push(agent);
    transport.connect();
    return agent;
  }

  function pass(ms = 1_000): void {
    clock.wall += ms;
    clock.monotonic += ms;
  }

  function tick(agent: RunningAgent): void {
    pass();
    agent.tick();
  }

  async function traffic(): Promise<TrafficMessage[]> {
    await new Promise((resolve) => setTimeout(resolve));
    return transport.messages('traffic').flatMap((message) => {
      const decoded = decodeTraffic(JSON.stringify(message));
      return decoded.ok ? [decoded.value] : [];
    });
  }

  async function ledger(only: (message: TrafficMessage) => boolean = () => true): Promise<Ledger> {
    const ledger = new Ledger();
    for (const { keys, columns, ...message } of (await traffic()).filter(only)) {
      const deltas = new Map(keys.map((key, row) => [key, COUNTERS.map((counter) => columns[counter][row] ?? 0)]));
      ledger.add([{ ...message, primary: message.part === 0, deltas }]);
    }
    return ledger;
  }

  it('covers no time while the machine sleeps: what lies between is a gap', async () => {
    const agent = start();
    tick(agent);
    // Suspended for an hour: the monotonic clock stands still, the wall clock does not.
    clock.wall += 3_600_000;
    count(1_700);
    tick(agent);
    const [before, after] = await traffic();
    expect(after).toMatchObject({ ms: 1_000, keys: ['host/eth0'] });
    expect(after!.at - after!.ms - before!.at).toBe(3_600_000);
    expect((await ledger()).totals.get('host/eth0')?.[0]).toBe(1_700n);
  });

  it('times its intervals by a clock that does not step, and never tells the same time twice', async () => {
    const agent = start();
    for (const [index, step] of [0, -90_000, 0, 7_200_000, 0, -1, -7_199_000, 0, 0].entries()) {
      clock.wall += step;
      count(1_000 + index * 10);
      tick(agent);
    }
    const messages = await traffic();
    expect(messages.map(({ ms }) => ms)).toEqual(messages.map(() => 1_000));
    const times = messages.map(({ at }) => at);
    expect(times).toEqual([...new Set(times)].sort((one, other) => one - other));
    const { contradictions, totals } = await ledger();
    expect(contradictions).toEqual([]);
    expect(totals.get('host/eth0')?.[0]).toBe(1_080n);
  });

  it('knows an interface under its new name', async () => {
    const agent = start();
    tick(agent);
    count(1_250, 'lan0');
    tick(agent);
    const all = await ledger();
    expect(all.totals.get('host/lan0')?.[0]).toBe(1_250n);
    expect(all.sumOf('host/lan0')).toBe(250n);
  });

  it('tells a namespace from the one before it, though its inode was used again at once', async () => {
    root.namespace('pod', { eth0: [500] }, { eth0: 7 });
    root.process(100, 'pod', `/docker/${a}`);
    const agent = start();
    tick(agent);
    // Between two ticks: another container, another namespace, the same inode and more bytes than the old one had.
    root.end(100);
    root.namespace('pod', { eth0: [900] }, { eth0: 7 });
    root.process(200, 'pod', `/docker/${b}`);
    tick(agent);
    const all = await ledger();
    expect(all.sumOf('aaaaaaaaaaaa/eth0')).toBe(0n);
    expect(all.sumOf('bbbbbbbbbbbb/eth0')).toBe(900n);
  });

  it('keeps a pod’s series while one of its containers is replaced', async () => {
    root.namespace('pod', { eth0: [500] }, { eth0: 7 });
    root.process(100, 'pod', `/docker/${a}`);
    root.process(101, 'pod', `/docker/${b}`);
    const agent = start();
    tick(agent);
    root.end(100);
    root.namespace('pod', { eth0: [620] }, { eth0: 7 });
    root.process(300, 'pod', `/docker/${'c'.repeat(64)}`);
    tick(agent);
    const all = await ledger();
    expect((await traffic()).at(-1)).toMatchObject({ keys: ['aaaaaaaaaaaa/eth0'], resets: [] });
    expect(all.sumOf('aaaaaaaaaaaa/eth0')).toBe(120n);
  });

  it('that was cloned with its state folder counts right as both, each in a run of its own', async () => {
    const original = start();
    tick(original);
    cpSync(join(folder, 'state'), join(folder, 'clone'), { recursive: true });
    rmSync(join(folder, 'clone', 'agent.lock'));
    // Another machine: booted anew, with counters of its own.
    root.write('sys/kernel/random/boot_id', '99999999-2222-4333-8444-555555555555\n');
    count(40);
    const clone = start('clone');
    tick(clone);
    count(55);
    tick(clone);
    count(1_300);
    tick(original);
    expect(clone.hostId).toBe(original.hostId);
    const messages = await traffic();
    const runs = [...new Set(messages.map(({ run }) => run))];
    expect(new Set(messages.map(({ boot }) => boot)).size).toBe(2);
    const sums = await Promise.all(
      runs.map(async (run) => (await ledger((each) => each.run === run)).sumOf('host/eth0')),
    );
    expect(sums).toEqual([300n, 55n]);
  });
});
