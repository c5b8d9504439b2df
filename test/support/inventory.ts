import { startAggregator } from './aggregator.js';
import { startNats } from './nats.js';
import { startPostgres } from './postgres.js';
import { openSeed, type Seed } from './seed.js';
import { watchStatements, type WatchedDatabase } from './statements.js';

/** A small fleet with all that lists tell apart. */
interface SeededFleet {
  readonly seed: Seed;
  readonly hostIds: readonly number[];
}

const uuid = (index: number): string => `0f8fad5b-d9cb-469f-a165-${String(index).padStart(12, '0')}`;

/** Ids of the hosts. */
export const FLEET_IDS = Array.from({ length: 20 }, (_, index) => uuid(index + 1));

/** An API with a small fleet in its store. */
export interface FleetApi extends SeededFleet {
  readonly url: string;
  readonly natsUrl: string;
  /** What the API asks of its database. */
  readonly watched: WatchedDatabase;
}

/** Starts an API with so many hosts of {@link seedFleet} in its store. */
export async function startFleetApi(hosts: number, more: Readonly<Record<string, string>> = {}): Promise<FleetApi> {
  const [nats, database] = await Promise.all([startNats(), startPostgres()]);
  const watched = await watchStatements(database.url);
  // Whatever the time zone of the server, a moment is a moment.
  const env = { WEIR_NATS_URL: nats.url, WEIR_ROLES: 'api', PGOPTIONS: '-c timezone=Asia/Kathmandu' };
  const { url } = await startAggregator({ WEIR_DATABASE_URL: watched.url, ...env, ...more });
  return { url, watched, natsUrl: nats.url, ...(await seedFleet(database.url, hosts)) };
}

/**
 * Puts hosts `host-01` … into the store, each with an uplink, two networks and the containers web, db, job and agent (of the
 * host's own network); of stacks shop and batch, and of a workload. Every fourth host is silent.
 */
async function seedFleet(url: string, hosts: number): Promise<SeededFleet> {
  const seed = await openSeed(url);
  const hostIds: number[] = [];
  for (const [index, id] of FLEET_IDS.slice(0, hosts).entries()) {
    const silent = index % 4 === 3;
    const name = `host-${String(index + 1).padStart(2, '0')}`;
    const hostId = await seed.host(id, name, { lastSeenMs: Date.now() + (silent ? -3_600_000 : 3_600_000) });
    await seedHost(seed, hostId, id, index);
    hostIds.push(hostId);
  }
  return { seed, hostIds };
}

async function seedHost(seed: Seed, hostId: number, id: string, index: number): Promise<void> {
  const labels = { site: index % 2 === 0 ? 'berlin' : 'paris', ...(index === 0 && { role: 'edge' }) };
  await seed.query('UPDATE host SET labels = $2 WHERE host_id = $1', [hostId, labels]);
  for (const network of ['front', 'back']) {
    await seed.query(`INSERT INTO network VALUES ($1, $2, $2, 'bridge', $3, '{10.1.0.0/16}')`, [
      ...[hostId, network, network === 'back'],
    ]);
  }
  const eth0 = await seed.series(hostId, id, 'host/eth0', { class: 'uplink' });
  const address = `10.0.0.${index + 1}`;
  await seed.query(`UPDATE series SET state = $2, addresses = $3, speed_bits_per_second = $4 WHERE series_id = $1`, [
    ...[eth0.seriesId, index === 1 ? 'down' : 'up', [address, 'fe80::1', `fd00::${index + 1}`]],
    index === 2 ? null : 1e9,
  ]);
  const containers = [
    { name: 'web', stack: 'shop', service: 'web', image: 'nginx:1', network: 'front' },
    { name: 'db', stack: 'shop', service: 'db', image: 'postgres:18', network: 'back' },
    { name: 'job', workload: 'Deployment/job', pod: `job-${index}`, podNamespace: 'prod', network: 'front' },
    { name: 'agent', stack: null, image: 'weir:1', network: null },
  ];
  for (const [place, container] of containers.entries()) await seedContainer(seed, hostId, id, { ...container, place });
}

interface SeededContainer {
  readonly name: string;
  readonly place: number;
  readonly network: string | null;
  readonly stack?: string | null;
  readonly service?: string;
  readonly image?: string;
  readonly workload?: string;
  readonly pod?: string;
  readonly podNamespace?: string;
}

async function seedContainer(seed: Seed, hostId: number, id: string, container: SeededContainer): Promise<void> {
  const { name, place, network, stack, service, image, workload, pod, podNamespace } = container;
  const namespace = network === null ? null : `${name}${hostId}`.padEnd(12, '0');
  await seed.query(
    `INSERT INTO container (host_id, id, name, namespace, host_network, stack, service, image, workload, pod, pod_namespace,
       labels, started_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      ...[
        hostId,
        name.padEnd(64, String(hostId % 10)),
        name,
        namespace,
        network === null,
        stack,
        service,
        image,
        workload,
      ],
      ...[pod, podNamespace, { tier: name === 'db' ? 'data' : 'app' }],
      place === 0 ? null : new Date(Date.UTC(2026, 10, 20, place)).toISOString(),
    ],
  );
  if (namespace === null || network === null) return;
  const more = { class: 'container', uplink: false, namespace, networkId: network };
  await seed.series(hostId, id, `${namespace}/eth0`, more);
}
