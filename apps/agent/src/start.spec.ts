import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { decodeInventory, decodeTraffic, type InventoryMessage, type TrafficMessage } from '@weir/model';
import { pino } from 'pino';
import { type Config, readConfig } from './config/config.js';
import { Ledger } from './delta/book.fixture.js';
import type { DockerEngine } from './discover/docker-engine.js';
import { toContainer, toNetwork } from './discover/docker-records.js';
import { type KubernetesApi, kubernetesApi } from './discover/kubernetes-api.js';
import { KubernetesServer } from './discover/kubernetes-server.fixture.js';
import { labelFilter, noLabels } from './discover/labels.js';
import { ProcRoot } from './procfs/proc-root.fixture.js';
import { MemoryTransport } from './publish/transport.fixture.js';
import { type RunningAgent, startAgent } from './start.js';

const a = 'a'.repeat(64);
const b = 'b'.repeat(64);
const fixtures = new URL('../fixtures/', import.meta.url).pathname;
const records = (name: string): unknown[] => JSON.parse(readFileSync(`${fixtures}docker/${name}.json`, 'utf8'));

const missing = async (): Promise<never> => {
  throw Object.assign(new Error('connect ENOENT'), { code: 'ENOENT', syscall: 'connect' });
};
const noDocker: DockerEngine = { hostName: missing, containers: missing, networks: missing, events: missing };
const recordedDocker: DockerEngine = {
  hostName: async () => 'docker-host',
  containers: async () => records('containers').flatMap((each) => toContainer(each, noLabels) ?? []),
  networks: async () => records('networks').flatMap((each) => toNetwork(each) ?? []),
  events: async (signal) =>
    (async function* () {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      yield* [];
    })(),
};

describe('the agent, from /proc to the stream', () => {
  let folder: string;
  let root: ProcRoot;
  let transport: MemoryTransport;
  let agents: RunningAgent[];
  const clock = { wall: 0, monotonic: 0, wallMs: () => clock.wall, monotonicMs: () => clock.monotonic };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'weir-agent-'));
    clock.wall = 1_700_000_100_000;
    clock.monotonic = 100_000;
    transport = new MemoryTransport();
    agents = [];
    root = new ProcRoot();
    root.namespace('host', { lo: [5, 5], eth0: [1_000, 500] }, { lo: 1, eth0: 2 });
    root.process(1, 'host');
  });
  afterEach(async () => {
    for (const agent of agents) await agent.stop(0);
    root.remove();
    rmSync(folder, { recursive: true });
  });

  function config(environment: Record<string, string> = {}): Config {
    const roots = {
      WEIR_PROC_ROOT: root.path,
      WEIR_SYS_ROOT: `${fixtures}host/sys`,
      WEIR_STATE_DIR: join(folder, 'state'),
    };
    const result = readConfig({ ...roots, ...environment });
    if (!result.ok) throw new Error(result.faults.join('\n'));
    return result.config;
  }

  function start(
    engine: DockerEngine = noDocker,
    environment: Record<string, string> = {},
    api: KubernetesApi | null = null,
  ): RunningAgent {
    const log = pino({ level: 'silent' });
    const agent = startAgent(config(environment), log, {
      source: clock,
      transport: () => transport,
      engine,
      api,
      ticking: false,
    });
    agents.push(agent);
    transport.connect();
    return agent;
  }

  function tick(agent: RunningAgent, ms = 1_000): void {
    clock.wall += ms;
    clock.monotonic += ms;
    agent.tick();
  }

  const settle = (ms = 0): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

  async function traffic(): Promise<TrafficMessage[]> {
    await settle();
    return transport.messages('traffic').map((message) => {
      const decoded = decodeTraffic(JSON.stringify(message));
      if (!decoded.ok) throw new Error(`${decoded.refusal.field}: ${decoded.refusal.reason}`);
      return decoded.value;
    });
  }

  async function inventory(): Promise<InventoryMessage> {
    await settle(1_000);
    const decoded = decodeInventory(JSON.stringify(transport.messages('inventory').at(-1)));
    if (!decoded.ok) throw new Error(`${decoded.refusal.field}: ${decoded.refusal.reason}`);
    return decoded.value;
  }

  async function totals(): Promise<Ledger> {
    const ledger = new Ledger();
    for (const message of (await traffic()).sort((x, y) => x.at - y.at || x.seq - y.seq)) {
      const { keys, columns, base, resets, at, ms } = message;
      const deltas = new Map(
        keys.map((key, index) => [key, Object.values(columns).map((column) => column[index] ?? 0)]),
      );
      ledger.add([{ at, ms, primary: true, deltas, base, resets, unread: [] }]);
    }
    return ledger;
  }

  it('counts from where it began, one message a tick, idle or not', async () => {
    const agent = start();
    root.namespace('host', { lo: [5, 5], eth0: [1_700, 600, 3, 2] }, { lo: 1, eth0: 2 });
    tick(agent);
    tick(agent);
    const [first, second, ...others] = await traffic();
    expect(others).toEqual([]);
    expect(first).toMatchObject({
      seq: 1,
      part: 0,
      at: 1_700_000_101_000,
      ms: 1_000,
      keys: ['host/eth0'],
      host: agent.hostId,
    });
    expect(first?.columns).toMatchObject({ rxBytes: [700], txBytes: [100], rxPackets: [3], txPackets: [2] });
    expect(first?.base.get('host/eth0')?.slice(0, 2)).toEqual([1_000n, 500n]);
    expect([...(first?.base.keys() ?? [])]).toEqual(['host/lo', 'host/eth0']);
    expect(second).toMatchObject({ seq: 2, keys: [], run: first?.run });
    expect(second?.base.size).toBe(0);
  });

  it('catches a container that comes, restarts and goes', async () => {
    const agent = start();
    tick(agent);
    root.namespace('one', { lo: [0], eth0: [300] }, { lo: 1, eth0: 9 });
    root.process(100, 'one', `/docker/${a}`);
    tick(agent);
    expect((await traffic()).at(-1)).toMatchObject({ keys: ['aaaaaaaaaaaa/eth0'], resets: [] });
    expect((await totals()).totals.get('aaaaaaaaaaaa/eth0')?.[0]).toBe(300n);
    // The same container, another namespace: more bytes than before, and yet all of them new.
    root.end(100);
    root.renew('one');
    root.namespace('one', { lo: [0], eth0: [450] }, { lo: 1, eth0: 9 });
    root.process(200, 'one', `/docker/${a}`);
    tick(agent);
    expect((await traffic()).at(-1)).toMatchObject({ resets: ['aaaaaaaaaaaa/lo', 'aaaaaaaaaaaa/eth0'] });
    expect((await totals()).totals.get('aaaaaaaaaaaa/eth0')?.[0]).toBe(450n);
    expect((await inventory()).containers).toMatchObject([{ id: a, name: null, namespace: 'aaaaaaaaaaaa' }]);
    root.end(200);
    tick(agent);
    expect((await traffic()).at(-1)).toMatchObject({ keys: [], unread: [] });
    expect((await inventory()).containers).toEqual([]);
  });

  it('goes on after a kill where the spool ends, and sends what was not acknowledged', async () => {
    const first = start();
    root.namespace('one', { eth0: [100] }, { eth0: 9 });
    root.process(100, 'one', `/docker/${a}`);
    tick(first);
    await settle();
    transport.disconnect();
    root.namespace('host', { lo: [5, 5], eth0: [1_200, 500] }, { lo: 1, eth0: 2 });
    tick(first);
    // Killed: no stop, no last tick. Meanwhile everything goes on counting, and something new begins.
    root.namespace('host', { lo: [5, 5], eth0: [1_900, 500], eth1: [40] }, { lo: 1, eth0: 2, eth1: 3 });
    root.namespace('one', { eth0: [160] }, { eth0: 9 });
    clock.wall += 30_000;
    clock.monotonic += 30_000;
    const second = start();
    tick(second);
    const messages = await traffic();
    expect(new Set(messages.map(({ run }) => run)).size).toBe(2);
    expect(messages.at(-1)).toMatchObject({ seq: 1, ms: 31_000, host: first.hostId, resets: [] });
    const { totals: sums, contradictions } = await totals();
    expect(contradictions).toEqual([]);
    expect(sums.get('host/eth0')?.[0]).toBe(1_900n);
    expect(sums.get('host/eth1')?.[0]).toBe(40n);
    expect(sums.get('aaaaaaaaaaaa/eth0')?.[0]).toBe(160n);
  });

  it('knows a reboot: everything began anew, and the time the host was off is a gap', async () => {
    const first = start();
    tick(first);
    await first.stop(0);
    agents = [];
    root.write('sys/kernel/random/boot_id', '99999999-2222-4333-8444-555555555555\n');
    root.namespace('host', { lo: [5, 5], eth0: [5_000, 10] }, { lo: 1, eth0: 2 });
    clock.wall += 600_000;
    clock.monotonic = 20_000;
    const second = start();
    tick(second);
    const message = (await traffic()).at(-1);
    expect(message).toMatchObject({ ms: 21_000, resets: ['host/lo', 'host/eth0'] });
    expect(message?.columns.rxBytes).toEqual([5, 5_000]);
    expect((await totals()).totals.get('host/eth0')?.[0]).toBe(5_000n);
  });

  it('says unread, not idle, where the kernel cannot be read, and makes up for it', async () => {
    const agent = start();
    tick(agent);
    root.end(1);
    tick(agent);
    expect((await traffic()).at(-1)).toMatchObject({ keys: [], unread: ['host/lo', 'host/eth0'] });
    expect(agent.status().collectors[0]?.failure).toContain('cannot be read');
    root.process(1, 'host');
    root.namespace('host', { lo: [5, 5], eth0: [1_600, 500] }, { lo: 1, eth0: 2 });
    tick(agent);
    const [, , , late] = await traffic();
    expect(late).toMatchObject({ part: 1, ms: 2_000, keys: ['host/eth0'], unread: [] });
    expect((await totals()).totals.get('host/eth0')?.[0]).toBe(1_600n);
  });

  it('takes its baseline late where the first read fails', async () => {
    root.end(1);
    root.namespace('one', { eth0: [5_000] }, { eth0: 9 });
    root.process(100, 'one', `/docker/${a}`);
    const agent = start();
    tick(agent);
    root.process(1, 'host');
    tick(agent);
    root.namespace('host', { lo: [5, 5], eth0: [1_030, 500] }, { lo: 1, eth0: 2 });
    tick(agent);
    expect((await traffic()).map(({ keys }) => keys)).toEqual([[], [], ['host/eth0']]);
    expect((await traffic()).at(-1)?.columns.rxBytes).toEqual([30]);
  });

  it('begins no interval before one of its earlier life, though the clock was set back meanwhile', async () => {
    const first = start();
    tick(first);
    clock.monotonic += 30_000;
    clock.wall -= 60_000;
    tick(start());
    const [before, after] = await traffic();
    expect(after!.ms).toBe(31_000);
    expect(after!.at - after!.ms).toBeGreaterThanOrEqual(before!.at);
  });

  it('counts without a state folder, from where it began', async () => {
    writeFileSync(join(folder, 'file'), '');
    const environment = { WEIR_STATE_DIR: join(folder, 'file/state') };
    tick(start(noDocker, environment));
    root.namespace('host', { lo: [5, 5], eth0: [9_000, 500] }, { lo: 1, eth0: 2 });
    tick(start(noDocker, environment));
    const messages = await traffic();
    expect(messages.map(({ keys }) => keys)).toEqual([[], []]);
    expect(messages[1]?.base.get('host/eth0')?.[0]).toBe(9_000n);
    expect(messages[0]?.host).toBe(messages[1]?.host);
  });

  it('judges its ticks by a clock that does not step', () => {
    const agent = start();
    tick(agent);
    clock.wall -= 60_000;
    tick(agent);
    clock.monotonic += 400;
    expect(agent.status().sinceLastTickMs).toBe(400);
  });

  it('shows its figures to this machine only, unless told otherwise', async () => {
    const port = await new Promise<number>((resolve) => {
      const probe = createServer().listen(0, () => {
        const taken = (probe.address() as AddressInfo).port;
        probe.close(() => resolve(taken));
      });
    });
    const answer = (host: string): Promise<boolean> =>
      fetch(`http://${host}:${port}/metrics`).then(
        () => true,
        () => false,
      );
    const agent = start(noDocker, { WEIR_METRICS_PORT: String(port) });
    expect(await answer('127.0.0.1')).toBe(true);
    expect(await answer('127.0.0.2')).toBe(false);
    await agent.stop(0);
    agents = [];
    start(noDocker, { WEIR_METRICS_PORT: String(port), WEIR_METRICS_HOST: '0.0.0.0' });
    expect(await answer('127.0.0.2')).toBe(true);
  });

  it('describes a recorded host as it was', async () => {
    root.remove();
    root = ProcRoot.from(`${fixtures}host/proc`);
    const agent = start(recordedDocker, { WEIR_CGROUP_PREFIX: '/agt' });
    tick(agent);
    const [message] = await traffic();
    expect(message?.base.get('host/eth0')?.[0]).toBe(1_742_625_356n);
    expect(message?.base.has('d6605f3faab4/eth1')).toBe(true);
    const whole = await inventory();
    expect(whole.agent).toMatchObject({ docker: 'connected', intervalMs: 1_000, run: message?.run });
    expect(whole.os).toMatchObject({ hostname: 'docker-host', kernel: '6.1.0-44-amd64', bootedAt: 1_795_232_212_000 });
    expect(
      whole.containers.map(({ name, namespace, hostNetwork, stack, service }) => [
        name,
        namespace,
        hostNetwork,
        stack,
        service,
      ]),
    ).toEqual([
      ['shop-db-1', '64c593a8f48a', false, 'shop', 'shop_db'],
      ['hostish', null, true, null, null],
      ['side', 'd6605f3faab4', false, null, null],
      ['shop-web-1', 'd6605f3faab4', false, 'shop', 'web'],
    ]);
    const networkOf = new Map(whole.interfaces.map(({ key, network }) => [key, network?.slice(0, 12)]));
    expect(networkOf.get('d6605f3faab4/eth0')).toBe('c3eaa27d9fba');
    expect(networkOf.get('d6605f3faab4/eth1')).toBe('0615ae77d1d6');
    expect(networkOf.get('64c593a8f48a/eth0')).toBe('0615ae77d1d6');
    expect(whole.interfaces.filter(({ uplink }) => uplink).map(({ key }) => key)).toEqual(['host/eth0']);
    expect(whole.networks.map(({ name }) => name)).toEqual(['shop_front', 'shop_back']);
  });

  it('names pods as the Kubernetes API does, on a node without Docker', async () => {
    const server = new KubernetesServer();
    await server.start();
    const configHash = '5b1e2ad0c7f94f0f8a6f3f1d2c3b4a59';
    const idOf = (name: string): string => createHash('sha256').update(name).digest('hex');
    const scope = '/kubepods.slice/kubepods-pod0f5ad1bc_1d26_4c0d_9a37_4b1f1f0a2d11.slice/cri-containerd-';
    for (const name of ['web', 'db']) root.namespace(name, { lo: [0], eth0: [300] }, { lo: 1, eth0: 9 });
    root.process(100, 'web', `${scope}${b}.scope`, 10);
    root.process(110, 'web', `${scope}${idOf('app')}.scope/init.scope`, 20);
    root.process(120, 'host', `/kubepods/burstable/pod${configHash}/${a}`, 10);
    root.process(130, 'host', `/kubepods/burstable/pod${configHash}/${idOf('kube-proxy')}`, 20);
    root.process(140, 'db', `/../crio-${idOf('postgres')}.scope`, 20);
    const agent = start(noDocker, { WEIR_NODE_NAME: 'worker-1' }, kubernetesApi(server.address, labelFilter(['team'])));
    while (server.watchers === 0) await settle(10);
    tick(agent);
    const { agent: about, os, containers } = await inventory();
    await server.stop();
    server.remove();
    expect(about).toMatchObject({ docker: 'absent', kubernetes: 'connected' });
    expect(os.hostname).toBe('worker-1');
    const web = { pod: 'web-6d4f9c7b5-x2x7k', podNamespace: 'shop', workload: 'Deployment/web' };
    const proxy = { pod: 'kube-proxy-worker-1', podNamespace: 'kube-system', workload: 'Node/worker-1' };
    const byName = new Map(containers.map((each) => [`${each.pod} ${each.name}`, each]));
    expect(byName.get('web-6d4f9c7b5-x2x7k app')).toMatchObject({ ...web, labels: { team: 'storefront' } });
    expect(byName.get('web-6d4f9c7b5-x2x7k pod sandbox')).toMatchObject({ ...web, namespace: b.slice(0, 12) });
    expect(byName.get('kube-proxy-worker-1 kube-proxy')).toMatchObject({ ...proxy, hostNetwork: true });
    expect(byName.get('kube-proxy-worker-1 pod sandbox')).toMatchObject({ ...proxy, hostNetwork: true });
    expect(byName.get('db-0 postgres')).toMatchObject({ workload: 'StatefulSet/db' });
    expect(containers).toHaveLength(5);
    expect(JSON.stringify(transport.messages('inventory'))).not.toContain('hunter2');
  });

  it('says which names a node of a cluster lacks, and what to set', async () => {
    tick(start(noDocker, { KUBERNETES_SERVICE_HOST: '10.96.0.1' }));
    const { agent } = await inventory();
    expect(agent).toMatchObject({ kubernetes: 'absent', missing: [expect.stringContaining('WEIR_NODE_NAME')] });
  });

  it('takes the name it was given before any other', async () => {
    const agent = start(recordedDocker, { WEIR_HOST_NAME: 'edge 1' });
    tick(agent);
    expect((await inventory()).os.hostname).toBe('edge 1');
  });

  it('ends with a last tick and everything sent', async () => {
    const agent = start();
    tick(agent);
    root.namespace('host', { lo: [5, 5], eth0: [1_100, 500] }, { lo: 1, eth0: 2 });
    clock.wall += 400;
    clock.monotonic += 400;
    await Promise.all([agent.stop(1_500), agent.stop(1_500)]);
    agents = [];
    expect((await traffic()).at(-1)).toMatchObject({ ms: 400, keys: ['host/eth0'] });
    expect(transport.closed).toBe(true);
  });

  it('leaves what changed to be told by the next life, where it only looks once', async () => {
    const agent = start();
    tick(agent);
    await inventory();
    await agent.stop(100);
    const told = (): string => readFileSync(join(folder, 'state/last-inventory.json'), 'utf8');
    const before = told();
    const given = { source: clock, transport: () => new MemoryTransport(), engine: noDocker, once: true };
    const once = startAgent(config(), pino({ level: 'silent' }), given);
    tick(once);
    await once.stop(100);
    agents = [];
    expect(told()).toBe(before);
  });

  it('ticks with the clock', async () => {
    jest.useFakeTimers({ now: 1_700_000_000_250 });
    try {
      const source = { wallMs: () => Date.now(), monotonicMs: () => Date.now() - 1_600_000_000_000 };
      const log = pino({ level: 'silent' });
      const agent = startAgent(config(), log, { source, transport: () => transport, engine: noDocker });
      transport.connect();
      await jest.advanceTimersByTimeAsync(3_000);
      expect(agent.status().ticks).toBe(3);
      expect(agent.status().lastTickAt).toBe(1_700_000_003_000);
      const stopped = agent.stop(100);
      await jest.advanceTimersByTimeAsync(500);
      await stopped;
      await jest.advanceTimersByTimeAsync(3_000);
      expect(agent.status().ticks).toBe(4);
    } finally {
      jest.useRealTimers();
    }
  });
});
