import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import Docker from 'dockerode';
import { leftovers } from '../docker.js';
import { eventually, STARTED_WITHIN_MS } from '../eventually.js';
import type { Wire } from '../fleet/wire.js';
import { startProcess, type TestProcess } from '../process.js';
import { removeDirectory, runAtExit, stopLater, temporaryDirectory } from '../reaper.js';
import { composePlugin } from '../trixie.js';

/**
 * A machine with Docker as people have it: processes, network, mounts and host name of its own, /proc and /sys that show these,
 * and the engine at /var/run/docker.sock. Files written for real machines work in it as they stand.
 */
export interface Machine {
  readonly name: string;
  /** On the wire. */
  readonly address: string;
  readonly client: Docker;
  /** Its first process, in the numbers of the machine that runs the test: its `net/dev` is the machine's. */
  readonly pid: number;
  /** Runs a shell command there, in the repository; answers what it printed. What it prints besides comes with the failure. */
  sh(command: string, env?: Readonly<Record<string, string>>): Promise<string>;
  /** A file of the machine's /proc. */
  proc(path: string): Promise<string>;
}

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
type Three = [string, string, string];
const LONGEST_OUTPUT = 2 ** 24;
const run = promisify(execFile);

/** Starts a machine on the wire and waits until its engine answers. Needs root. */
export async function startMachine(wire: Wire, number: number): Promise<Machine> {
  const directory = temporaryDirectory(`machine-m${number}`);
  const cgroup = `/${directory.slice(directory.lastIndexOf('/') + 1)}`;
  const [name, socket] = [`m${number}`, join(directory, 'docker.sock')];
  runAtExit(leftovers(directory, cgroup));
  const keeper = await startKeeper(name, directory, wire.addressOf(number));
  const pid = firstProcessOf(keeper);
  wire.plug(number, pid);
  const daemon = startDaemon(pid, directory, socket, cgroup);
  const client = new Docker({ socketPath: socket });
  await eventually(`the Docker engine of ${name} answers`, () => answer(client, daemon), STARTED_WITHIN_MS);
  stopLater(async () => {
    // With its first process every other ends, and with the last of them every mount and interface.
    await keeper.kill();
    await run('sh', ['-c', leftovers(directory, cgroup)]);
    await removeDirectory(directory);
  });
  const own = { DOCKER_HOST: `unix://${socket}`, DOCKER_CONFIG: await clientFolder(directory), HOME: directory };
  const ownNames = [`--net=/proc/${pid}/ns/net`, `--uts=/proc/${pid}/ns/uts`];
  return {
    ...{ name, client, pid, address: wire.addressOf(number) },
    sh: async (command, env = {}) => {
      const options = { cwd: ROOT, env: { PATH: process.env['PATH'], ...own, ...env }, maxBuffer: LONGEST_OUTPUT };
      return (await run('nsenter', [...ownNames, 'sh', '-ec', command], options)).stdout.trim();
    },
    proc: async (path) => (await run('nsenter', [`-t${pid}`, '--pid', '--mount', 'cat', `/proc/${path}`])).stdout,
  };
}

/** Holds the machine's namespaces, as the first process of its own. */
async function startKeeper(name: string, directory: string, address: string): Promise<TestProcess> {
  const [sys, ready, resolver] = ['sys', 'ready', 'resolv.conf'].map((file) => join(directory, file)) as Three;
  mkdirSync(sys);
  // Nobody listens there: whoever asks for a registry is told so at once.
  writeFileSync(resolver, `nameserver ${address}\n`);
  const script = [
    'set -e',
    `hostname ${name}`,
    'mount -t proc proc /proc',
    // The control groups of the sysfs that is there are not in a new one.
    `mount -t sysfs sysfs ${sys}`,
    `mount --rbind /sys/fs/cgroup ${sys}/fs/cgroup`,
    `mount --rbind ${sys} /sys`,
    // Sockets, and the engine's identity.
    'mount -t tmpfs tmpfs /run',
    '[ ! -d /etc/docker ] || mount -t tmpfs tmpfs /etc/docker',
    `mount --bind ${resolver} /etc/resolv.conf`,
    `touch ${ready}`,
    'exec sleep infinity',
  ];
  const own = ['--pid', '--fork', '--kill-child', '--net', '--mount', '--uts', '--propagation', 'private'];
  const keeper = startProcess({
    name: `machine-${name}`,
    command: 'unshare',
    args: [...own, 'sh', '-c', script.join('\n')],
  });
  await eventually(`${name} has its namespaces`, () => {
    if (!existsSync(ready)) throw new Error(keeper.log());
  });
  return keeper;
}

function firstProcessOf({ pid }: TestProcess): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8'));
}

function startDaemon(pid: number, directory: string, socket: string, cgroup: string): TestProcess {
  return startProcess({
    name: 'dockerd',
    command: 'nsenter',
    args: [
      ...['-t', String(pid), '--net', '--mount', '--uts', '--pid', 'dockerd'],
      ...['--host', 'unix:///run/docker.sock', '--host', `unix://${socket}`, '--userland-proxy=false'],
      ...['--data-root', join(directory, 'data'), '--exec-root', join(directory, 'run')],
      ...['--pidfile', join(directory, 'pid'), '--cgroup-parent', cgroup],
      ...['--exec-opt', 'native.cgroupdriver=cgroupfs'],
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

/** Where Docker's client finds `docker compose`, and nothing of whoever runs the test. */
async function clientFolder(directory: string): Promise<string> {
  const plugins = join(directory, 'client/cli-plugins');
  mkdirSync(plugins, { recursive: true });
  symlinkSync(await composePlugin(), join(plugins, 'docker-compose'));
  return join(directory, 'client');
}
