import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeInventory, decodeState, decodeTraffic, type Decoded, type MessageKind } from '@weir/model';
import { pino } from 'pino';
import { writeHostState, writeProtocols } from './collect/kernel.fixture.js';
import { COLLECTOR_NAMES } from './collect/names.js';
import { readConfig } from './config/config.js';
import { ProcRoot } from './procfs/proc-root.fixture.js';
import { HOST_ID_FILE } from './publish/state-folder.js';
import { MemoryTransport } from './publish/transport.fixture.js';
import { type RunningAgent, startAgent } from './start.js';

const a = 'a'.repeat(64);
const missing = (): Promise<never> => Promise.reject(Object.assign(new Error('no Docker'), { code: 'ENOENT' }));
const engine = { hostName: missing, containers: missing, networks: missing, events: missing };

describe('collectors that are switched off', () => {
  let folder: string;
  let root: ProcRoot;
  let transport: MemoryTransport;
  let agents: RunningAgent[];
  const clock = { wall: 0, monotonic: 0, wallMs: () => clock.wall, monotonicMs: () => clock.monotonic };

  beforeEach(() => {
    Object.assign(clock, { wall: 1_700_000_100_000, monotonic: 100_000 });
    folder = mkdtempSync(join(tmpdir(), 'weir-off-'));
    // States are told in a second of the host's own: of this one, in the first of ten.
    writeFileSync(join(folder, HOST_ID_FILE), '00000000-2b4e-4c8e-9f57-0d0c8a4a8c11');
    transport = new MemoryTransport();
    agents = [];
    root = new ProcRoot();
    count(1_000, 5_000);
    root.process(1, 'host');
    root.process(100, 'one', `/docker/${a}`);
  });
  afterEach(async () => {
    for (const agent of agents) await agent.stop(0);
    root.remove();
    rmSync(folder, { recursive: true });
  });

  function count(host: number, container: number): void {
    root.namespace('host', { eth0: [host] }, { eth0: 2 });
    root.namespace('one', { eth0: [container] }, { eth0: 9 });
  }

  /** One life of the agent: some ticks, before each of which so many bytes pass. Then it is killed. */
  async function live(
    off: string,
    bytes: readonly (readonly [host: number, container: number])[],
  ): Promise<RunningAgent> {
    const environment = { WEIR_PROC_ROOT: root.path, WEIR_SYS_ROOT: root.path, WEIR_STATE_DIR: folder };
    const result = readConfig({ ...environment, WEIR_COLLECTORS_OFF: off });
    if (!result.ok) throw new Error(result.faults.join('\n'));
    const log = pino({ level: 'silent' });
    const agent = startAgent(result.config, log, { source: clock, transport: () => transport, engine, ticking: false });
    agents.push(agent);
    transport.connect();
    for (const [host, container] of bytes) {
      count(host, container);
      clock.wall += 1_000;
      clock.monotonic += 1_000;
      agent.tick();
    }
    await settle();
    return agent;
  }

  const settle = (ms = 0): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  const told = <T>(kind: MessageKind, decode: (payload: string) => Decoded<T>): T[] =>
    transport.messages(kind).map((message) => {
      const decoded = decode(JSON.stringify(message));
      if (!decoded.ok) throw new Error(`${decoded.refusal.field}: ${decoded.refusal.reason}`);
      return decoded.value;
    });
  /** For each tick: the deltas, and the first counter of bases, by interface. */
  const traffic = (): unknown[] =>
    told('traffic', decodeTraffic).map(({ keys, columns, base, resets, unread }) => ({
      deltas: Object.fromEntries(keys.map((key, index) => [key, columns.rxBytes[index]])),
      base: Object.fromEntries([...base].map(([key, counters]) => [key, Number(counters[0])])),
      ...(resets.length + unread.length > 0 ? { resets, unread } : {}),
    }));

  it('are not counted, and nothing twice when they are switched on again', async () => {
    await live('', [[1_010, 5_100]]);
    await live('container-interfaces', [[1_020, 5_200]]);
    await live('container-interfaces', [[1_030, 5_300]]);
    // Another one, which nobody counted yet, is not new either.
    root.namespace('two', { eth0: [700] }, { eth0: 9 });
    root.process(200, 'two', `/docker/${'b'.repeat(64)}`);
    await live('container-interfaces', [[1_040, 5_400]]);
    await live('', [
      [1_050, 5_450],
      [1_060, 5_460],
    ]);
    expect(traffic()).toEqual([
      {
        deltas: { 'host/eth0': 10, 'aaaaaaaaaaaa/eth0': 100 },
        base: { 'host/eth0': 1_000, 'aaaaaaaaaaaa/eth0': 5_000 },
      },
      { deltas: { 'host/eth0': 10 }, base: { 'host/eth0': 1_010 } },
      { deltas: { 'host/eth0': 10 }, base: { 'host/eth0': 1_020 } },
      { deltas: { 'host/eth0': 10 }, base: { 'host/eth0': 1_030 } },
      {
        deltas: { 'host/eth0': 10, 'aaaaaaaaaaaa/eth0': 50 },
        base: { 'host/eth0': 1_040, 'aaaaaaaaaaaa/eth0': 5_400, 'bbbbbbbbbbbb/eth0': 700 },
      },
      { deltas: { 'host/eth0': 10, 'aaaaaaaaaaaa/eth0': 10 }, base: {} },
    ]);
  });

  it('may be those of the host, or both', async () => {
    await live('', [[1_010, 5_100]]);
    await live('host-interfaces,container-interfaces', [[1_500, 5_500]]);
    await live('container-interfaces', [[1_510, 5_600]]);
    expect(traffic().slice(1)).toEqual([
      { deltas: {}, base: {} },
      { deltas: { 'host/eth0': 10 }, base: { 'host/eth0': 1_500 } },
    ]);
  });

  it('are told in the inventory, which has the containers all the same', async () => {
    const off = COLLECTOR_NAMES.join(',');
    await live(off, [[1_010, 5_100]]);
    await settle(1_000);
    const [inventory] = told('inventory', decodeInventory);
    expect(inventory).toMatchObject({ agent: { off: COLLECTOR_NAMES }, interfaces: [], containers: [{ id: a }] });
  });

  it('are null in the state of the host, and the others are told', async () => {
    for (const name of ['host', 'one']) writeProtocols(root, name, 10);
    writeHostState(root);
    const ticks = Array.from({ length: 20 }, () => [1_000, 5_000] as const);
    const agent = await live('container-state', ticks);
    // What is enqueued at a tick goes with it.
    expect(told('state', decodeState)).toMatchObject([
      { seq: 1, at: 1_700_000_110_000, ms: 9_000, cpu: { cores: 2 }, containers: null, failing: [] },
      { seq: 2, at: 1_700_000_120_000, ms: 10_000, protocols: { keys: [], unread: [] } },
    ]);
    // Changes are listened for beside the ticks: by now that has begun, or not yet.
    const ofTicks = agent.status().collectors.filter(({ name }) => name !== 'changes');
    expect(ofTicks).toMatchObject([
      { name: 'host-interfaces', runs: 21, failures: 0 },
      { name: 'container-interfaces', runs: 21 },
      { name: 'host-state', runs: 3, failure: null },
      { name: 'protocols', runs: 3, failure: null },
    ]);
  });

  it('leave the others to be told, where one cannot read a thing', async () => {
    writeProtocols(root, 'host', 10);
    writeHostState(root);
    const ticks = Array.from({ length: 10 }, () => [1_000, 5_000] as const);
    await live('latency,changes', ticks);
    expect(told('state', decodeState)).toMatchObject([
      { cpu: { cores: 2 }, protocols: { keys: [], unread: ['aaaaaaaaaaaa'] }, failing: ['protocols'] },
    ]);
  });
});
