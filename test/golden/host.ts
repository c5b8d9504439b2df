import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const KERNEL = new URL('../../apps/agent/fixtures/kernel/', import.meta.url).pathname;
const kernelFile = (name: string): string => readFileSync(join(KERNEL, name), 'utf8');

/** Which of the kernel's two interfaces to cgroups the host shows, or both beside each other. */
export type CgroupVersion = 'v1' | 'v2';

const idOf = (letter: string): string => letter.repeat(64);
const POD = 'pod3c0ffee0_1111_2222_3333_444455556666';

/** What runs on the host: a process of each container, the network namespace it is in, and the path of its cgroup. */
const PROCESSES: readonly { pid: number; namespace: string; cgroup: string; startedTicks: number }[] = [
  { pid: 1, namespace: 'host', cgroup: '/init.scope', startedTicks: 1 },
  { pid: 40, namespace: 'host', cgroup: '/system.slice/docker.service', startedTicks: 2_000 },
  // Docker, cgroupfs and systemd drivers; the second process of a container is no second container.
  { pid: 100, namespace: 'a', cgroup: `/docker/${idOf('a')}`, startedTicks: 10_000 },
  { pid: 101, namespace: 'a', cgroup: `/docker/${idOf('a')}/below`, startedTicks: 10_100 },
  { pid: 110, namespace: 'b', cgroup: `/system.slice/docker-${idOf('b')}.scope`, startedTicks: 11_000 },
  // Docker, in the namespace of another container, and on the host's network.
  { pid: 120, namespace: 'a', cgroup: `/docker/${idOf('1')}`, startedTicks: 12_000 },
  { pid: 130, namespace: 'host', cgroup: `/docker/${idOf('2')}`, startedTicks: 13_000 },
  // A pod by containerd: the sandbox and two containers share a namespace.
  ...['c', '3', '4'].map((letter, index) => ({
    ...{ pid: 140 + index, namespace: 'c', startedTicks: 14_000 + index },
    cgroup: `/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-${POD}.slice/cri-containerd-${idOf(letter)}.scope`,
  })),
  // The same by CRI-O, with its monitor.
  {
    pid: 150,
    namespace: 'd',
    cgroup: `/kubepods.slice/kubepods-pod7.slice/crio-${idOf('d')}.scope`,
    startedTicks: 15_000,
  },
  {
    pid: 151,
    namespace: 'host',
    cgroup: `/kubepods.slice/kubepods-pod7.slice/crio-conmon-${idOf('d')}.scope`,
    startedTicks: 15_000,
  },
  // Podman, with its monitor.
  { pid: 160, namespace: 'e', cgroup: `/machine.slice/libpod-${idOf('e')}.scope/container`, startedTicks: 16_000 },
  { pid: 161, namespace: 'host', cgroup: `/machine.slice/libpod-conmon-${idOf('e')}.scope`, startedTicks: 16_000 },
];

const HEADER = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
`;

/** Interfaces of each namespace, with their index and the bytes, packets, errors and drops they received and sent. */
const NAMESPACES: Readonly<
  Record<string, readonly (readonly [string, number, readonly number[], readonly number[]])[]>
> = {
  host: [
    ['lo', 1, [1_000, 10, 0, 0], [1_000, 10, 0, 0]],
    ['eth0', 2, [5_000_000_000_000, 4_000_000_000, 7, 9], [900_000_000, 800_000, 0, 1]],
    ['eth0.100', 3, [60_000, 50, 0, 0], [70_000, 60, 0, 0]],
    ['docker0', 4, [30_000, 20, 0, 0], [40_000, 30, 0, 0]],
    ['veth0a1b2c3', 6, [8_000, 70, 0, 0], [9_000, 80, 0, 0]],
    ['wg0', 7, [1_400, 2, 0, 0], [1_400, 2, 0, 0]],
  ],
  a: [
    ['lo', 1, [0, 0, 0, 0], [0, 0, 0, 0]],
    ['eth0', 5, [9_000, 80, 0, 0], [8_000, 70, 0, 0]],
  ],
  b: [['eth0', 8, [18_446_744_073_709_000, 1, 0, 0], [2, 1, 0, 0]]],
  c: [['eth0', 2, [100, 1, 0, 0], [200, 2, 0, 0]]],
  d: [['eth0', 2, [300, 3, 0, 0], [400, 4, 0, 0]]],
  e: [['tap0', 2, [500, 5, 0, 0], [600, 6, 0, 0]]],
};

const ROUTES = `Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0
eth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0
docker0\t000011AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0
`;
const CONTAINER_ROUTES = `Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
eth0\t00000000\t010011AC\t0003\t0\t0\t0\t00000000\t0\t0\t0
eth0\t000011AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0
`;
const localAddresses = (...addresses: string[]): string =>
  `Local:\n  +-- 0.0.0.0/0 3 0 5\n${addresses.map((each) => `     |-- ${each}\n        /32 host LOCAL\n`).join('')}`;

/** What sysfs tells of the host's interfaces. */
const DEVICES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  lo: {
    ifindex: '1',
    iflink: '1',
    type: '772',
    mtu: '65536',
    address: '00:00:00:00:00:00',
    operstate: 'unknown',
    carrier: '1',
  },
  eth0: {
    ifindex: '2',
    iflink: '2',
    type: '1',
    mtu: '9000',
    address: '52:54:00:12:34:56',
    operstate: 'up',
    speed: '10000',
    'device/vendor': '0x1af4',
  },
  'eth0.100': {
    ifindex: '3',
    iflink: '2',
    type: '1',
    mtu: '1500',
    address: '52:54:00:12:34:56',
    operstate: 'up',
    speed: '10000',
    uevent: 'DEVTYPE=vlan',
  },
  docker0: {
    ifindex: '4',
    iflink: '4',
    type: '1',
    mtu: '1500',
    address: '02:42:ac:11:00:01',
    operstate: 'up',
    speed: '10000',
    uevent: 'DEVTYPE=bridge',
    'bridge/bridge_id': '8000',
  },
  veth0a1b2c3: {
    ifindex: '6',
    iflink: '5',
    type: '1',
    mtu: '1500',
    address: '8a:00:00:00:00:06',
    operstate: 'up',
    speed: '10000',
  },
  wg0: {
    ifindex: '7',
    iflink: '7',
    type: '65534',
    mtu: '1420',
    operstate: 'unknown',
    carrier: '1',
    uevent: 'DEVTYPE=wireguard',
  },
};

/** A host of several runtimes, as folders: what its kernel would show an agent. */
export class GoldenHost {
  private readonly folder = mkdtempSync(join(tmpdir(), 'weir-golden-'));
  readonly procRoot = join(this.folder, 'proc');
  readonly sysRoot = join(this.folder, 'sys');
  readonly stateDir = join(this.folder, 'state');
  private now = 0;

  constructor(private readonly version: CgroupVersion) {
    this.write('proc/sys/kernel/random/boot_id', '11111111-2222-4333-8444-555555555555\n');
    this.write('proc/sys/kernel/osrelease', '6.1.0-golden\n');
    for (const [name, files] of Object.entries(DEVICES)) this.writeDevice(name, files);
    symlinkSync('../docker0', join(this.sysRoot, 'class/net/veth0a1b2c3/master'));
    for (const { pid, namespace, cgroup, startedTicks } of PROCESSES) {
      this.write(`proc/${pid}/stat`, `${pid} (a (b) c) S ${'0 '.repeat(18)}${startedTicks} 0 0\n`);
      this.write(`proc/${pid}/cgroup`, this.memberships(cgroup));
      symlinkSync(`../ns/${namespace}`, join(this.procRoot, `${pid}/net`));
    }
    this.writeCounters();
  }

  /** Traffic, packets, CPU time: everything counts on. */
  countOn(): void {
    this.now += 1;
    this.writeCounters();
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  private writeCounters(): void {
    for (const [name, interfaces] of Object.entries(NAMESPACES)) this.writeNamespace(name, interfaces);
    for (const file of ['stat', 'loadavg', 'meminfo']) this.write(`proc/${file}`, kernelFile(file));
    const cpu = [100, 0, 50, 1_000 + 300 * this.now, 5, 0, 1, 0, 0, 0].map((ticks, index) =>
      index === 0 ? ticks + 90 * this.now : ticks,
    );
    this.write('proc/stat', `cpu  ${cpu.join(' ')}\ncpu0 ${cpu.join(' ')}\nbtime 1700000000\n`);
    for (const { cgroup } of PROCESSES.slice(2)) this.writeUsage(cgroup.replace(/(\/below|\/container)$/, ''));
    if (this.version === 'v2') this.write('sys/fs/cgroup/cgroup.controllers', 'cpu memory\n');
  }

  private writeNamespace(name: string, interfaces: (typeof NAMESPACES)[string]): void {
    const count = (values: readonly number[]): string =>
      values.map((value) => value + (value % 97) * this.now).join(' ');
    const lines = interfaces.map(
      ([device, , rx, tx]) => `${device.padStart(6)}: ${count(rx)} 0 0 0 0 ${count(tx)} 0 0 0 0\n`,
    );
    this.write(`proc/ns/${name}/dev`, HEADER + lines.join(''));
    const indexes = interfaces.map(([device, index]) => `${index}\t${device.padEnd(10)}:     1      V3\n`);
    this.write(`proc/ns/${name}/igmp`, `Idx\tDevice    : Count Querier\n${indexes.join('')}`);
    for (const file of ['snmp', 'snmp6', 'netstat', 'sockstat', 'sockstat6', 'softnet_stat']) {
      this.write(`proc/ns/${name}/${file}`, this.counted(file));
    }
    this.write(`proc/ns/${name}/stat/nf_conntrack`, kernelFile('nf_conntrack'));
    const isHost = name === 'host';
    this.write(`proc/ns/${name}/route`, isHost ? ROUTES : CONTAINER_ROUTES);
    const own = isHost ? ['127.0.0.1', '192.0.2.10', '172.17.0.1'] : ['127.0.0.1', '172.17.0.2'];
    this.write(`proc/ns/${name}/fib_trie`, localAddresses(...own));
    this.write(`proc/ns/${name}/if_inet6`, isHost ? '20010db8000000000000000000000010 02 40 00 80     eth0\n' : '');
  }

  /** The file as recorded; later, every number of more than three digits one higher. */
  private counted(file: string): string {
    const text = kernelFile(file);
    return this.now === 0 || !/^(snmp6?|netstat)$/.test(file)
      ? text
      : text.replace(/(?<=[ \t])\d{4,15}(?=\s)/g, (digits) => String(BigInt(digits) + BigInt(this.now)));
  }

  private memberships(path: string): string {
    return this.version === 'v2'
      ? `0::${path}\n`
      : `12:memory:${path}\n5:cpu,cpuacct:${path}\n1:name=systemd:${path}\n0::/\n`;
  }

  private writeUsage(path: string): void {
    if (this.version === 'v2') {
      this.write(`sys/fs/cgroup${path}/cpu.stat`, `usage_usec ${5_000_000 + 250_000 * this.now}\n`);
      this.write(`sys/fs/cgroup${path}/memory.current`, '104857600\n');
      this.write(`sys/fs/cgroup${path}/memory.stat`, 'inactive_file 4857600\n');
      this.write(`sys/fs/cgroup${path}/memory.max`, 'max\n');
    } else {
      this.write(`sys/fs/cgroup/cpu,cpuacct${path}/cpuacct.usage`, `${5_000_000_000 + 250_000_000 * this.now}\n`);
      this.write(`sys/fs/cgroup/memory${path}/memory.usage_in_bytes`, '104857600\n');
      this.write(`sys/fs/cgroup/memory${path}/memory.stat`, 'total_inactive_file 4857600\n');
      this.write(`sys/fs/cgroup/memory${path}/memory.limit_in_bytes`, '536870912\n');
    }
  }

  private writeDevice(name: string, files: Readonly<Record<string, string>>): void {
    for (const [file, text] of Object.entries(files)) this.write(`sys/class/net/${name}/${file}`, `${text}\n`);
  }

  private write(path: string, text: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), text);
  }
}
