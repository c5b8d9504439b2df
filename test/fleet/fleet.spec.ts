import { readFileSync } from 'node:fs';
import type { RequestOptions } from 'node:http';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Moved, splitBridgeTraffic } from '@weir/model';
import { eventually } from '../support/eventually.js';
import { AGENT_NETWORK, PROXY_PORT } from '../support/fleet/agent.js';
import { AGENT_STATE } from '../support/fleet/image.js';
import { inNamespace, kernelTotals } from '../support/fleet/kernel.js';
import { type Lab, MAX_HOSTS, startLab } from '../support/fleet/lab.js';
import type { PublishedHost } from '../support/fleet/published.js';
import { describeIf, fleet } from '../support/requirements.js';
import { expectedContainers, expectedInterfaces, expectedNetworks, namespaceKey, namespaceOwners } from './expected.js';
import { type HostScene, play, startIdle } from './scene.js';
import { addressOn, exchange, exchangeBetween, gatewayOf, send, sendToHost } from './traffic.js';

const SIZE = fleetSize(process.env['WEIR_FLEET_HOSTS'] || '2');
const MIB = 1_048_576;
/** What neighbours ask each other, heard by all: a few ARP requests. */
const CHATTER_BYTES = 1_000;
const NUMBERS = Array.from({ length: SIZE }, (_, index) => index + 1);

describeIf(fleet, `a fleet of ${SIZE} Docker hosts`, () => {
  let lab: Lab;
  let scenes: readonly HostScene[];

  beforeAll(
    async () => {
      lab = await startLab(SIZE);

      scenes = await play(lab);
    },
    60_000 + 30_000 * SIZE,
  );

  describe.each(NUMBERS)('host h%i', (number) => {
    const host = () => lab.hosts[number - 1]!;
    const agent = () => lab.agents[number - 1]!;
    const scene = () => scenes[number - 1]!;
    const published = (): PublishedHost => lab.published.named(host().name);
    const inventory = () => published().inventory!;

    it('goes by its own name, and Docker gives names', async () => {
      await eventually('its inventory says so', () => {
        expect(inventory().agent).toMatchObject({ docker: 'connected', intervalMs: 1_000 });
      });
    });

    it('names every container with its project, stack and service, and groups those that share a network', async () => {
      await eventually('all are listed', () => {
        const listed = inventory().containers.map(({ id, name, stack, service, hostNetwork, namespace }) => [
          id,
          { name, stack, service, hostNetwork, namespace },
        ]);
        expect(Object.fromEntries(listed)).toEqual(expectedContainers(scene(), agent()));
      });
    });

    it('gives every interface of every container the name of its network', async () => {
      await eventually('all are attributed', async () => {
        const nameOf = new Map(inventory().networks.map(({ id, name }) => [id, name]));
        for (const container of namespaceOwners(scene(), agent())) {
          const own = inventory().interfaces.filter(({ key }) => key.startsWith(`${namespaceKey(container)}/`));
          const named = own.map(({ name, network }) => [name, network && (nameOf.get(network) ?? network)]);
          expect([container.name, Object.fromEntries(named)]).toEqual([
            container.name,
            await expectedNetworks(container),
          ]);
        }
      });
    });

    it('knows class, MAC, MTU and master of each of its own interfaces', async () => {
      await eventually('all are listed', async () => {
        const own = inventory().interfaces.filter(({ key }) => key.startsWith('host/'));
        const listed = own.map((each) => {
          const { mac, mtu, master, uplink } = each;
          return [each.name, { mac, mtu, master, class: each.class, uplink }];
        });
        expect(Object.fromEntries(listed)).toEqual(await expectedInterfaces(host().pid));
      });
    });

    it('names every network, and the bridge of each that has one', async () => {
      const engine = (await host().client.listNetworks()).filter(({ Driver }) => !/^(host|null)$/.test(Driver));
      await eventually('all are listed', () => {
        const listed = inventory().networks.map(({ name, driver }) => [name, driver]);
        expect(Object.fromEntries(listed)).toEqual(
          Object.fromEntries(engine.map(({ Name, Driver }) => [Name, Driver])),
        );
      });
      const bridges = inventory().interfaces.filter((each) => each.class === 'bridge');
      expect(
        inventory()
          .networks.flatMap(({ bridge }) => bridge ?? [])
          .sort(),
      ).toEqual(bridges.map(({ key }) => key).sort());
    });

    it('tells CPU and memory of every container, protocols of every namespace, and fails at nothing', async () => {
      await eventually('a state says so', () => {
        const { containers, protocols, failing, cpu, memory, load } = published().state!;
        expect(failing).toEqual([]);
        expect({ cpu, memory, load }).not.toMatchObject({ cpu: null, memory: null, load: null });
        const ids = Object.keys(expectedContainers(scene(), agent()));
        const used = new Map(containers!.ids.map((id, row) => [id, containers!.memoryBytes[row] ?? 0]));
        expect(ids.filter((id) => !((used.get(id) ?? 0) > 0))).toEqual([]);
        expect(containers!.cpuMs).not.toContain(null);
        expect(protocols).toMatchObject({ unread: [] });
      });
    });

    it('runs its agent as nobody, without capabilities, with nothing to write to but its spool', async () => {
      const { pid, id } = agent().agent;
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      expect(status).toMatch(/^Uid:\s+65534\s+65534\s+65534\s+65534$/m);
      expect(status).toMatch(/^Gid:\s+65534\s+65534\s+65534\s+65534$/m);
      for (const set of ['Inh', 'Prm', 'Eff', 'Bnd', 'Amb'])
        expect(status).toMatch(new RegExp(`^Cap${set}:\\s+0+$`, 'm'));
      expect(status).toMatch(/^NoNewPrivs:\s+1$/m);
      const { Mounts } = await host().client.getContainer(id).inspect();
      expect(Mounts.filter(({ RW }) => RW).map(({ Destination }) => Destination)).toEqual([AGENT_STATE]);
      expect(Mounts.map(({ Source }) => Source)).not.toContain(host().socket);
      expect(readFileSync(`/proc/${pid}/mounts`, 'utf8')).toMatch(/^\S+ \/ \S+ ro,/m);
    });

    it.each([
      ['GET', '/_ping', 200],
      ['GET', '/v1.41/containers/json', 200],
      ['GET', '/networks/bridge', 200],
      ['HEAD', '/_ping', 403],
      ['POST', '/containers/create', 403],
      ['DELETE', '/networks/lan', 403],
      ['GET', '/containers/weir-agent/json', 403],
      ['GET', '/containers/json/../weir-agent/json', 403],
      ['GET', '/v1.41/containers/weir-agent%2fjson', 403],
      ['GET', '/containers/weir-agent/logs?stdout=1', 403],
      ['GET', '/containers/weir-agent/archive?path=/', 403],
      ['GET', '/images/json', 403],
      ['GET', '/services', 403],
      ['GET', '/secrets', 403],
    ])('has a socket proxy that answers %s %s by %i', async (method, path, status) => {
      const address = await addressOn(AGENT_NETWORK, agent().proxy);
      expect(await statusOf(host().pid, { host: address, port: PROXY_PORT, method, path })).toBe(status);
    });
  });

  describe('after traffic of every kind', () => {
    beforeAll(async () => {
      for (const scene of scenes) await exchange(scene);
      await exchangeBetween(scenes);
    }, 60_000);

    it.each(NUMBERS)('h%i has published what each namespace counted itself, to the byte', async (number) => {
      const [agent, scene] = [lab.agents[number - 1]!, scenes[number - 1]!];
      const still = namespaceOwners(scene, agent).filter((each) => each !== agent.agent && each !== agent.proxy);
      await eventually('every sum equals its counters', async () => {
        const { totals, faults } = lab.published.named(lab.hosts[number - 1]!.name);
        for (const container of still) {
          expect([container.name, publishedOf(totals, namespaceKey(container))]).toEqual([
            container.name,
            texts(await kernelTotals(container.pid)),
          ]);
        }
        expect(faults).toEqual([]);
      });
    });

    // What the agent itself moves never rests: its own namespace, its proxy's, and the host's side of both.
    it.each(NUMBERS)(
      'h%i has published no byte that was not counted, and all that were at the tick before',
      async (number) => {
        const [host, { agent, proxy }] = [lab.hosts[number - 1]!, lab.agents[number - 1]!];
        const moving = [
          { prefix: 'host', pid: host.pid },
          { prefix: namespaceKey(agent), pid: agent.pid },
          { prefix: namespaceKey(proxy), pid: proxy.pid },
        ];
        const published = lab.published.named(host.name);
        const before = await Promise.all(moving.map(({ pid }) => kernelTotals(pid)));
        const readMs = Date.now();
        await eventually('a later tick is published', () => expect(published.at).toBeGreaterThan(readMs));
        const totals = new Map(published.totals);
        const after = await Promise.all(moving.map(({ pid }) => kernelTotals(pid)));
        moving.forEach(({ prefix }, index) => {
          for (const [name, counters] of before[index]!) {
            const sum = totals.get(`${prefix}/${name}`) ?? counters.map(() => 0n);
            expect([name, sum.every((value, counter) => value >= counters[counter]!)]).toEqual([name, true]);
            const later = after[index]!.get(name)!;
            expect([name, sum.every((value, counter) => value <= later[counter]!)]).toEqual([name, true]);
          }
        });
      },
    );
  });

  it('tells a bridge network’s internal traffic from what leaves it', async () => {
    const [host, scene] = [lab.hosts[0]!, scenes[0]!];
    const published = lab.published.named(host.name);
    const network = published.inventory!.networks.find(({ name }) => name === 'shop_front')!;
    const bridge = network.bridge!.slice('host/'.length);
    const ports = published.inventory!.interfaces.filter(({ master }) => master === bridge).map(({ name }) => name);
    const members = ['shop-web-1', 'shop-db-1', 'shop-vpn-1'] as const;
    expect(ports).toHaveLength(members.length);
    const now = () =>
      eventually('the sums have caught up', async () => {
        const kernel = await kernelTotals(host.pid);
        const counts = [bridge, ...ports].map((name) => published.totals.get(`host/${name}`) ?? []);
        expect(counts).toEqual([bridge, ...ports].map((name) => kernel.get(name)));
        return counts;
      });
    const splitOf = async (traffic: () => Promise<void>) => {
      const before = await now();
      await traffic();
      const [whole, ...each] = differences(before, await now());
      return { split: splitBridgeTraffic(whole!, each), received: each.reduce((sum, port) => sum + port.txBytes!, 0) };
    };
    const [web, db] = [scene['shop-web-1'], scene['shop-db-1']];

    const among = await splitOf(async () => send(web.pid, await addressOn('shop_front', db), 20 * MIB));
    expect(among.split.internalBytes).toBeGreaterThan(20 * MIB);
    expect(among.split.outboundBytes).toBeLessThan(CHATTER_BYTES);
    expect(among.split.inboundBytes).toBeLessThan(CHATTER_BYTES);
    expect(Math.abs(among.received - among.split.internalBytes!)).toBeLessThan(CHATTER_BYTES);

    const out = await splitOf(async () => sendToHost(web.pid, host, await gatewayOf('shop_front', web), 5 * MIB));
    expect(out.split.internalBytes).toBeLessThan(CHATTER_BYTES);
    expect(out.split.outboundBytes).toBeGreaterThan(5 * MIB);
    expect(Math.abs(out.received - out.split.inboundBytes!)).toBeLessThan(CHATTER_BYTES);
  });

  it('counts what passes while the agent is killed, and is the same host afterwards', async () => {
    const [host, scene, { agent }] = [lab.hosts[0]!, scenes[0]!, lab.agents[0]!];
    const published = lab.published.named(host.name);
    const { run } = published.inventory!.agent;
    await host.client.getContainer(agent.id).kill();
    await send(scene['shop-web-1'].pid, await addressOn('shop_back', scene['shop-db-1']), MIB);
    await host.client.getContainer(agent.id).start();
    await eventually('the next life has published the difference', async () => {
      expect(published.inventory!.agent.run).not.toBe(run);
      for (const container of [scene['shop-web-1'], scene['shop-db-1']]) {
        const sums = publishedOf(published.totals, namespaceKey(container));
        expect([container.name, sums]).toEqual([container.name, texts(await kernelTotals(container.pid))]);
      }
    });
    expect(published.faults).toEqual([]);
    expect(lab.published.hosts.size).toBe(SIZE);
  });

  // Last, since the proxy is another process afterwards.
  it('goes on without the socket, keeps the names it had, and learns the others when it is back', async () => {
    const [host, scene, { proxy }] = [lab.hosts[0]!, scenes[0]!, lab.agents[0]!];
    const published = lab.published.named(host.name);
    const nameOf = (id: string) => published.inventory!.containers.find((each) => each.id === id)?.name;
    await host.client.getContainer(proxy.id).stop({ t: 0 });
    const late = await startIdle(host, 'late');
    await eventually('the new one is listed, nameless', () => {
      expect(published.inventory!.agent.docker).toBe('unreachable');
      expect(nameOf(late.id)).toBeNull();
      expect(nameOf(scene['shop-web-1'].id)).toBe('shop-web-1');
    });
    await host.client.getContainer(proxy.id).start();
    await eventually('it has its name', () => {
      expect(published.inventory!.agent.docker).toBe('connected');
      expect(nameOf(late.id)).toBe('late');
    });
  });
});

/** What a server answers a request whose path is sent as it stands. */
async function statusOf(pid: number, request: RequestOptions): Promise<number> {
  const ask = `require('http').request(${JSON.stringify(request)}, (answer) => process.exit(console.log(answer.statusCode))).end()`;
  return Number(await inNamespace(pid, `timeout 10 '${process.execPath}' -e "$REQUEST"`, { REQUEST: ask }));
}

const texts = (totals: ReadonlyMap<string, readonly bigint[]>): Record<string, string> =>
  Object.fromEntries([...totals].map(([name, counters]) => [name, counters.join(' ')]));

/** Docker moves a veth into a container and renames it there: an agent may see it under its first name, before it counts. */
const isUnborn = (key: string, counters: readonly bigint[]): boolean =>
  key.includes('/veth') && counters.every((value) => value === 0n);

function publishedOf(totals: ReadonlyMap<string, readonly bigint[]>, prefix: string): Record<string, string> {
  const own = [...totals].filter(([key, counters]) => key.startsWith(`${prefix}/`) && !isUnborn(key, counters));
  return texts(new Map(own.map(([key, counters]) => [key.slice(prefix.length + 1), counters])));
}

/** By counters in the order of COUNTERS. */
function differences(before: readonly (readonly bigint[])[], after: readonly (readonly bigint[])[]): Moved[] {
  return after.map((counters, index) => {
    const [rxBytes, txBytes, rxPackets] = counters.map((value, counter) => Number(value - before[index]![counter]!));
    return { rxBytes: rxBytes!, txBytes: txBytes!, rxPackets: rxPackets! };
  });
}

function fleetSize(text: string): number {
  const size = Number(text);
  if (Number.isInteger(size) && size >= 1 && size <= MAX_HOSTS) return size;
  throw new Error(`WEIR_FLEET_HOSTS must be a whole number between 1 and ${MAX_HOSTS}`);
}
