import { AGENT_IMAGE } from '../../support/fleet/agent.js';
import type { FleetContainer, FleetHost } from '../../support/fleet/host.js';
import { inNamespace } from '../../support/fleet/kernel.js';
import type { Lab } from '../../support/fleet/lab.js';
import { type Outside, startOutside } from '../../support/fleet/outside.js';
import { FLOOD, JOB, SCAN, SERVER, USERS } from './programs.js';

const NETWORK = 'app';
const SINK_PORT = 9_000;
const SERVER_PORT = 5_000;
/** Addresses that no network has (RFC 2544): the outside drops what is sent there. */
const NOBODY = '198.18.0.0/15';
const JOB_BYTES_PER_SECOND = 500_000;
/** How long each of its runs takes. */
export const JOB_SECONDS = 30;

/** Two hosts whose containers are asked by users on the outside; and what can happen there. */
export interface PatternScene {
  readonly backup: FleetContainer;
  readonly db: FleetContainer;
  readonly web: FleetContainer;
  readonly crawler: FleetContainer;
  /** Has `backup` send to the outside; resolves when it has begun. */
  runJob(seconds: number): Promise<void>;
  /** Has the outside flood `web` with small packets. */
  flood(seconds: number): void;
  /** Has `crawler` try ports of peers that do not answer. */
  scan(seconds: number): Promise<void>;
  /** Pulls the cable of `db`, at the host's end of it; answers how to plug it in again. */
  cut(): Promise<() => Promise<void>>;
}

/** Starts the containers and their users. */
export async function playPatterns({ wire, hosts }: Lab): Promise<PatternScene> {
  const [first, second] = hosts as [FleetHost, FleetHost];
  const outside = await startOutside(wire);
  await Promise.all(hosts.map((host) => host.client.createNetwork({ Name: NETWORK, Driver: 'bridge' })));
  const [backup, db, web, crawler] = await Promise.all([
    startServer(first, 'backup', 1),
    startServer(first, 'db', 2),
    startServer(second, 'web', 1),
    startServer(second, 'crawler', 2),
  ]);
  await dropWhatIsForNobody(second, outside);
  const servers = [first, second].flatMap(({ address }) => [1, 2].map((place) => `${address}:${SERVER_PORT + place}`));
  outside.run(USERS, { SERVERS: servers.join(), SINK: String(SINK_PORT) });
  const job = { TO: `${outside.address}:${SINK_PORT}`, BYTES_PER_SECOND: String(JOB_BYTES_PER_SECOND) };
  return {
    ...{ backup, db, web, crawler },
    runJob: (seconds) => runInside(backup, JOB, { ...job, SECONDS: String(seconds) }),
    flood: (seconds) => {
      outside.run(FLOOD, { TO: `${second.address}:${SERVER_PORT + 1}`, SECONDS: String(seconds) });
    },
    scan: (seconds) => runInside(crawler, SCAN, { SECONDS: String(seconds) }),
    cut: () => cutCable(db),
  };
}

/** A container on the network of its host, asked on a port of the host. */
function startServer(host: FleetHost, name: string, place: number): Promise<FleetContainer> {
  const port = `${SERVER_PORT}/udp`;
  return host.run({
    ...{ name, Image: AGENT_IMAGE, Cmd: [process.execPath, '-e', SERVER], Env: [`PORT=${SERVER_PORT}`] },
    ExposedPorts: { [port]: {} },
    HostConfig: { NetworkMode: NETWORK, PortBindings: { [port]: [{ HostPort: String(SERVER_PORT + place) }] } },
  });
}

async function runInside({ host, id }: FleetContainer, program: string, env: Record<string, string>): Promise<void> {
  const Env = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  const exec = await host.client.getContainer(id).exec({ Cmd: [process.execPath, '-e', program], Env });
  await exec.start({ Detach: true });
}

async function dropWhatIsForNobody(host: FleetHost, outside: Outside): Promise<void> {
  await inNamespace(outside.pid, `ip route add blackhole ${NOBODY}`);
  await inNamespace(host.pid, `ip route add ${NOBODY} via ${outside.address}`);
}

interface Link {
  readonly ifindex: number;
  readonly ifname: string;
  /** Of the other end. */
  readonly link_index?: number;
}

async function cutCable({ host, pid }: FleetContainer): Promise<() => Promise<void>> {
  const linksOf = async (of: number): Promise<Link[]> => JSON.parse(await inNamespace(of, 'ip -json link')) as Link[];
  const inside = (await linksOf(pid)).find(({ ifname }) => ifname === 'eth0');
  const end = (await linksOf(host.pid)).find(({ ifindex }) => ifindex === inside?.link_index)?.ifname ?? 'none';
  await inNamespace(host.pid, `ip link set dev ${end} down`);
  return async () => void (await inNamespace(host.pid, `ip link set dev ${end} up`));
}
