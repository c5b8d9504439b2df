import { type AgentInfo, type InterfaceInfo, type InventoryMessage, type NetworkInfo, type OsInfo } from '@weir/model';
import { bridgeOf } from './host-traffic.js';
import type { Life } from './lives.js';
import type { HostPlan, PlannedNetwork, Slot } from './plan.js';
import { hexOf } from './random.js';

/** Of which life of the agent, and of the host, an inventory tells. */
export interface Boot {
  readonly run: string;
  readonly boot: string;
  /** ms since 1970. */
  readonly bootedAt: number;
  readonly startedAt: number;
  readonly intervalMs: number;
}

const GIGABIT = 1_000_000_000;
const SIMULATED = 'This host is simulated: nothing of it is real, it shows what a fleet looks like.';

/** What a simulated host has, as an agent would tell it. */
export function inventoryOf(
  plan: HostPlan,
  lives: readonly (Life | null)[],
  boot: Boot,
  at: number,
  rev: number,
): InventoryMessage {
  return {
    ...{ v: 1, host: plan.id, at, rev, agent: agentOf(boot), os: osOf(plan, boot) },
    interfaces: [...hostInterfaces(plan, boot.bootedAt), ...containerInterfaces(plan, lives)],
    containers: lives.flatMap((life) => (life ? [life.container] : [])),
    networks: [...plan.networks.map(networkOf), ...builtInNetworks(plan)],
  };
}

function agentOf({ run, startedAt, intervalMs }: Boot): AgentInfo {
  return {
    ...{ version: 'simulated', run, startedAt, intervalMs },
    ...{ docker: 'connected', kubernetes: 'absent', off: [], missing: [SIMULATED] },
  };
}

function osOf({ name }: HostPlan, { boot, bootedAt }: Boot): OsInfo {
  return { hostname: name, platform: 'linux', kernel: '6.12-simulated', boot, bootedAt };
}

function hostInterfaces(plan: HostPlan, since: number): InterfaceInfo[] {
  const of = (name: string, more: Partial<InterfaceInfo>): InterfaceInfo => ({
    ...{ key: `host/${name}`, name, class: 'virtual', uplink: false, since, network: null, mac: macOf(plan, name) },
    ...{ mtu: 1_500, speedBitsPerSecond: null, state: 'up', addresses: [], master: null, ...more },
  });
  const { speedBitsPerSecond = GIGABIT } = plan.role;
  const uplinks = plan.role.uplinks.flatMap(({ name, members }, index) => [
    of(name, { class: 'uplink', uplink: true, speedBitsPerSecond, addresses: [addressOf(plan, index)] }),
    ...members.map((each) => of(each, { class: 'bond-member', speedBitsPerSecond, master: name })),
  ]);
  const docker0 = builtInNetworks(plan)[0]?.id ?? null;
  return [
    of('lo', { class: 'loopback', mac: null, mtu: 65_536, addresses: ['127.0.0.1'] }),
    of('docker0', { class: 'bridge', network: docker0, addresses: ['172.17.0.1'] }),
    ...uplinks,
    ...plan.extras.map(({ name }) => of(name, { class: name.includes('.') ? 'vlan' : 'tunnel' })),
    ...plan.networks.map((network) => of(bridgeOf(network), { class: 'bridge', network: network.id })),
  ];
}

function containerInterfaces({ networks, slots }: HostPlan, lives: readonly (Life | null)[]): InterfaceInfo[] {
  return lives.flatMap((life, index) => {
    const slot = slots[index];
    const network = slot && networks[slot.network];
    return life && network ? pairOf(life, slot, network, index) : [];
  });
}

function pairOf(life: Life, slot: Slot, network: PlannedNetwork, index: number): InterfaceInfo[] {
  const shared = { uplink: false, since: life.startedAt, network: network.id, mtu: 1_500 };
  const link = { speedBitsPerSecond: 10 * GIGABIT, state: 'up' } as const;
  return [
    {
      ...{ key: `host/${life.veth}`, name: life.veth, class: 'veth', ...shared, ...link },
      ...{ mac: null, addresses: [], master: bridgeOf(network) },
    },
    {
      ...{ key: `${life.namespace}/eth0`, name: 'eth0', class: 'container', ...shared, ...link },
      ...{ mac: null, addresses: [`172.${network.subnet}.${slot.replica}.${2 + (index % 250)}`], master: null },
    },
  ];
}

function networkOf(network: PlannedNetwork): NetworkInfo {
  return {
    ...{ id: network.id, name: network.name, driver: 'bridge', internal: false },
    ...{ subnets: [`172.${network.subnet}.0.0/16`], bridge: `host/${bridgeOf(network)}` },
  };
}

function builtInNetworks({ seed }: HostPlan): NetworkInfo[] {
  return [
    {
      ...{ id: hexOf(seed ^ 0x1f83d9ab, 64), name: 'bridge', driver: 'bridge', internal: false },
      ...{ subnets: ['172.17.0.0/16'], bridge: 'host/docker0' },
    },
  ];
}

/** Of 198.18.0.0/15, kept for benchmarks (RFC 2544): agents look at these, and should reach nobody. */
function addressOf({ index }: HostPlan, uplink: number): string {
  return `198.${18 + uplink}.${Math.floor(index / 250)}.${1 + (index % 250)}`;
}

function macOf({ seed }: HostPlan, name: string): string {
  const hex = hexOf(seed ^ name.length ^ (name.charCodeAt(name.length - 1) << 8), 10);
  return `02:${hex.match(/../g)?.join(':')}`;
}
