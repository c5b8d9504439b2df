import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeEvent, decodeInventory, decodeTraffic, type InventoryMessage, MAX_PAYLOAD_BYTES } from '@weir/model';
import { pino } from 'pino';
import { readConfig } from './config/config.js';
import { Ledger } from './delta/book.fixture.js';
import type { DockerEngine } from './discover/docker-engine.js';
import { toContainer } from './discover/docker-records.js';
import { noLabels } from './discover/labels.js';
import { type NetDev, netDevText, ProcRoot } from './procfs/proc-root.fixture.js';
import { MemoryTransport } from './publish/transport.fixture.js';
import { type RunningAgent, startAgent } from './start.js';

const a = 'a'.repeat(64);
const b = 'b'.repeat(64);
const [nsA, nsB] = [a, b].map((id) => id.slice(0, 12));

describe('bad input', () => {
  let folder: string;
  let root: ProcRoot;
  let transport: MemoryTransport;
  let agents: RunningAgent[];
  let logged: { level: number; msg: string; reason?: string; count?: number }[];
  let containers: unknown[];
  const clock = { wall: 0, monotonic: 0, wallMs: () => clock.wall, monotonicMs: () => clock.monotonic };
  const engine: DockerEngine = {
    hostName: async () => 'h\u001b[2J',
    containers: async () => containers.flatMap((each) => toContainer(each, noLabels) ?? []),
    networks: async () => [],
    events: async (signal) =>
      (async function* () {
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        yield* [];
      })(),
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'weir-agent-'));
    Object.assign(clock, { wall: 1_700_000_100_000, monotonic: 100_000 });
    transport = new MemoryTransport();
    agents = [];
    logged = [];
    containers = [];
    root = new ProcRoot();
    root.namespace('host', { lo: [5, 5], eth0: [1_000, 500] });
    root.process(1, 'host');
  });
  afterEach(async () => {
    for (const agent of agents) await agent.stop(0);
    root.remove();
    rmSync(folder, { recursive: true });
  });

  function start(): RunningAgent {
    const result = readConfig({
      ...{ WEIR_PROC_ROOT: root.path, WEIR_SYS_ROOT: join(folder, 'sys'), WEIR_STATE_DIR: join(folder, 'state') },
    });
    if (!result.ok) throw new Error(result.faults.join('\n'));
    const log = pino({ level: 'warn' }, { write: (line) => void logged.push(JSON.parse(line)) });
    const agent = startAgent(result.config, log, { source: clock, transport: () => transport, engine, ticking: false });
    agents.push(agent);
    transport.connect();
    return agent;
  }

  function tick(agent: RunningAgent): void {
    clock.wall += 1_000;
    clock.monotonic += 1_000;
    agent.tick();
  }

  const payloads = (kind: string): string[] =>
    [...transport.stored.values()]
      .filter(({ subject }) => subject.startsWith(`weir.v1.${kind}.`))
      .map(({ payload }) => Buffer.from(payload).toString('utf8'));

  async function totals(): Promise<Map<string, number>> {
    await sleep(10);
    const ledger = new Ledger();
    for (const payload of payloads('traffic')) {
      const decoded = decodeTraffic(payload);
      if (!decoded.ok) throw new Error(`${decoded.refusal.field}: ${decoded.refusal.reason}`);
      const { keys, columns, base, resets, at, ms } = decoded.value;
      const rows = keys.map((key, index) => [key, Object.values(columns).map((each) => each[index] ?? 0)] as const);
      ledger.add([{ at, ms, primary: true, deltas: new Map(rows), base, resets, unread: [] }]);
    }
    expect(ledger.contradictions).toEqual([]);
    return new Map([...ledger.totals].map(([key, [bytes]]) => [key, Number(bytes)]));
  }

  async function inventories(): Promise<InventoryMessage[]> {
    await sleep(500);
    return payloads('inventory').map((payload) => {
      const decoded = decodeInventory(payload);
      if (!decoded.ok) throw new Error(`${decoded.refusal.field}: ${decoded.refusal.reason}`);
      return decoded.value;
    });
  }

  it('of files that cannot be read is told once and counted; nothing is lost once they can', async () => {
    root.namespace('a', { eth0: [100] });
    root.process(10, 'a', `/docker/${a}`);
    const agent = start();
    tick(agent);
    for (const name of ['a', 'host']) {
      rmSync(join(root.path, `ns/${name}/dev`));
      mkdirSync(join(root.path, `ns/${name}/dev`));
    }
    for (let count = 0; count < 5; count += 1) tick(agent);
    expect(logged.map(({ msg }) => msg)).toEqual(
      expect.arrayContaining([
        'collector host-interfaces failed; the others go on',
        'collector container-interfaces failed; the others go on',
      ]),
    );
    expect(new Set(logged.map(({ msg }) => msg)).size).toBe(logged.length);
    const failures = new Map(agent.status().collectors.map(({ name, failures: count }) => [name, count]));
    expect(failures.get('host-interfaces')).toBe(5);
    rmSync(join(root.path, 'ns/host/dev'), { recursive: true });
    root.namespace('host', { lo: [5, 5], eth0: [9_000, 500] });
    tick(agent);
    expect((await totals()).get('host/eth0')).toBe(9_000);
  });

  it('of processes that vanish while they are read stops nothing', async () => {
    root.namespace('a', { eth0: [100] });
    root.process(10, 'a', `/docker/${a}`);
    const churn = `
      const { mkdirSync, rmSync, symlinkSync, writeFileSync } = require('node:fs');
      for (let n = 0; ; n += 1) {
        const dir = '${root.path}/' + (100 + (n % 40));
        rmSync(dir, { recursive: true, force: true });
        mkdirSync(dir);
        writeFileSync(dir + '/cgroup', '0::/docker/' + (n % 3 ? '${a}' : '${b}') + '\\n');
        symlinkSync('../ns/' + (n % 3 ? 'a' : 'b'), dir + '/net');
      }`;
    root.namespace('b', { eth0: [7] });
    const agent = start();
    const child = spawn(process.execPath, ['-e', churn], { stdio: 'inherit' });
    await once(child, 'spawn');
    try {
      const end = Date.now() + 3_000;
      for (let bytes = 1_000; Date.now() < end; bytes += 1_000) {
        root.namespace('host', { lo: [5, 5], eth0: [bytes, 500] });
        root.namespace('a', { eth0: [bytes] });
        tick(agent);
        await sleep(1);
      }
    } finally {
      child.kill();
      await once(child, 'close');
    }
    root.namespace('host', { lo: [5, 5], eth0: [99_000_000, 500] });
    root.namespace('a', { eth0: [99_000_000] });
    tick(agent);
    const sums = await totals();
    expect(sums.get('host/eth0')).toBe(99_000_000);
    expect(sums.get(`${nsA}/eth0`)).toBe(99_000_000);
    expect(agent.status().ticks).toBeGreaterThan(20);
  }, 30_000);

  it('of hostile names is told once, counted and mended; what they name is counted all the same', async () => {
    const hostile = `"'<script>alert(1)</script>\n\u202e\u001b[31m${'\u00e4'.repeat(10_000)}\ud83d`;
    containers = [
      { Id: a, Names: [`/${hostile}`], Image: hostile, Labels: { 'com.docker.compose.project': hostile } },
      { Id: b, Names: ['/web'], Image: 'nginx' },
    ];
    for (const [name, id, pid] of [
      ['a', a, 10],
      ['b', b, 20],
    ] as const) {
      root.namespace(name, { eth0: [100], '<b>\u0007"': [50] });
      root.process(pid, name, `/docker/${id}`);
    }
    const agent = start();
    await sleep(20);
    for (let count = 1; count <= 3; count += 1) {
      root.namespace('a', { eth0: [100 + count], '<b>\u0007"': [50 + count] });
      tick(agent);
      await sleep(400);
    }
    const all = await inventories();
    const names = all.at(-1)?.containers.map(({ name }) => name) ?? [];
    expect(names).toHaveLength(2);
    expect(names).toContain('web');
    expect(names[0]).toMatch(/^"'<script>alert\(1\)<\/script>\uFFFD\uFFFD\uFFFD\[31mä+…$/);
    expect(all.at(-1)?.os.hostname).toBe('h\uFFFD[2J');
    const sums = await totals();
    expect(sums.get(`${nsA}/eth0`)).toBe(103);
    expect(sums.get(`${nsA}/<b>\u0007"`)).toBe(53);
    expect(sums.get(`${nsB}/eth0`)).toBe(100);
    expect(logged.filter(({ msg }) => msg.startsWith('names hold'))).toHaveLength(1);
    // One container, and the interface of each.
    expect(agent.status().mended).toBe(3);
    for (const payload of payloads('event')) expect(decodeEvent(payload).ok).toBe(true);
  });

  it('of names that are no text, or look alike, is counted apart', async () => {
    const names = ['\\xfe', '\\xff', 'eth1', '\u00a0eth1', 'eth1\u3000'];
    const write = (bytes: number): void => {
      const table = netDevText(Object.fromEntries(names.map((name, index) => [name, [bytes + index] as const])));
      const raw = Buffer.from(table)
        .toString('latin1')
        .replace(/\\x(f[ef])/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
      writeFileSync(join(root.path, 'ns/a/dev'), Buffer.from(raw, 'latin1'));
    };
    root.namespace('a', {});
    root.process(10, 'a', `/docker/${a}`);
    write(100);
    const agent = start();
    write(200);
    tick(agent);
    const sums = await totals();
    expect([...sums].flatMap(([key, bytes]) => (key.startsWith(nsA ?? '') ? [bytes] : []))).toEqual([
      200, 201, 202, 203, 204,
    ]);
  });

  it('of 10,000 interfaces is split into messages that NATS takes, and loses nothing', async () => {
    const table = (bytes: number): NetDev =>
      Object.fromEntries(
        Array.from({ length: 10_000 }, (_, index) => [`dummy${index}`, [bytes + index, bytes, bytes, bytes] as const]),
      );
    root.namespace('host', table(1_000_000_000_000));
    mkdirSync(join(folder, 'sys/class/net'), { recursive: true });
    const agent = start();
    for (let count = 1; count <= 3; count += 1) {
      root.namespace('host', table(1_000_000_000_000 + count * 1_000_000_000));
      tick(agent);
    }
    const sums = await totals();
    expect(sums.size).toBe(10_000);
    expect(
      [...sums].filter(([key, sum]) => sum !== 1_003_000_000_000 + Number(key.slice('host/dummy'.length))),
    ).toEqual([]);
    const slices = await inventories();
    expect(slices.length).toBeGreaterThan(3);
    expect(new Set(slices.flatMap(({ interfaces }) => interfaces.map(({ key }) => key))).size).toBe(10_000);
    for (const payload of [...payloads('traffic'), ...payloads('inventory')]) {
      expect(Buffer.byteLength(payload)).toBeLessThanOrEqual(MAX_PAYLOAD_BYTES);
    }
    expect(new Set(logged.map(({ msg }) => msg)).size).toBe(logged.length);
  }, 30_000);
});
