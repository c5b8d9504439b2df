import type { ContainerInfo, InterfaceInfo } from '@weir/model';
import type { FleetAgent } from '../support/fleet/agent.js';
import type { FleetContainer } from '../support/fleet/host.js';
import { type KernelLink, kernelLinks } from '../support/fleet/kernel.js';
import { type HostScene, SCENE, STACK } from './scene.js';

/** What an inventory must say of a container, from what the lab asked the engine for. */
export type ExpectedContainer = Pick<ContainerInfo, 'name' | 'stack' | 'service' | 'hostNetwork' | 'namespace'>;
/** What it must say of one of the host's own interfaces, from what the kernel says. */
export type ExpectedInterface = Pick<InterfaceInfo, 'mac' | 'mtu' | 'master' | 'class' | 'uplink'>;

const KEY_LENGTH = 12;

/** The key of the network namespace that a container began. */
export function namespaceKey({ id }: FleetContainer): string {
  return id.slice(0, KEY_LENGTH);
}

/** All containers of a host, by id. */
export function expectedContainers(scene: HostScene, { agent, proxy }: FleetAgent): Record<string, ExpectedContainer> {
  const unlabelled = { stack: null, service: null, hostNetwork: false };
  const own = (container: FleetContainer): [string, ExpectedContainer] => [
    container.id,
    { ...unlabelled, name: container.name, namespace: namespaceKey(container) },
  ];
  const fromFile = Object.entries(SCENE).map(([name, wanted]): [string, ExpectedContainer] => {
    const { project = null, service = null, network } = wanted;
    const container = scene[name as keyof typeof SCENE];
    const shared = network.startsWith('container:') ? network.slice('container:'.length) : name;
    const namespace = network === 'host' ? null : namespaceKey(scene[shared as keyof typeof SCENE]);
    return [container.id, { name, stack: project, service, hostNetwork: network === 'host', namespace }];
  });
  const task = { ...unlabelled, stack: STACK.stack, service: `${STACK.stack}_${STACK.service}` };
  const { id, name } = scene.task;
  return Object.fromEntries([
    ...[own(agent), own(proxy), ...fromFile],
    [id, { ...task, name, namespace: namespaceKey(scene.task) }],
  ]);
}

/** The containers with a network namespace that they began themselves. */
export function namespaceOwners(scene: HostScene, { agent, proxy }: FleetAgent): FleetContainer[] {
  const owners = Object.entries(SCENE).filter(
    ([, { network }]) => network !== 'host' && !network.startsWith('container:'),
  );
  return [agent, proxy, scene.task, ...owners.map(([name]) => scene[name as keyof typeof SCENE])];
}

/**
 * The network of each interface in a container: the endpoint with its MAC or address. The one that no endpoint mentions
 * is a Swarm task's way out.
 */
export async function expectedNetworks({ host, id, pid }: FleetContainer): Promise<Record<string, string | null>> {
  const { NetworkSettings } = await host.client.getContainer(id).inspect();
  const endpoints = Object.entries(NetworkSettings.Networks);
  const networkOf = ({ address, addr_info }: KernelLink): string => {
    const addresses = addr_info.map(({ local }) => local);
    const [name] = endpoints.find(([, { IPAddress }]) => addresses.includes(IPAddress)) ??
      endpoints.find(([, { MacAddress }]) => MacAddress === address) ?? ['docker_gwbridge'];
    return name;
  };
  const links = await kernelLinks(pid);
  return Object.fromEntries(links.map((link) => [link.ifname, link.ifname === 'lo' ? null : networkOf(link)]));
}

/** The host's own interfaces, by name. */
export async function expectedInterfaces(pid: number): Promise<Record<string, ExpectedInterface>> {
  return Object.fromEntries(
    (await kernelLinks(pid)).map((link) => [
      link.ifname,
      {
        mac: link.link_type === 'loopback' ? null : link.address,
        mtu: link.mtu,
        master: link.master ?? null,
        class: classOf(link),
        uplink: link.ifname === 'eth0',
      },
    ]),
  );
}

function classOf({ ifname, linkinfo }: KernelLink): InterfaceInfo['class'] {
  if (ifname === 'lo') return 'loopback';
  if (ifname === 'eth0') return 'uplink';
  return linkinfo?.info_kind === 'bridge' || linkinfo?.info_kind === 'veth' ? linkinfo.info_kind : 'virtual';
}
