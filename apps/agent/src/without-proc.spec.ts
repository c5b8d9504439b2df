import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeInventory, decodeTraffic, type InventoryMessage, type TrafficMessage } from '@weir/model';
import { pino } from 'pino';
import { readConfig } from './config/config.js';
import type { DockerCounters } from './discover/docker-counters.js';
import type { DockerEngine } from './discover/docker-engine.js';
import { type DockerEvent, toContainer, toNetwork } from './discover/docker-records.js';
import { noLabels } from './discover/labels.js';
import type { Command } from './platform/os-source.js';
import { MemoryTransport } from './publish/transport.fixture.js';
import { type RunningAgent, startAgent } from './start.js';

const fixtures = new URL('../fixtures/', import.meta.url).pathname;
const records = (name: string): unknown[] => JSON.parse(readFileSync(`${fixtures}docker/${name}.json`, 'utf8'));
const netstat = readFileSync(`${fixtures}darwin/netstat-ibdnW.txt`, 'utf8');
const WEB = 'shop-web-1';
const STARTED = Date.UTC(2026, 10, 21, 7);

let happening: DockerEvent[] = [];
const engine: DockerEngine = {
  hostName: async () => 'docker-desktop',
  containers: async () => records('containers').flatMap((each) => toContainer(each, noLabels) ?? []),
  networks: async () => records('networks').flatMap((each) => toNetwork(each) ?? []),
  events: async (signal) =>
    (async function* () {
      while (!signal.aborted) {
        yield* happening.splice(0);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    })(),
};

describe('an agent without /proc, from the system’s counters to the stream', () => {
  let folder: string;
  let transport: MemoryTransport;
  let outputs: Record<string, string>;
  let received: number;
  let startedAt: number;
  let agents: RunningAgent[];
  const clock = { wall: 0, monotonic: 0, wallMs: () => clock.wall, monotonicMs: () => clock.monotonic };
  const settle = (ms = 20): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

  /** Every container has counted the same, as often as it is asked. */
  const counters: DockerCounters = {
    system: async () => ({ platform: 'linux', kernel: '6.6-linuxkit', memoryBytes: 8e9 }),
    startedAt: async () => startedAt,
    stats: async (_id, signal) =>
      (async function* () {
        while (!signal.aborted) {
          const none = { rx_packets: 1, tx_packets: 1, rx_errors: 0, tx_errors: 0, rx_dropped: 0, tx_dropped: 0 };
          const networks = { eth0: { rx_bytes: received, tx_bytes: 5, ...none } };
          yield JSON.stringify({ read: new Date(startedAt + 1_000).toISOString(), networks });
          await settle(5);
        }
      })(),
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'weir-without-proc-'));
    [clock.wall, clock.monotonic, received, agents] = [STARTED + 60_000, 100_000, 1_000, []];
    [startedAt, happening] = [STARTED, []];
    outputs = { netstat };
    transport = new MemoryTransport();
  });
  afterEach(async () => {
    for (const agent of agents) await agent.stop(0);
    rmSync(folder, { recursive: true });
  });

  function start(platform: NodeJS.Platform, environment: Record<string, string> = {}): RunningAgent {
    const result = readConfig({ WEIR_STATE_DIR: join(folder, 'state'), WEIR_PROC_ROOT: '/no/proc', ...environment });
    if (!result.ok) throw new Error(result.faults.join('\n'));
    const run = async ({ file, args }: Command): Promise<string> =>
      outputs[/Get-\w+/.exec(args.at(-1) ?? '')?.[0] ?? file.split('/').at(-1) ?? ''] ?? '';
    const agent = startAgent(result.config, pino({ level: 'silent' }), {
      ...{ source: clock, transport: () => transport, engine, ticking: false, platform, run, counters: () => counters },
    });
    agents.push(agent);
    transport.connect();
    return agent;
  }

  async function tick(agent: RunningAgent): Promise<void> {
    await settle();
    clock.wall += 1_000;
    clock.monotonic += 1_000;
    agent.tick();
    await settle();
  }

  function traffic(): TrafficMessage[] {
    return transport.messages('traffic').flatMap((message) => {
      const decoded = decodeTraffic(JSON.stringify(message));
      return decoded.ok ? [decoded.value] : [];
    });
  }

  async function inventory(): Promise<InventoryMessage> {
    await settle(1_000);
    const decoded = decodeInventory(JSON.stringify(transport.messages('inventory').at(-1)));
    if (!decoded.ok) throw new Error(`${decoded.refusal.field}: ${decoded.refusal.reason}`);
    return decoded.value;
  }

  it('counts a Mac’s interfaces and its containers from where it began', async () => {
    const agent = start('darwin');
    await tick(agent);
    await tick(agent);
    outputs['netstat'] = netstat.replaceAll('9007199254740993', '9007199254741993');
    received = 1_500;
    await tick(agent);
    await tick(agent);
    const sums = new Map<string, number>();
    for (const { keys, columns } of traffic()) {
      keys.forEach((key, index) => sums.set(key, (sums.get(key) ?? 0) + (columns.rxBytes[index] ?? 0)));
    }
    expect(sums.get('host/en0')).toBe(1_000);
    const [web] = records('containers')
      .flatMap((each) => toContainer(each, noLabels) ?? [])
      .filter(({ name }) => name === WEB);
    expect(sums.get(`${web?.id.slice(0, 12)}/eth0`)).toBe(500);
    expect(agent.status().collectors.map(({ name }) => name)).toContain('container-interfaces');
  });

  it('shows a Mac as it is: classes, addresses, what shares a network, what is missing', async () => {
    const agent = start('darwin');
    for (let count = 0; count < 4; count += 1) await tick(agent);
    const { os, agent: about, interfaces, containers } = await inventory();
    expect(os).toMatchObject({ hostname: 'docker-desktop', platform: 'darwin', bootedAt: expect.any(Number) });
    expect(about.missing).toContain('Speed of the host’s interfaces: netstat does not tell it.');
    const classes = new Map(interfaces.map(({ key, class: kind }) => [key, kind]));
    expect([classes.get('host/en0'), classes.get('host/utun3'), classes.get('host/lo0')]).toEqual([
      'uplink',
      'tunnel',
      'loopback',
    ]);
    expect(containers.map(({ name, hostNetwork }) => [name, hostNetwork])).toContainEqual(['hostish', true]);
    const named = new Map(containers.map((each) => [each.name, each]));
    expect(named.get('side')?.namespace).toBe(named.get(WEB)?.namespace);
    expect(interfaces.filter(({ class: kind }) => kind === 'container')).toHaveLength(2);
  });

  it('shows an engine elsewhere as the host that it is on', async () => {
    const agent = start('darwin', { WEIR_ENGINE: 'remote' });
    for (let count = 0; count < 3; count += 1) await tick(agent);
    const { os, agent: about, interfaces } = await inventory();
    expect(os).toMatchObject({ platform: 'linux', kernel: '6.6-linuxkit', boot: 'unknown', bootedAt: null });
    expect(about.missing[0]).toBe('Interfaces of the host: the engine is remote.');
    expect(new Set(interfaces.map((each) => each.class))).toEqual(new Set(['container']));
  });

  it('takes a container that is restarted for another life, though its counters only seem to have grown', async () => {
    const agent = start('darwin');
    for (let count = 0; count < 3; count += 1) await tick(agent);
    const sent = traffic().length;
    const [web] = records('containers')
      .flatMap((each) => toContainer(each, noLabels) ?? [])
      .filter(({ name }) => name === WEB);
    const container = web?.id ?? '';
    startedAt = STARTED + 62_000;
    received = 1_800;
    for (const action of ['die', 'start']) happening.push({ type: 'container', action, container });
    await settle(250);
    await tick(agent);
    await tick(agent);
    const key = `${container.slice(0, 12)}/eth0`;
    const after = traffic().slice(sent);
    expect(after.flatMap(({ resets }) => resets)).toEqual([key]);
    expect(
      after.flatMap(({ keys, columns }) => keys.flatMap((each, at) => (each === key ? columns.rxBytes[at] : []))),
    ).toEqual([1_800]);
  });

  it('goes on where its last life stopped', async () => {
    const first = start('darwin');
    for (let count = 0; count < 3; count += 1) await tick(first);
    await first.stop(0);
    agents = [];
    received = 4_000;
    const second = start('darwin');
    for (let count = 0; count < 3; count += 1) await tick(second);
    const last = traffic().filter(({ run }) => run !== traffic()[0]?.run);
    expect(last[0]?.unread.length).toBeGreaterThan(0);
    const rxBytes = last.flatMap(({ keys, columns }) =>
      keys.map((key, index) => [key, columns.rxBytes[index]] as const),
    );
    expect(rxBytes.filter(([key]) => key.endsWith('/eth0')).map(([, bytes]) => bytes)).toEqual([3_000, 3_000]);
    expect(last.flatMap(({ resets }) => resets)).toEqual([]);
  });
});
