import type { Machine } from './machine.js';

/** What holds a container's first process back. */
export interface Confinement {
  readonly user: string;
  /** What it may do as if it were root, as a mask. */
  readonly capabilities: string;
  readonly noNewPrivileges: boolean;
  readonly readOnlyRoot: boolean;
}

/** Where a sink takes what is sent to it. */
const SINK_PORT = 7_000;

/** Runs a container on a machine that takes whatever is sent to it. */
export async function startSink(machine: Machine, image: string, name: string): Promise<void> {
  const command = `nc -ll -p ${SINK_PORT} -e /bin/busybox dd of=/dev/null bs=64k`;
  await machine.sh(`docker run -d --name ${name} ${image} /bin/busybox ${command}`);
}

/** Sends bytes from the machine to a sink on it; resolves when all have arrived. */
export async function sendToSink(machine: Machine, name: string, bytes: number): Promise<void> {
  const address = await machine.sh(`docker inspect -f '{{.NetworkSettings.IPAddress}}' ${name}`);
  await machine.sh(`head -c ${bytes} /dev/zero | busybox nc ${address} ${SINK_PORT}`);
}

/** The container of a Compose or Swarm service on a machine. */
export async function containerOf(machine: Machine, service: string): Promise<string> {
  const containers = await machine.client.listContainers();
  // Compose labels the images that it builds, too.
  const found = containers.find(
    ({ Labels }) => (Labels['com.docker.swarm.service.name'] ?? Labels['com.docker.compose.service']) === service,
  );
  if (!found) throw new Error(`no container of ${service} runs on ${machine.name}`);
  return found.Id;
}

/** As the kernel has it. */
export async function confinementOf(machine: Machine, service: string): Promise<Confinement> {
  const { State } = await machine.client.getContainer(await containerOf(machine, service)).inspect();
  const status = await machine.proc(`${State.Pid}/status`);
  const [mount] = (await machine.proc(`${State.Pid}/mounts`)).split('\n');
  const line = (name: string): string => new RegExp(`^${name}:\\s+(\\S+)`, 'm').exec(status)?.[1] ?? '';
  return {
    user: line('Uid'),
    capabilities: line('CapBnd'),
    noNewPrivileges: line('NoNewPrivs') === '1',
    readOnlyRoot: /^\S+ \/ \S+ ro,/.test(mount ?? ''),
  };
}

/** What the engine says of the health of each container that has a check, by Compose service. */
export async function healthOf(machine: Machine): Promise<Record<string, string>> {
  const text = await machine.sh(
    `docker ps -q | xargs docker inspect -f '{{index .Config.Labels "com.docker.compose.service"}} {{if .State.Health}}{{.State.Health.Status}}{{end}}'`,
  );
  const pairs = text.split('\n').map((line) => line.split(' ') as [string, string]);
  return Object.fromEntries(pairs.filter(([service, health]) => service !== '' && health !== ''));
}
