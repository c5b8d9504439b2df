import { eventually } from '../support/eventually.js';
import type { FleetContainer, FleetHost } from '../support/fleet/host.js';
import { inNamespace } from '../support/fleet/kernel.js';
import { type HostScene, SINK_PORT, STACK } from './scene.js';

const MIB = 1_048_576;

/** Sends over each network of one host. */
export async function exchange(scene: HostScene): Promise<void> {
  const { 'shop-web-1': web, 'shop-db-1': db, 'shop-vpn-1': vpn } = scene;
  await send(web.pid, await addressOn('shop_front', db), 3 * MIB);
  await send(web.pid, await addressOn('shop_back', db), 2 * MIB);
  // From one of two containers that share a network.
  await send(scene['shop-behind-vpn-1'].pid, await addressOn('shop_front', web), MIB);
  await send(db.host.pid, await addressOn('shop_front', vpn), MIB);
  await send(db.host.pid, await addressOn('bridge', scene['pod-pause']), MIB);
  await send(scene['dual-a'].pid, await addressOn('dual', scene['dual-b']), MIB);
  await send(scene['dual-a'].pid, await ipv6AddressOn('dual', scene['ipv6-only']), 2 * MIB);
}

/** Sends from each host to the next: over the Swarm's overlay, and between containers that are on the wire themselves. */
export async function exchangeBetween(scenes: readonly HostScene[]): Promise<void> {
  for (const [index, scene] of scenes.entries()) {
    const next = scenes[(index + 1) % scenes.length];
    if (!next || next === scene) return;
    await send(scene.task.pid, await addressOn(STACK.network, next.task), 4 * MIB);
    await send(scene['on-the-wire'].pid, await addressOn('lan', next['on-the-wire']), 2 * MIB);
  }
}

/** Sends bytes over TCP from the network namespace of a process to a container; resolves when all have arrived. */
export async function send(pid: number, address: string, bytes: number): Promise<void> {
  await inNamespace(pid, `head -c ${bytes} /dev/zero | busybox nc ${address} ${SINK_PORT}`);
}

/** Sends bytes from the network namespace of a process to the host itself, under one of its addresses. */
export async function sendToHost(pid: number, host: FleetHost, address: string, bytes: number): Promise<void> {
  const received = inNamespace(host.pid, `timeout 30 busybox nc -l -p ${SINK_PORT} | wc -c`);
  await eventually('the host listens', async () => {
    if ((await inNamespace(host.pid, `ss -Hltn sport = ${SINK_PORT}`)) === '') throw new Error('not yet');
  });
  await send(pid, address, bytes);
  if (Number(await received) !== bytes) throw new Error(`${await received} of ${bytes} bytes arrived`);
}

/** The address a container has on one of its networks. */
export async function addressOn(network: string, container: FleetContainer): Promise<string> {
  return known((await endpointOf(network, container)).IPAddress, network, container);
}

/** The host's own address on a container's network. */
export async function gatewayOf(network: string, container: FleetContainer): Promise<string> {
  return known((await endpointOf(network, container)).Gateway, network, container);
}

async function ipv6AddressOn(network: string, container: FleetContainer): Promise<string> {
  return known((await endpointOf(network, container)).GlobalIPv6Address, network, container);
}

async function endpointOf(network: string, { host, id }: FleetContainer) {
  const { NetworkSettings } = await host.client.getContainer(id).inspect();
  return NetworkSettings.Networks[network] ?? { IPAddress: '', Gateway: '', GlobalIPv6Address: '' };
}

function known(address: string, network: string, { name }: FleetContainer): string {
  if (address === '') throw new Error(`${name} has no such address on ${network}`);
  return address;
}
