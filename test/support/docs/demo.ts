import { type RunningAggregator, startAggregator } from '../aggregator.js';
import { eventually } from '../eventually.js';
import { askGraphql } from '../graphql.js';
import { startNats } from '../nats.js';
import { startPostgres } from '../postgres.js';
import { type DemoFleet, startDemoFleet } from './demo-fleet.js';
import { storeFound } from './found.js';

/** A running weir whose data is what the documents' examples speak of. */
export interface Demo extends DemoFleet {
  readonly aggregator: RunningAggregator;
  /** The id that this container has at the moment. */
  containerId(host: string, name: string): Promise<string>;
  /** Waits until as many hosts are listed. */
  hostsListed(count: number): Promise<void>;
}

const STORED_WITHIN_MS = 120_000;
const HOSTS = '{ hosts { totalCount } storage { waitingMessages } }';
const CONTAINER = `query ($filter: Filter) { containers(filter: $filter) { nodes { id } } }`;

/** Starts NATS, a database, the built aggregator and simulated hosts; ready when their history is stored. */
export async function startDemo(): Promise<Demo> {
  const [nats, database] = await Promise.all([startNats(), startPostgres()]);
  const aggregator = await startAggregator({ WEIR_DATABASE_URL: database.url, WEIR_NATS_URL: nats.url });
  const fleet = await startDemoFleet(nats.url);
  const hostsListed = (count: number): Promise<void> =>
    eventually(`${count} hosts are listed`, () => mustList(aggregator.url, count), STORED_WITHIN_MS);
  await eventually('what lies behind is published', () => mustHaveCaughtUp(fleet), STORED_WITHIN_MS);
  await hostsListed(fleet.hosts);
  await storeFound(database.url, Date.now());
  return {
    ...fleet,
    aggregator,
    hostsListed,
    containerId: (host, name) =>
      eventually(`${name} is on ${host}`, () => idOf(aggregator.url, { host: { eq: host }, container: { eq: name } })),
  };
}

function mustHaveCaughtUp(fleet: DemoFleet): void {
  if (!fleet.hasCaughtUp()) throw new Error('not yet');
}

async function idOf(url: string, filter: object): Promise<string> {
  const { data } = await askGraphql<{ containers: { nodes: { id: string }[] } }>(url, CONTAINER, { filter });
  const [container] = data?.containers.nodes ?? [];
  if (!container) throw new Error('there is none');
  return container.id;
}

/** Throws unless as many are listed and next to nothing waits in the stream. */
async function mustList(url: string, count: number): Promise<void> {
  const { data } = await askGraphql<{ hosts: { totalCount: number }; storage: { waitingMessages: number | null } }>(
    url,
    HOSTS,
  );
  const [hosts, waiting] = [data?.hosts.totalCount, data?.storage.waitingMessages];
  if (hosts !== count || waiting === null || waiting === undefined || waiting > 2 * count) {
    throw new Error(`${hosts} hosts are listed, ${waiting} messages wait`);
  }
}
