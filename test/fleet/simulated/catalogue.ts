/** A service as its people know it, and what one container of it does. */
export interface Service {
  readonly stack: string;
  readonly name: string;
  readonly image: string;
  /** Bytes a second at the median container, received and sent. */
  readonly rxLevel: number;
  readonly txLevel: number;
  readonly packetBytes: number;
  readonly busyShare: number;
  readonly spellSeconds: number;
  /** How long a container lives before a new one of the same service takes its place. */
  readonly lifeSeconds: number;
  /** Runs at night only. */
  readonly isNightly?: boolean;
}

/** What a host is for. */
export interface Role {
  readonly name: string;
  /** Its uplinks; a bond where it has members. */
  readonly uplinks: readonly { readonly name: string; readonly part: number; readonly members: readonly string[] }[];
  readonly services: readonly Service[];
  /** Of each uplink; left out, a gigabit. */
  readonly speedBitsPerSecond?: number;
}

const HOUR = 3_600;
const kB = 1_000;
const MB = 1_000_000;

function service(
  name: string,
  image: string,
  levels: readonly [rx: number, tx: number],
  steadiness: readonly [busyShare: number, spellSeconds: number, lifeSeconds: number],
  more: { readonly packetBytes?: number; readonly isNightly?: boolean } = {},
): Service {
  const [stack = '', short = ''] = name.split('/');
  const [busyShare, spellSeconds, lifeSeconds] = steadiness;
  const [rxLevel, txLevel] = levels;
  const { packetBytes = 900, ...rest } = more;
  return { stack, name: short, image, rxLevel, txLevel, packetBytes, busyShare, spellSeconds, lifeSeconds, ...rest };
}

const exporter = service('monitoring/node-exporter', 'prom/node-exporter:v1.8', [kB, 20 * kB], [0.35, 15, 90 * HOUR]);
const logs = service('monitoring/log-shipper', 'fluent/fluent-bit:3.1', [2 * kB, 60 * kB], [0.6, 40, 60 * HOUR]);
const backup = service('backup/nightly', 'restic/restic:0.17', [400 * kB, 30 * MB], [1, 60, 70 * HOUR], {
  packetBytes: 1_400,
  isNightly: true,
});
const eth0 = [{ name: 'eth0', part: 1, members: [] }];
const bond = [{ name: 'bond0', part: 1, members: ['eth0', 'eth1'] }];
const publicAndPrivate = [
  { name: 'eth0', part: 0.7, members: [] },
  { name: 'eth1', part: 0.3, members: [] },
];

const ROLES: Readonly<Record<string, Role>> = {
  web: {
    name: 'web',
    uplinks: eth0,
    services: [
      service('shop/web', 'shop/web', [60 * kB, 500 * kB], [0.75, 45, 9 * HOUR]),
      service('shop/api', 'shop/api', [90 * kB, 120 * kB], [0.7, 30, 7 * HOUR]),
      exporter,
      service('shop/worker', 'shop/worker', [30 * kB, 20 * kB], [0.4, 90, 11 * HOUR]),
      service('blog/web', 'wordpress:6', [8 * kB, 90 * kB], [0.45, 20, 50 * HOUR]),
      logs,
      service('intranet/wiki', 'requarks/wiki:2', [5 * kB, 60 * kB], [0.3, 60, 80 * HOUR]),
    ],
  },
  db: {
    name: 'db',
    uplinks: bond,
    speedBitsPerSecond: 10_000_000_000,
    services: [
      service('shop-db/postgres', 'postgres:17', [300 * kB, 900 * kB], [0.9, 120, 160 * HOUR], { packetBytes: 700 }),
      exporter,
      backup,
      service('shop-db/pgbouncer', 'edoburu/pgbouncer:1.23', [150 * kB, 250 * kB], [0.7, 60, 100 * HOUR]),
      service('shop-db/replica', 'postgres:17', [500 * kB, 20 * kB], [0.6, 180, 120 * HOUR]),
      logs,
    ],
  },
  cache: {
    name: 'cache',
    uplinks: eth0,
    services: [
      service('shop/redis', 'redis:7', [120 * kB, 700 * kB], [0.8, 40, 140 * HOUR], { packetBytes: 350 }),
      exporter,
      service('shop/sessions', 'valkey:8', [20 * kB, 25 * kB], [0.6, 30, 140 * HOUR], { packetBytes: 250 }),
      service('search/opensearch', 'opensearch:2', [80 * kB, 200 * kB], [0.5, 90, 60 * HOUR]),
      logs,
    ],
  },
  edge: {
    name: 'edge',
    uplinks: publicAndPrivate,
    services: [
      service('ingress/traefik', 'traefik:3', [900 * kB, 2 * MB], [0.95, 300, 70 * HOUR], { packetBytes: 1_100 }),
      exporter,
      service('ingress/certbot', 'certbot/certbot:2', [kB, kB], [0.05, 20, 30 * HOUR]),
      service('vpn/wireguard', 'linuxserver/wireguard:1', [40 * kB, 60 * kB], [0.4, 120, 90 * HOUR]),
      service('dns/coredns', 'coredns:1.11', [9 * kB, 14 * kB], [0.8, 20, 100 * HOUR], { packetBytes: 110 }),
      logs,
    ],
  },
  queue: {
    name: 'queue',
    uplinks: eth0,
    services: [
      service('shop/rabbitmq', 'rabbitmq:4', [150 * kB, 180 * kB], [0.8, 60, 120 * HOUR], { packetBytes: 600 }),
      service('shop/mailer', 'shop/mailer', [3 * kB, 30 * kB], [0.3, 30, 10 * HOUR]),
      exporter,
      service('shop/reports', 'shop/reports', [200 * kB, 10 * kB], [0.2, 240, 12 * HOUR]),
      backup,
    ],
  },
  ci: {
    name: 'ci',
    uplinks: eth0,
    services: [
      service('ci/runner', 'ci/runner', [2 * MB, 100 * kB], [0.5, 20, 400], { packetBytes: 1_300 }),
      service('ci/runner', 'ci/runner', [MB, 80 * kB], [0.45, 25, 700], { packetBytes: 1_300 }),
      service('ci/registry', 'registry:2', [150 * kB, 700 * kB], [0.35, 40, 90 * HOUR], { packetBytes: 1_300 }),
      exporter,
    ],
  },
};

/** Which hosts a fleet has, over and over. */
const MIX = ['web', 'db', 'web', 'edge', 'cache', 'web', 'queue', 'web', 'ci', 'db'] as const;

/** What the host at an index of the fleet is for, and the how manieth of its role it is, from 1. */
export function roleAt(index: number): { readonly role: Role; readonly number: number } {
  const name = MIX[index % MIX.length] ?? 'web';
  const before = MIX.slice(0, index % MIX.length).filter((each) => each === name).length;
  const perRound = MIX.filter((each) => each === name).length;
  const role = ROLES[name];
  if (!role) throw new Error(`no role ${name}`);
  return { role, number: Math.floor(index / MIX.length) * perRound + before + 1 };
}
