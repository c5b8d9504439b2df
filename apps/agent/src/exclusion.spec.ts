import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeInventory, decodeTraffic, type InventoryMessage } from '@weir/model';
import { pino } from 'pino';
import { readConfig } from './config/config.js';
import { Ledger } from './delta/book.fixture.js';
import type { DockerEngine } from './discover/docker-engine.js';
import { toContainer } from './discover/docker-records.js';
import { noLabels } from './discover/labels.js';
import { ProcRoot } from './procfs/proc-root.fixture.js';
import { MemoryTransport } from './publish/transport.fixture.js';
import { type RunningAgent, startAgent } from './start.js';

const a = 'a'.repeat(64);
const b = 'b'.repeat(64);
const [nsA, nsB] = [a, b].map((id) => id.slice(0, 12));

/** A Docker that tells names once it is told to. */
class LateDocker {
  names: Record<string, string> = { [a]: 'ci-runner', [b]: 'web' };
  private open: () => void = () => undefined;
  private opened = new Promise<void>((resolve) => (this.open = resolve));

  tell(): void {
    this.open();
  }

  readonly engine: DockerEngine = {
    hostName: async () => 'docker-host',
    containers: async () => {
      await this.opened;
      return Object.entries(this.names).flatMap(
        ([id, name]) => toContainer({ Id: id, Names: [`/${name}`] }, noLabels) ?? [],
      );
    },
    networks: async () => [],
    events: async (signal) =>
      (async function* () {
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        yield* [];
      })(),
  };
}

describe('an agent that leaves things out', () => {
  let folder: string;
  let root: ProcRoot;
  let transport: MemoryTransport;
  let docker: LateDocker;
  let agent: RunningAgent | null;
  const clock = { wall: 0, monotonic: 0, wallMs: () => clock.wall, monotonicMs: () => clock.monotonic };
  const settle = (ms = 20): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'weir-agent-'));
    Object.assign(clock, { wall: 1_700_000_100_000, monotonic: 100_000 });
    transport = new MemoryTransport();
    docker = new LateDocker();
    root = new ProcRoot();
    count(1_000);
    root.process(1, 'host');
    root.process(10, 'a', `/docker/${a}`);
    root.process(20, 'b', `/docker/${b}`);
    agent = null;
  });
  afterEach(async () => {
    await agent?.stop(0);
    root.remove();
    rmSync(folder, { recursive: true });
  });

  /** What every interface has counted. */
  function count(bytes: number): void {
    root.namespace('host', { lo: [5], eth0: [bytes], veth1: [bytes], veth2: [bytes] });
    root.namespace('a', { eth0: [bytes] });
    root.namespace('b', { eth0: [bytes], lo: [bytes] });
  }

  async function start(exclude: { interfaces?: string; containers?: string }): Promise<RunningAgent> {
    await agent?.stop(0);
    const result = readConfig({
      ...{ WEIR_PROC_ROOT: root.path, WEIR_SYS_ROOT: join(folder, 'sys'), WEIR_STATE_DIR: join(folder, 'state') },
      ...{ WEIR_EXCLUDE_INTERFACES: exclude.interfaces, WEIR_EXCLUDE_CONTAINERS: exclude.containers },
    });
    if (!result.ok) throw new Error(result.faults.join('\n'));
    const surroundings = { source: clock, transport: () => transport, engine: docker.engine, ticking: false };
    agent = startAgent(result.config, pino({ level: 'silent' }), surroundings);
    transport.connect();
    return agent;
  }

  function tick(ms = 1_000): void {
    clock.wall += ms;
    clock.monotonic += ms;
    agent?.tick();
  }

  async function ledger(): Promise<{
    totals: Record<string, number>;
    counted: Record<string, number>;
    resets: number;
  }> {
    await settle();
    const sums = new Ledger();
    const counted: Record<string, number> = {};
    let resets = 0;
    for (const message of transport.messages('traffic')) {
      const decoded = decodeTraffic(JSON.stringify(message));
      if (!decoded.ok) throw new Error(decoded.refusal.field);
      const { keys, columns, base, at, ms } = decoded.value;
      const deltas = new Map(keys.map((key, index) => [key, Object.values(columns).map((each) => each[index] ?? 0)]));
      for (const [key, [bytes = 0]] of deltas) counted[key] = (counted[key] ?? 0) + bytes;
      resets += decoded.value.resets.length;
      sums.add([{ at, ms, primary: true, deltas, base, resets: decoded.value.resets, unread: [] }]);
    }
    const totals = Object.fromEntries([...sums.totals].map(([key, [bytes]]) => [key, Number(bytes)]));
    return { totals, counted, resets };
  }

  async function inventory(): Promise<InventoryMessage> {
    await settle(1_000);
    const decoded = decodeInventory(JSON.stringify(transport.messages('inventory').at(-1)));
    if (!decoded.ok) throw new Error(decoded.refusal.field);
    return decoded.value;
  }

  it('counts and lists no interface that is excluded, and says so of an uplink', async () => {
    root.write(
      '1/net/route',
      'Iface\tDestination\tGateway\neth0\t00000000\t010011AC\t0003\t0\t0\t0\t00000000\t0\t0\t0\n',
    );
    await start({ interfaces: 'host/eth*,lo,veth1' });
    docker.tell();
    count(1_700);
    tick();
    const { counted } = await ledger();
    expect(counted).toEqual({ 'host/veth2': 700, [`${nsA}/eth0`]: 700, [`${nsB}/eth0`]: 700 });
    const { interfaces, agent: about } = await inventory();
    expect(interfaces.map(({ key }) => key).sort()).toEqual([`${nsA}/eth0`, `${nsB}/eth0`, 'host/veth2']);
    expect(about.missing).toContain('The uplink eth0 is excluded by WEIR_EXCLUDE_INTERFACES and no part of the totals');
    expect(about.excludes).toEqual({ interfaces: ['host/eth*', 'lo', 'veth1'], containers: [] });
  });

  it('counts a container until its name tells that it is excluded, and keeps what was counted', async () => {
    await start({ containers: 'ci-*' });
    count(1_700);
    tick();
    docker.tell();
    await settle();
    count(9_000);
    tick();
    tick();
    const { counted, totals, resets } = await ledger();
    expect(counted[`${nsA}/eth0`]).toBe(700);
    expect(totals[`${nsA}/eth0`]).toBe(1_700);
    expect(counted[`${nsB}/eth0`]).toBe(8_000);
    expect(resets).toBe(0);
    const { interfaces, containers, agent: about } = await inventory();
    expect(containers.map(({ id }) => id)).toEqual([b]);
    expect(interfaces.some(({ key }) => key.startsWith(`${nsA}/`))).toBe(false);
    expect(about.missing).toEqual(expect.arrayContaining(['Containers are excluded by WEIR_EXCLUDE_CONTAINERS']));
  });

  it('goes on leaving a container out after a restart, before its name is known again', async () => {
    docker.tell();
    await start({ containers: 'ci-*' });
    await settle();
    tick();
    docker = new LateDocker();
    await start({ containers: 'ci-*' });
    count(9_000);
    tick();
    const { counted } = await ledger();
    expect(counted[`${nsA}/eth0`]).toBeUndefined();
    expect(counted[`${nsB}/eth0`]).toBe(8_000);
  });

  it('takes in again what is no longer excluded from where it stands, without a burst', async () => {
    docker.tell();
    await start({ containers: 'ci-*', interfaces: 'veth1' });
    await settle();
    tick();
    count(5_000);
    await start({});
    tick();
    count(5_100);
    tick();
    const { counted, totals } = await ledger();
    expect(counted).toMatchObject({ 'host/veth1': 100, [`${nsA}/eth0`]: 100, 'host/eth0': 4_100 });
    expect(totals).toMatchObject({ 'host/veth1': 5_100, [`${nsA}/eth0`]: 5_100, 'host/eth0': 5_100 });
    expect(JSON.parse(readFileSync(join(folder, 'state/excluded.json'), 'utf8'))).toMatchObject({ ids: [] });
  });

  it('counts what comes up under a name that was once excluded from its first byte', async () => {
    docker.tell();
    await start({ interfaces: 'veth*,eth9' });
    tick();
    await start({});
    tick();
    root.namespace('host', { lo: [5], eth0: [1_000], veth1: [1_000], veth2: [1_000], veth3: [700] });
    root.namespace('c', { eth9: [300] });
    root.process(30, 'c', `/docker/${'c'.repeat(64)}`);
    tick();
    const { counted } = await ledger();
    expect(counted).toEqual({ 'host/veth3': 700, 'cccccccccccc/eth9': 300 });
  });

  it('takes in again a container that is renamed', async () => {
    docker.tell();
    await start({ containers: 'ci-*' });
    await settle();
    tick();
    count(5_000);
    docker.names = { [a]: 'runner', [b]: 'web' };
    await agent?.stop(0);
    agent = null;
    await start({ containers: 'ci-*' });
    tick();
    await settle();
    tick();
    count(5_100);
    tick();
    const { counted, totals } = await ledger();
    expect(counted[`${nsA}/eth0`]).toBe(100);
    expect(totals[`${nsA}/eth0`]).toBe(5_100);
  });

  it('counts a namespace as long as one of its containers is not excluded', async () => {
    root.process(11, 'a', `/docker/${'c'.repeat(64)}`);
    docker.names['c'.repeat(64)] = 'sidecar';
    docker.tell();
    await start({ containers: 'ci-*' });
    await settle();
    count(1_700);
    tick();
    expect((await ledger()).counted[`${nsA}/eth0`]).toBe(700);
    expect((await inventory()).containers.map(({ name }) => name).sort()).toEqual(['sidecar', 'web']);
  });
});
