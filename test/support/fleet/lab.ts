import { busyboxArchive } from '../busybox.js';
import { startNats, type TestNats } from '../nats.js';
import { stopLater, temporaryDirectory } from '../reaper.js';
import { AGENT_IMAGE, type FleetAgent, PROXY_IMAGE, startFleetAgent } from './agent.js';
import { type FleetHost, startHost } from './host.js';
import { agentArchive, programArchive } from './image.js';
import { type Published, readPublished } from './published.js';
import { layWire, type Wire } from './wire.js';

/** Real Docker hosts on one machine, each with the agent in a container, and the NATS that all of them publish to. */
export interface Lab {
  readonly wire: Wire;
  readonly nats: TestNats;
  readonly published: Published;
  readonly hosts: readonly FleetHost[];
  readonly agents: readonly FleetAgent[];
}

/** What the subnet of the wire has room for. */
export const MAX_HOSTS = 16;
export const BUSYBOX = 'weir-busybox';

/** Starts the lab; nothing of it outlives the test process, however that ends. */
export async function startLab(size: number): Promise<Lab> {
  const wire = layWire();
  stopLater(async () => wire.remove());
  const nats = await startNats({ host: wire.address });
  const published = await readPublished(nats.url);
  const numbers = Array.from({ length: size }, (_, index) => index + 1);
  const [images, hosts] = await Promise.all([
    makeImages(),
    Promise.all(numbers.map((number) => startHost(wire, number))),
  ]);
  await Promise.all(hosts.flatMap((host) => images.map(({ archive, name }) => host.importImage(archive, name))));
  const agents = await Promise.all(hosts.map((host) => startFleetAgent(host, nats.url)));
  return { wire, nats, published, hosts, agents };
}

async function makeImages(): Promise<{ readonly archive: string; readonly name: string }[]> {
  const directory = temporaryDirectory('fleet-images');
  return Promise.all([
    agentArchive(directory).then((archive) => ({ archive, name: AGENT_IMAGE })),
    programArchive(directory, 'haproxy', '/usr/sbin/haproxy').then((archive) => ({ archive, name: PROXY_IMAGE })),
    busyboxArchive(directory).then((archive) => ({ archive, name: BUSYBOX })),
  ]);
}
