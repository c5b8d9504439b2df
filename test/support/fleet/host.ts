import { execFile } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Docker from 'dockerode';
import { leftovers } from '../docker.js';
import { eventually, STARTED_WITHIN_MS } from '../eventually.js';
import { startProcess, type TestProcess } from '../process.js';
import { removeDirectory, runAtExit, stopLater, temporaryDirectory } from '../reaper.js';
import type { Wire } from './wire.js';

/** A Docker host in miniature: network, mounts and host name of its own, and in them a real Docker engine. */
export interface FleetHost {
  /** 1, 2, 3 … */
  readonly number: number;
  readonly name: string;
  /** On the wire. */
  readonly address: string;
  /** A process that lives as long as the host does: its `net/dev` is the host's. */
  readonly pid: number;
  readonly client: Docker;
  readonly socket: string;
  /** A sysfs that shows the host's interfaces, as the host would see it. */
  readonly sysRoot: string;
  /** All its containers' cgroups begin with this. */
  readonly cgroup: string;
  /** A folder of this machine that is removed with the host. */
  readonly directory: string;
  /** Makes an image of a whole file system. */
  importImage(archive: string, name: string): Promise<void>;
  run(options: RunOptions): Promise<FleetContainer>;
  stop(): Promise<void>;
}

/** A container's settings as the engine's API takes them, under a name. */
export interface RunOptions extends Docker.ContainerCreateOptions {
  readonly name: string;
  readonly HostConfig: Docker.HostConfig & { readonly CgroupnsMode?: 'host' | 'private' };
}

/** A running container. */
export interface FleetContainer {
  readonly id: string;
  readonly name: string;
  readonly host: FleetHost;
  /** Of its first process, in this machine's numbers. */
  readonly pid: number;
}

const shell = promisify(execFile);

/** Starts a host on the wire and waits until its engine answers. */
export async function startHost(wire: Wire, number: number): Promise<FleetHost> {
  const directory = temporaryDirectory(`fleet-h${number}`);
  const cgroup = `/${directory.slice(directory.lastIndexOf('/') + 1)}`;
  const [name, sysRoot, socket] = [`h${number}`, join(directory, 'sys'), join(directory, 'docker.sock')];
  runAtExit(leftovers(directory, cgroup));
  const keeper = await startKeeper(name, directory, sysRoot);
  wire.plug(number, keeper.pid);
  const daemon = startDaemon(keeper.pid, directory, socket, cgroup, `172.${30 + (number % 200)}.0.1/16`);
  const client = new Docker({ socketPath: socket });
  await eventually(`the Docker engine of ${name} answers`, () => answer(client, daemon), STARTED_WITHIN_MS);
  const stop = stopLater(async () => {
    // Containers that heed no signal would each be waited for; nothing of them is needed any more.
    await daemon.kill();
    await keeper.kill();
    await shell('sh', ['-c', leftovers(directory, cgroup)]);
    await removeDirectory(directory);
  });
  const host: FleetHost = {
    ...{ number, name, client, socket, sysRoot, cgroup, directory, stop },
    address: wire.addressOf(number),
    pid: keeper.pid,
    importImage: (archive, image) => importImage(client, archive, image),
    run: (options) => runContainer(host, options),
  };
  return host;
}

/**
 * Holds the host's namespaces: when it ends, they are gone, with every mount and interface in them. A /run and an
 * /etc/docker of its own keep engines apart: they hold sockets, and the engine's identity.
 */
async function startKeeper(name: string, directory: string, sysRoot: string): Promise<TestProcess> {
  mkdirSync(sysRoot);
  const ready = join(directory, 'ready');
  const script = [
    'set -e',
    `hostname ${name}`,
    `mount -t sysfs sysfs ${sysRoot}`,
    `mount --rbind /sys/fs/cgroup ${sysRoot}/fs/cgroup`,
    'mount -t tmpfs tmpfs /run',
    '[ ! -d /etc/docker ] || mount -t tmpfs tmpfs /etc/docker',
    `touch ${ready}`,
    'exec sleep infinity',
  ];
  const unshare = ['--net', '--mount', '--uts', '--propagation', 'private'];
  const keeper = startProcess({
    name: `fleet-${name}`,
    command: 'unshare',
    args: [...unshare, 'sh', '-c', script.join('\n')],
  });
  await eventually(`${name} has its namespaces`, () => {
    if (!existsSync(ready)) throw new Error(keeper.log());
  });
  return keeper;
}

/** By nsenter, since `ip netns exec` would hide the control groups. */
function startDaemon(pid: number, directory: string, socket: string, cgroup: string, bip: string): TestProcess {
  return startProcess({
    name: 'dockerd',
    command: 'nsenter',
    args: [
      ...['-t', String(pid), '--net', '--mount', '--uts', 'dockerd'],
      ...['--data-root', join(directory, 'data'), '--exec-root', join(directory, 'run')],
      ...['--pidfile', join(directory, 'pid'), '--host', `unix://${socket}`, '--bip', bip],
      ...['--cgroup-parent', cgroup, '--exec-opt', 'native.cgroupdriver=cgroupfs', '--userland-proxy=false'],
    ],
    // A Swarm's tasks take the image that is there: no registry is asked.
    env: { DOCKER_SERVICE_PREFER_OFFLINE_IMAGE: '1' },
    logFile: join(directory, 'log'),
  });
}

async function answer(client: Docker, daemon: TestProcess): Promise<void> {
  await client.ping().catch((error: Error) => {
    throw new Error(`${error.message}\n${daemon.log().slice(-2_000)}`);
  });
}

async function importImage(client: Docker, archive: string, name: string): Promise<void> {
  const stream = await client.importImage(archive, { repo: name, tag: 'latest' });
  await new Promise<void>((resolve, reject) => {
    client.modem.followProgress(stream, (error) => (error ? reject(error) : resolve()));
  });
}

async function runContainer(host: FleetHost, options: RunOptions): Promise<FleetContainer> {
  const container = await host.client.createContainer(options);
  await container.start();
  const { Id, State } = await container.inspect();
  if (!State.Running)
    throw new Error(`${options.name} ended at once: ${String(await container.logs({ stdout: true, stderr: true }))}`);
  return { id: Id, name: options.name, host, pid: State.Pid };
}
