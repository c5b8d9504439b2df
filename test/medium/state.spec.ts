import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { PROTOCOL_COUNTERS, type ProtocolCounter } from '@weir/model';
import { ContainerState } from '../../apps/agent/src/collect/container-state.js';
import { HeldNamespaces } from '../../apps/agent/src/collect/held-namespaces.js';
import { Protocols } from '../../apps/agent/src/collect/protocols.js';
import { ContainerDeltas } from '../../apps/agent/src/delta/container-deltas.js';
import { ProtocolDeltas } from '../../apps/agent/src/delta/protocol-deltas.js';
import { Discovery } from '../../apps/agent/src/discover/discovery.js';
import { readKernel } from '../../apps/agent/src/discover/host-identity.js';
import { parseNetstat } from '../../apps/agent/src/procfs/netstat.js';
import { parseSnmp } from '../../apps/agent/src/procfs/snmp.js';
import { parseSnmp6 } from '../../apps/agent/src/procfs/snmp6.js';
import { type DockerEngine, type RunningContainer, startDockerEngine } from '../support/docker.js';
import { eventually } from '../support/eventually.js';
import { describeIf, dockerEngine as requirements } from '../support/requirements.js';

const PROC = { procRoot: '/proc', sysRoot: '/sys', hostPid: 1 };
/** Traffic of every kind to others and to oneself: refused, unanswered, unheard. */
const TALK = `
i=0; while [ $i -lt 20 ]; do i=$((i+1))
  echo x | nc -w 1 127.0.0.1 9 2>/dev/null; traceroute -n -m 1 -q 1 127.0.0.1 >/dev/null 2>&1
done; ping -c 3 -i 0.2 127.0.0.1 >/dev/null; touch /tmp/done`;
const WAIT = 'trap exit TERM; while :; do sleep 0.2; done';

describeIf(requirements, 'the state of real containers', () => {
  let docker: DockerEngine;
  let discovery: Discovery;
  let protocols: Protocols;
  let containers: ContainerState;
  let protocolDeltas: ProtocolDeltas;
  let containerDeltas: ContainerDeltas;
  const counted = new Map<string, Map<ProtocolCounter, number>>();
  const used = new Map<string, number>();

  beforeAll(async () => {
    docker = await startDockerEngine();
    await docker.loadBusyboxImage();
    await docker.createNetwork('front');
    const kernel = readKernel('/proc', Date.now());
    const monotonicMs = (): number => performance.now();
    discovery = new Discovery({ ...PROC, ...kernel, cgroupPrefix: docker.cgroup, saved: [], monotonicMs });
    const held = new HeldNamespaces('/proc');
    protocols = new Protocols({ ...PROC, boot: kernel.boot, bootedAt: kernel.bootedAt, source: discovery, held });
    containers = new ContainerState({ ...PROC, source: discovery });
    protocolDeltas = new ProtocolDeltas(Date.now());
    containerDeltas = new ContainerDeltas(Date.now());
    look();
  });
  afterAll(() => docker?.stop());

  /** What the agent does every 10 s. */
  function look(): void {
    discovery.refresh(true);
    const now = { at: Date.now(), monotonicMs: performance.now() };
    for (const { key, deltas } of protocolDeltas.advance(now, protocols.collect().namespaces).rows) {
      const sums = counted.get(key) ?? new Map<ProtocolCounter, number>();
      counted.set(key, sums);
      for (const name of PROTOCOL_COUNTERS) sums.set(name, (sums.get(name) ?? 0) + (deltas[name] ?? 0));
    }
    for (const { id, cpuMs } of containerDeltas.advance(now, containers.collect().containers)) {
      used.set(id, (used.get(id) ?? 0) + (cpuMs ?? 0));
    }
  }
  /** What the kernel says of a namespace that began after the first look, null where it does not tell it. */
  function kernelsOwn({ pid }: RunningContainer): Map<ProtocolCounter, number> {
    const read = (file: string): string => readFileSync(`/proc/${pid}/net/${file}`, 'utf8');
    const all = { ...parseSnmp(read('snmp')), ...parseSnmp6(read('snmp6')), ...parseNetstat(read('netstat')) };
    return new Map(PROTOCOL_COUNTERS.map((name) => [name, Number(all[name] ?? 0)]));
  }
  const key = ({ id }: RunningContainer): string => id.slice(0, 12);
  const isDone = async ({ container }: RunningContainer): Promise<void> => {
    look();
    const { ExitCode } = await runIn(container, ['test', '-e', '/tmp/done']);
    expect(ExitCode).toBe(0);
  };

  it('sums up to what each namespace counted, and each container used', async () => {
    const talking = await docker.run({ name: 'talking', network: 'front', command: ['sh', '-c', `${TALK}; ${WAIT}`] });
    const quiet = await docker.run({ name: 'quiet', network: 'front', command: ['sh', '-c', WAIT] });
    await eventually('the container has talked', () => isDone(talking), 60_000);
    // A kernel that has just been asked may still count a late answer.
    await eventually('every counter is told to the last packet', async () => {
      look();
      expect(counted.get(key(talking))).toEqual(kernelsOwn(talking));
    });
    expect(counted.get(key(talking))?.get('tcpOutResets')).toBe(20);
    expect(counted.get(key(talking))?.get('udpNoPorts')).toBe(20);
    expect(counted.get(key(talking))?.get('icmpOutUnreachable')).toBe(20);
    expect(counted.get(key(talking))?.get('tcpInSegments')).toBeGreaterThanOrEqual(40);
    expect(counted.get(key(quiet))?.get('tcpInSegments') ?? 0).toBe(0);
    const stats = await docker.client.getContainer(talking.id).stats({ stream: false });
    const engineMs = stats.cpu_stats.cpu_usage.total_usage / 1e6;
    look();
    expect(used.get(talking.id)).toBeGreaterThan(50);
    expect(Math.abs((used.get(talking.id) ?? 0) - engineMs)).toBeLessThan(100);
  }, 120_000);

  it('begins anew with a container that is started again', async () => {
    const name = 'again';
    const first = await docker.run({ name, network: 'front', command: ['sh', '-c', `${TALK}; ${WAIT}`] });
    await eventually('the container has talked', () => isDone(first), 60_000);
    look();
    const before = counted.get(key(first))?.get('tcpOutResets');
    expect(before).toBe(20);
    await first.container.restart();
    await eventually('it has talked again', () => isDone(first), 60_000);
    await eventually('both of its lives are told', async () => {
      look();
      expect(counted.get(key(first))?.get('tcpOutResets')).toBe(40);
    });
  }, 120_000);
});

async function runIn(
  container: RunningContainer['container'],
  command: readonly string[],
): Promise<{ ExitCode: number | null }> {
  const exec = await container.exec({ Cmd: [...command] });
  await exec.start({ Detach: true });
  let state = await exec.inspect();
  while (state.Running) state = await exec.inspect();
  return state;
}
