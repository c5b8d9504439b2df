import { join } from 'node:path';
import { asTexts, createPeerLink, kernelCounters, type PeerLink } from '../link.js';
import { startAgent } from '../agent.js';
import { type RunningAggregator, startAggregator } from '../aggregator.js';
import { openPool } from '../database.js';
import { eventually, STARTED_WITHIN_MS } from '../eventually.js';
import { startFront } from '../front.js';
import { type NatsCluster, startNatsCluster } from '../nats-cluster.js';
import { startPostgres } from '../postgres.js';
import { temporaryDirectory } from '../reaper.js';
import { type Queries, stackQueries } from '../stack.js';
import { type FleetProcess, startFleet } from './store/child.js';
import type { Outcome } from './store/main.js';
import { readStored, type Stored } from './store/stored.js';
import { Watcher } from './watcher.js';

const COPIES = 3;
const HOSTS = 20;
const BYTES_PER_SECOND = 400_000;

/**
 * Three NATS servers that all keep the stream, two aggregators behind a front, and a page that watches. What is published
 * comes of a real agent with a link under traffic, and of a simulated fleet in a bad network.
 */
export class ClusterScene {
  private constructor(
    readonly nats: NatsCluster,
    readonly databaseUrl: string,
    readonly aggregators: readonly RunningAggregator[],
    readonly queries: Queries,
    readonly fleet: FleetProcess,
    readonly link: PeerLink,
    readonly watcher: Watcher,
    private readonly stopTraffic: () => Promise<void>,
  ) {}

  static async start(longestRepeatMs: number): Promise<ClusterScene> {
    const [nats, database] = await Promise.all([startNatsCluster(COPIES), startPostgres()]);
    const databaseUrl = await database.createDatabase();
    const settings = { WEIR_DATABASE_URL: databaseUrl, WEIR_NATS_URL: nats.url, WEIR_NATS_REPLICAS: String(COPIES) };
    const aggregators = [await startAggregator(settings), await startAggregator(settings)];
    await nats.whole(COPIES);
    const front = await startFront(aggregators.map(({ url }) => url));
    const folder = temporaryDirectory('cluster');
    startAgent({
      WEIR_NATS_URL: nats.url,
      WEIR_STATE_DIR: join(folder, 'agent'),
      DOCKER_HOST: `unix://${folder}/no-docker.sock`,
    });
    const queries = stackQueries(front, databaseUrl);
    const watcher = await Watcher.open(front, await queries.hostId());
    const fleet = await startFleet({ natsUrl: nats.url, longestRepeatMs });
    const fromMs = Math.floor(Date.now() / 1_000) * 1_000;
    for (let index = 0; index < HOSTS; index += 1) await fleet.add({ index, fromMs });
    const link = createPeerLink();
    const stopTraffic = await link.receiveSteadily(BYTES_PER_SECOND);
    return new ClusterScene(nats, databaseUrl, aggregators, queries, fleet, link, watcher, stopTraffic);
  }

  /** Waits until all that was killed is there again, and has what the others have. */
  async whole(): Promise<void> {
    await this.nats.whole(COPIES);
    for (const { url } of this.aggregators) {
      await eventually(
        'the aggregator is ready',
        async () => {
          const { status } = await fetch(`${url}/readyz`);
          if (status !== 200) throw new Error(`/readyz answers ${status}`);
        },
        STARTED_WITHIN_MS,
      );
    }
  }

  /** The aggregator that the page is connected to. */
  watched(): Promise<RunningAggregator> {
    return eventually('somebody watches', async () => {
      for (const aggregator of this.aggregators) {
        const metrics = await (await fetch(`${aggregator.url}/metrics`)).text();
        if (/^weir_live_subscribers [1-9]/m.test(metrics)) return aggregator;
      }
      throw new Error('nobody watches');
    });
  }

  /** Ends what publishes, and waits until all of it is stored. */
  async settle(): Promise<Outcome> {
    await this.stopTraffic();
    const outcome = await this.fleet.end();
    await this.nats.drained(120_000);
    return outcome;
  }

  /** All that is stored of the simulated hosts, and nothing of the real one. */
  async stored({ hosts }: Outcome): Promise<Stored> {
    const pool = openPool(this.databaseUrl, 1);
    try {
      const stored = await readStored(pool);
      const simulated = new Set(hosts.map(({ id }) => id));
      return {
        ...stored,
        frames: { ...stored.frames, raw: stored.frames.raw.filter(({ host }) => simulated.has(host)) },
      };
    } finally {
      await pool.end();
    }
  }

  /** What is stored of the link, and what the kernel counted on it. */
  async linkSums(): Promise<{ readonly stored: object; readonly kernel: object }> {
    const stored = await this.queries.storedSums(await this.queries.interfaceId(this.link.interface));
    return { stored, kernel: asTexts(kernelCounters(this.link.interface)) };
  }
}
