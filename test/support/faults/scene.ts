import { execFileSync } from 'node:child_process';
import { COUNTERS } from '@weir/model';
import { freePort } from '../../../deploy/local/src/process/port.js';
import { eventually } from '../eventually.js';
import { kernelCounters } from '../link.js';
import { startNats, type TestNats } from '../nats.js';
import { startProcess, type TestProcess } from '../process.js';
import { type ContainerGroup, createContainerGroup, newContainerId } from './container.js';
import { createFakeClock, type FakeClock } from './fake-clock.js';
import { createNamespace, type TestNamespace } from './namespace.js';
import { createSmallDisk, type SmallDisk } from './small-disk.js';
import { createStream } from './stream.js';
import { startTraffic, type Traffic } from './traffic.js';

const AGENT = new URL('../../../apps/agent/dist/main.js', import.meta.url).pathname;
const KEY_LENGTH = 12;
const DISK_MEGABYTES = 8;

/** An interface through all its lives: every one of them counts. */
export interface Watched {
  /** The keys it was published under, the newest last. */
  readonly keys: string[];
  name: string;
  /** A process in its namespace. */
  pid: number;
  /** The kernel's last word on each life that is over. */
  readonly ended: (readonly bigint[])[];
}

interface Pod {
  namespace: TestNamespace;
  members: TestProcess[];
  readonly ids: string[];
}

/**
 * A host in miniature: namespaces that stand for the host, a pod of two containers and a container alone, with traffic on
 * every interface; an agent in a namespace of its own, on a small disk and a clock that steps; NATS behind a real link.
 */
export class FaultScene {
  readonly watched: Watched[] = [];
  readonly traffic: Traffic = startTraffic();
  /** The most ticks that one life of the agent reported as merged. */
  merged = 0;
  private metricsUrl = '';

  private constructor(
    readonly nats: TestNats,
    readonly clock: FakeClock,
    readonly disk: SmallDisk,
    private readonly uplink: TestNamespace,
    private readonly host: TestNamespace,
    private readonly group: ContainerGroup,
    private readonly pod: Pod,
    private readonly single: Pod,
  ) {}

  agent!: TestProcess;

  static async start(hostInterfaces: number): Promise<FaultScene> {
    const uplink = await createNamespace(1);
    const nats = await startNats({ host: uplink.near.address });
    await createStream(nats.url);
    const group = createContainerGroup();
    const host = await createNamespace(hostInterfaces);
    const [pod, single] = [await startPod(group, 2), await startPod(group, 1)];
    const scene = new FaultScene(
      nats,
      createFakeClock(),
      createSmallDisk(DISK_MEGABYTES),
      uplink,
      host,
      group,
      pod,
      single,
    );
    await scene.begin(hostInterfaces);
    return scene;
  }

  private async begin(hostInterfaces: number): Promise<void> {
    const holder = await this.host.occupy();
    for (let index = 0; index < hostInterfaces; index += 1) this.watch(`host/eth${index}`, `eth${index}`, holder.pid);
    for (const { ids, members } of [this.pod, this.single]) {
      this.watch(podKey({ ids }), 'eth0', members[0]?.pid ?? 0);
    }
    for (const { addresses } of [this.host, this.pod.namespace, this.single.namespace]) {
      for (const address of addresses) this.traffic.addresses.add(address);
    }
    const port = await freePort();
    this.metricsUrl = `http://${this.uplink.addresses[0]}:${port}/metrics`;
    this.agent = startProcess({
      name: 'agent',
      command: 'nsenter',
      args: [`--net=/run/netns/${this.uplink.name}`, process.execPath, '--enable-source-maps', AGENT],
      env: {
        ...this.clock.env,
        WEIR_NATS_URL: this.nats.url,
        WEIR_STATE_DIR: this.disk.path,
        WEIR_SPOOL_MB: '1',
        WEIR_HOST_PID: String(holder.pid),
        WEIR_CGROUP_PREFIX: this.group.prefix,
        WEIR_METRICS_HOST: this.uplink.addresses[0] ?? '',
        WEIR_METRICS_PORT: String(port),
        DOCKER_HOST: `unix://${this.disk.path}/no-docker.sock`,
      },
    });
    await this.ticks(1);
  }

  /** Cuts the network between the agent and NATS, as a pulled cable does. */
  cut(): void {
    this.uplinkIs('down');
  }

  mend(): void {
    this.uplinkIs('up');
  }

  /** Stops the traffic and waits until the agent has read the kernel's last word. */
  async settle(): Promise<void> {
    await this.traffic.pause();
    await this.ticks(2);
  }

  /** One container of the pod ends and another takes its place; the pod's namespace lives on. */
  async replaceMember(): Promise<void> {
    const next = await this.pod.namespace.occupy();
    this.group.adopt(next, newContainerId());
    const [old] = this.pod.members.splice(0, 1);
    this.pod.members.push(next);
    this.watchedAs(podKey(this.pod)).pid = next.pid;
    await old?.kill();
  }

  /** A container restarts: the same id, another namespace, whose inode may be the old one's. */
  async replaceNamespace(): Promise<void> {
    const { single } = this;
    const watched = this.watchedAs(podKey(single));
    this.endLife(watched);
    for (const address of single.namespace.addresses) this.traffic.addresses.delete(address);
    await single.members[0]?.kill();
    single.namespace.remove();
    const next = await startPod(this.group, 1, single.ids);
    Object.assign(single, { namespace: next.namespace, members: next.members });
    watched.pid = next.members[0]?.pid ?? 0;
    for (const address of next.namespace.addresses) this.traffic.addresses.add(address);
  }

  /** The host's second interface is deleted and made anew under the same name. */
  recreateInterface(): void {
    this.endLife(this.watchedAs('host/eth1'));
    this.host.recreate(1);
  }

  /** The host's third interface gets another name: its counters go on. */
  renameInterface(): void {
    const watched = this.watchedAs('host/eth2');
    const name = watched.name === 'eth2' ? 'lan2' : 'eth2';
    this.host.rename(2, watched.name, name);
    watched.name = name;
    if (!watched.keys.includes(`host/${name}`)) watched.keys.push(`host/${name}`);
  }

  /** What the kernel counted on an interface, in all its lives. */
  kernelSums(watched: Watched): bigint[] {
    const lives = [...watched.ended, this.kernelTotals(watched)];
    return COUNTERS.map((_, index) => lives.reduce((sum, life) => sum + (life[index] ?? 0n), 0n));
  }

  /** What it shows now. */
  kernelTotals({ name, pid }: Watched): bigint[] {
    const counters = kernelCounters(name, pid);
    return COUNTERS.map((counter) => counters[counter]);
  }

  async metric(name: string): Promise<number> {
    const response = await fetch(this.metricsUrl, { signal: AbortSignal.timeout(2_000) });
    const line = (await response.text()).split('\n').find((text) => text.startsWith(`weir_agent_${name} `));
    return Number(line?.split(' ')[1] ?? NaN);
  }

  async noteMerged(): Promise<void> {
    const merged = await eventually('the agent tells what it merged', () => this.metric('spool_merged_total'));
    this.merged = Math.max(this.merged, merged);
  }

  async ticks(count: number): Promise<void> {
    const before = await eventually('the agent shows its ticks', () => this.metric('ticks_total'), 60_000);
    await eventually(
      `the agent ticks ${count} times`,
      async () => {
        const now = await this.metric('ticks_total');
        if (now < before + count) throw new Error(`${now - before} so far`);
      },
      60_000,
    );
  }

  private watch(key: string, name: string, pid: number): void {
    this.watched.push({ keys: [key], name, pid, ended: [] });
  }

  private watchedAs(key: string): Watched {
    const watched = this.watched.find(({ keys }) => keys.includes(key));
    if (!watched) throw new Error(`nothing is watched as ${key}`);
    return watched;
  }

  private endLife(watched: Watched): void {
    watched.ended.push(this.kernelTotals(watched));
  }

  private uplinkIs(state: 'up' | 'down'): void {
    execFileSync('ip', ['link', 'set', this.uplink.near.interface, state]);
    if (state === 'up') this.uplink.introduce();
  }
}

/** The key is fixed at first sight, whoever is left of the containers. */
function podKey({ ids }: Pick<Pod, 'ids'>): string {
  return `${ids[0]?.slice(0, KEY_LENGTH)}/eth0`;
}

async function startPod(group: ContainerGroup, size: number, ids?: readonly string[]): Promise<Pod> {
  const namespace = await createNamespace(1);
  const pod: Pod = { namespace, members: [], ids: [...(ids ?? Array.from({ length: size }, newContainerId))] };
  for (const id of pod.ids) {
    const member = await namespace.occupy();
    group.adopt(member, id);
    pod.members.push(member);
  }
  return pod;
}
