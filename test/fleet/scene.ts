import type { FleetContainer, FleetHost } from '../support/fleet/host.js';
import { inNamespace } from '../support/fleet/kernel.js';
import { BUSYBOX, type Lab } from '../support/fleet/lab.js';
import { deploy, formSwarm } from '../support/fleet/swarm.js';

/** What runs on one host, by container name. */
export type HostScene = Readonly<Record<keyof typeof SCENE | 'task', FleetContainer>>;

/** Where containers take what is sent to them. */
export const SINK_PORT = 7_000;
const SINK = ['nc', '-ll', '-p', String(SINK_PORT), '-e', 'dd', 'of=/dev/null', 'bs=64k'];
const IDLE = ['sleep', '3600'];

/** What a container of the scene is. */
export interface SceneContainer {
  readonly network: string;
  readonly command?: readonly string[];
  readonly project?: string;
  readonly service?: string;
  /** Joined after the start, so that the container has an interface more. */
  readonly also?: string;
}

/** In the order of their starts. */
const ENTRIES = {
  'shop-web-1': { project: 'shop', service: 'web', network: 'shop_front', also: 'shop_back' },
  'shop-db-1': { project: 'shop', service: 'db', network: 'shop_front', also: 'shop_back' },
  'shop-vpn-1': { project: 'shop', service: 'vpn', network: 'shop_front' },
  'shop-behind-vpn-1': { project: 'shop', service: 'behind-vpn', network: 'container:shop-vpn-1', command: IDLE },
  'pod-pause': { network: 'bridge', command: IDLE },
  'pod-app': { network: 'container:pod-pause' },
  'pod-log': { network: 'container:pod-pause', command: IDLE },
  'dual-a': { network: 'dual' },
  'dual-b': { network: 'dual' },
  'ipv6-only': { network: 'dual' },
  'on-the-wire': { network: 'lan' },
  'on-the-host': { network: 'host', command: IDLE },
  'without-network': { network: 'none', command: IDLE },
} satisfies Record<string, SceneContainer>;

export const SCENE: Readonly<Record<keyof typeof ENTRIES, SceneContainer>> = ENTRIES;

/** A Swarm service with a task on each host. */
export const STACK = { stack: 'market', service: 'api', network: 'market_net', publishedPort: SINK_PORT };

/** Networks of every kind that one host can have beside a Swarm's. */
async function createNetworks(host: FleetHost, lab: Lab): Promise<void> {
  const { client, number } = host;
  const labels = { 'com.docker.compose.project': 'shop' };
  await client.createNetwork({ Name: 'shop_front', Driver: 'bridge', Labels: labels });
  await client.createNetwork({ Name: 'shop_back', Driver: 'bridge', Internal: true, Labels: labels });
  const dual = { Config: [{ Subnet: `fd00:213:${number}::/64` }] };
  await client.createNetwork({ Name: 'dual', Driver: 'bridge', EnableIPv6: true, IPAM: dual });
  const wire = { Subnet: lab.wire.subnet, Gateway: lab.wire.address, IPRange: lab.wire.containerRangeOf(number) };
  // One interface cannot carry both kinds.
  const Driver = number % 2 === 0 && (await hasIpvlan(host)) ? 'ipvlan' : 'macvlan';
  await client.createNetwork({ Name: 'lan', Driver, IPAM: { Config: [wire] }, Options: { parent: 'eth0' } });
}

/** Not every kernel is built with it. */
async function hasIpvlan({ pid }: FleetHost): Promise<boolean> {
  const probe = 'ip link add link eth0 name probe type ipvlan && ip link delete probe';
  return inNamespace(pid, probe).then(
    () => true,
    () => false,
  );
}

/** Starts all of it, on all hosts at once. */
export async function play(lab: Lab): Promise<HostScene[]> {
  await formSwarm(lab.hosts);
  const [tasks, ...scenes] = await Promise.all([
    deploy(lab.hosts, { ...STACK, image: BUSYBOX, command: SINK }),
    ...lab.hosts.map((host) => playOn(host, lab)),
  ]);
  return scenes.map((scene, index) => ({ ...scene, task: tasks[index]! }));
}

async function playOn(host: FleetHost, lab: Lab): Promise<Omit<HostScene, 'task'>> {
  await createNetworks(host, lab);
  const containers: Record<string, FleetContainer> = {};
  for (const [name, wanted] of Object.entries(SCENE)) {
    containers[name] = await start(host, name, wanted);
  }
  const scene = containers as Omit<HostScene, 'task'>;
  // Engines before 28 give every interface an IPv4 address.
  await inNamespace(scene['ipv6-only'].pid, 'ip -4 address flush dev eth0');
  return scene;
}

async function start(host: FleetHost, name: string, wanted: SceneContainer): Promise<FleetContainer> {
  const { network, command = SINK, project, service, also } = wanted;
  const container = await host.run({
    name,
    Image: BUSYBOX,
    Cmd: [...command],
    Labels: project && service ? { 'com.docker.compose.project': project, 'com.docker.compose.service': service } : {},
    HostConfig: { NetworkMode: network },
  });
  if (also) await host.client.getNetwork(also).connect({ Container: container.id });
  return container;
}

/** Starts a container that is not part of the scene. */
export function startIdle(host: FleetHost, name: string): Promise<FleetContainer> {
  return start(host, name, { network: 'shop_front', command: IDLE });
}
