import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Docker from 'dockerode';
import { busyboxArchive } from './busybox.js';
import { eventually, STARTED_WITHIN_MS } from './eventually.js';
import { startProcess, type TestProcess } from './process.js';
import { removeDirectory, runAtExit, stopLater, temporaryDirectory } from './reaper.js';

/** A real Docker engine of the test's own, apart from any other engine of the machine. Needs root. */
export interface DockerEngine {
  /** For DOCKER_HOST. */
  readonly host: string;
  readonly client: Docker;
  /** All its containers' cgroups begin with this. */
  readonly cgroup: string;
  /** Loads an image made of this machine's busybox: no registry is asked. */
  loadBusyboxImage(): Promise<void>;
  /** Makes a bridge network. */
  createNetwork(name: string): Promise<Docker.Network>;
  /** Starts a container of the busybox image. */
  run(options: ContainerOptions): Promise<RunningContainer>;
  /** Ends the engine alone: its containers go on. */
  shutDown(): Promise<void>;
  startAgain(): Promise<void>;
  /** Removes containers, networks and their bridges, then ends the engine. */
  stop(): Promise<void>;
}

/** What to run in a container. */
export interface ContainerOptions {
  readonly name: string;
  /** A network made before, or `host`, `none`, `container:<name>`. */
  readonly network: string;
  readonly command: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
}

/** A running container. */
export interface RunningContainer {
  readonly id: string;
  /** Of its first process, in this machine's numbers. */
  readonly pid: number;
  readonly container: Docker.Container;
}

const IMAGE = 'weir-busybox';
const shell = promisify(execFile);

/** Where else an engine listens: on a loopback port, for those whose certificate its authority signed. */
export interface TlsListener {
  readonly port: number;
  /** A folder with ca.pem, cert.pem and key.pem. */
  readonly certificates: string;
}

/** Starts an engine in this machine's network namespace and waits until it answers. */
export async function startDockerEngine(tls: TlsListener | null = null): Promise<DockerEngine> {
  const directory = temporaryDirectory('docker');
  const cgroup = `/weir-test-${randomBytes(4).toString('hex')}`;
  const socket = join(directory, 'docker.sock');
  const bridges: string[] = [];
  runAtExit(leftovers(directory, cgroup));
  const daemon = startProcess({
    name: 'dockerd',
    command: 'dockerd',
    args: [...daemonArguments(directory, socket, cgroup), ...(tls ? tlsArguments(tls) : [])],
    logFile: join(directory, 'log'),
    graceMs: 20_000,
  });
  const client = new Docker({ socketPath: socket });
  await eventually('the Docker engine answers', () => answer(client, daemon), STARTED_WITHIN_MS);
  const stop = stopLater(async () => {
    await removeContainers(client);
    await daemon.stop();
    await shell('sh', ['-c', [leftovers(directory, cgroup), ...bridges.map(removeBridge)].join('; ')]);
    await removeDirectory(directory);
  });
  return {
    host: `unix://${socket}`,
    client,
    cgroup,
    loadBusyboxImage: () => importImage(client, directory),
    createNetwork: async (name) => {
      const network = await client.createNetwork({ Name: name, Driver: 'bridge' });
      bridges.push(await openBridge(network));
      return network;
    },
    run: (options) => runContainer(client, options),
    shutDown: () => daemon.stop(),
    startAgain: async () => {
      await daemon.restart();
      await eventually('the Docker engine answers again', () => answer(client, daemon), STARTED_WITHIN_MS);
    },
    stop,
  };
}

function daemonArguments(directory: string, socket: string, cgroup: string): string[] {
  return [
    ...['--data-root', join(directory, 'data'), '--exec-root', join(directory, 'run')],
    ...['--pidfile', join(directory, 'pid'), '--host', `unix://${socket}`, '--live-restore'],
    // A containerd that runs on the machine is shared, under names of our own.
    ...['--containerd-namespace', cgroup.slice(1), '--containerd-plugins-namespace', `${cgroup.slice(1)}-plugins`],
    ...['--cgroup-parent', cgroup, '--exec-opt', 'native.cgroupdriver=cgroupfs'],
    // The firewall's chains belong to the machine's own engine, should it have one.
    ...['--bridge=none', '--iptables=false', '--ip6tables=false', '--ip-masq=false', '--userland-proxy=false'],
  ];
}

function tlsArguments({ port, certificates }: TlsListener): string[] {
  return [
    ...['--host', `tcp://127.0.0.1:${port}`, '--tlsverify', '--tlscacert', join(certificates, 'ca.pem')],
    ...['--tlscert', join(certificates, 'cert.pem'), '--tlskey', join(certificates, 'key.pem')],
  ];
}

async function answer(client: Docker, daemon: TestProcess): Promise<void> {
  await client.ping().catch((error: Error) => {
    throw new Error(`${error.message}\n${daemon.log().slice(-2_000)}`);
  });
}

async function importImage(client: Docker, directory: string): Promise<void> {
  const stream = await client.importImage(await busyboxArchive(directory), { repo: IMAGE, tag: 'latest' });
  await new Promise<void>((resolve, reject) => {
    client.modem.followProgress(stream, (error) => (error ? reject(error) : resolve()));
  });
}

async function runContainer(client: Docker, options: ContainerOptions): Promise<RunningContainer> {
  const container = await client.createContainer({
    name: options.name,
    Image: IMAGE,
    Cmd: [...options.command],
    Labels: { ...options.labels },
    HostConfig: { NetworkMode: options.network, Init: false },
  });
  await container.start();
  const { Id, State } = await container.inspect();
  return { id: Id, pid: State.Pid, container };
}

async function removeContainers(client: Docker): Promise<void> {
  const all = await client.listContainers({ all: true });
  await Promise.all(all.map(({ Id }) => client.getContainer(Id).remove({ force: true })));
}

/** Lets packets through between a network's containers, whatever the machine's firewall does with forwarded ones. */
async function openBridge(network: Docker.Network): Promise<string> {
  const bridge = `br-${network.id.slice(0, 12)}`;
  runAtExit(removeBridge(bridge));
  await shell('iptables', ['-w', '-I', 'FORWARD', '-i', bridge, '-o', bridge, '-j', 'ACCEPT']);
  return bridge;
}

const removeBridge = (bridge: string): string =>
  `iptables -w -D FORWARD -i ${bridge} -o ${bridge} -j ACCEPT 2>/dev/null; ip link delete ${bridge} 2>/dev/null; true`;

/** A command that ends what a killed engine leaves: shims and containers (all name its folder or cgroup), mounts, control groups. */
export function leftovers(directory: string, cgroup: string): string {
  const groups = `/sys/fs/cgroup${cgroup} /sys/fs/cgroup/*${cgroup}`;
  return [
    `for f in $(grep -l -a -F ${directory} /proc/[0-9]*/cmdline 2>/dev/null); do p=\${f#/proc/}; p=\${p%/cmdline}; [ $p = $$ ] || kill -KILL $p; done 2>/dev/null`,
    `for g in ${groups}; do find $g -name cgroup.procs 2>/dev/null | while read f; do kill -KILL $(cat $f); done; done 2>/dev/null`,
    'sleep 0.3',
    `grep -F ${directory} /proc/mounts | cut -d' ' -f2 | sort -r | while read m; do umount -l $m; done 2>/dev/null`,
    `for g in ${groups}; do find $g -depth -type d -exec rmdir {} \\; ; done 2>/dev/null`,
    'true',
  ].join('; ');
}
