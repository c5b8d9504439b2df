import type { PerCounter } from '@weir/model';
import { startAgent } from '../agent.js';
import { type RunningAggregator, startAggregator } from '../aggregator.js';
import { eventually } from '../eventually.js';
import { asTexts, createPeerLink, kernelCounters, type PeerLink } from '../link.js';
import { startNats, type TestNats } from '../nats.js';
import { startPostgres } from '../postgres.js';
import type { TestProcess } from '../process.js';
import { temporaryDirectory } from '../reaper.js';
import { type Queries, stackQueries } from '../stack.js';
import { NAMED_SUMS_SQL } from '../unpacked.js';
import { BEFORE, buildBefore } from '../version-before.js';

type Settings = Readonly<Record<string, string>>;

const BYTES_PER_SECOND = 400_000;

/**
 * An installation of the version before, under traffic: two aggregators that store, one that analyses and answers, and two
 * agents. Both count the same link, so that what each must come to is what the kernel tells of it.
 */
export class UpgradeScene {
  private constructor(
    private readonly settings: Settings,
    readonly ingesters: [RunningAggregator, RunningAggregator],
    private api: RunningAggregator,
    private readonly agents: readonly { readonly settings: Settings; process: TestProcess }[],
    readonly link: PeerLink,
    private readonly stopTraffic: () => Promise<void>,
    readonly nats: TestNats,
  ) {}

  /** All that ran, whatever became of it. */
  readonly everyone: TestProcess[] = [];

  static async start(): Promise<UpgradeScene> {
    const [nats, database] = await Promise.all([startNats(), startPostgres(), buildBefore()]);
    const settings = { WEIR_DATABASE_URL: await database.createDatabase(), WEIR_NATS_URL: nats.url };
    const ingest = { ...settings, WEIR_ROLES: 'ingest' };
    const first = await startAggregator(ingest, BEFORE.aggregator);
    const second = await startAggregator(ingest, BEFORE.aggregator);
    const api = await startAggregator({ ...settings, WEIR_ROLES: 'analyse,api' }, BEFORE.aggregator);
    const agents = ['one', 'other'].map((name) => {
      const folder = temporaryDirectory(`agent-${name}`);
      const own = {
        WEIR_NATS_URL: nats.url,
        WEIR_STATE_DIR: folder,
        DOCKER_HOST: `unix://${folder}/no-docker.sock`,
        WEIR_HOST_NAME: name,
      };
      return { settings: own, process: startAgent(own, BEFORE.agent) };
    });
    // A link that appears while an agent runs is counted from its first byte.
    for (const agent of agents) await agent.process.waitForLog(/connected to NATS/, 60_000);
    const { sql } = stackQueries(api.url, settings.WEIR_DATABASE_URL);
    await eventually('both count', async () => {
      const hosts = await sql('SELECT DISTINCT host_id FROM presence');
      if (hosts.length < agents.length) throw new Error(`${hosts.length} of ${agents.length} so far`);
    });
    const link = createPeerLink();
    const stopTraffic = await link.receiveSteadily(BYTES_PER_SECOND);
    const scene = new UpgradeScene(settings, [first, second], api, agents, link, stopTraffic, nats);
    scene.everyone.push(first, second, api, ...agents.map(({ process }) => process));
    return scene;
  }

  /** Starts an ingester of this version, and then ends the old one in its place. */
  async upgradeIngester(place: 0 | 1): Promise<void> {
    const next = await startAggregator({ ...this.settings, WEIR_ROLES: 'ingest' });
    await this.ingesters[place].stop();
    this.ingesters[place] = next;
    this.everyone.push(next);
  }

  async upgradeApi(): Promise<void> {
    const next = await startAggregator({ ...this.settings, WEIR_ROLES: 'analyse,api' });
    await this.api.stop();
    this.api = next;
    this.everyone.push(next);
  }

  /** Ends an agent, and starts this version on what it leaves behind. */
  async upgradeAgent(place: 0 | 1): Promise<void> {
    const agent = this.agents[place];
    if (!agent) throw new Error('there is no such agent');
    await agent.process.stop();
    agent.process = startAgent(agent.settings);
    this.everyone.push(agent.process);
  }

  queries(): Queries {
    return stackQueries(this.api.url, this.settings['WEIR_DATABASE_URL'] ?? '');
  }

  async migrations(): Promise<number> {
    const [row] = await this.queries().sql<{ count: number }>('SELECT count(*)::int AS count FROM migration');
    return row?.count ?? 0;
  }

  /** Waits until one of the aggregators has stored more. */
  async stores({ url }: RunningAggregator): Promise<void> {
    const { metric } = stackQueries(url, this.settings['WEIR_DATABASE_URL'] ?? '');
    const stored = (): Promise<number> => metric('weir_stored_messages_total');
    const before = await stored();
    await eventually('it stores messages', async () => {
      if ((await stored()) <= before) throw new Error(`${before} so far`);
    });
  }

  /** Ends the traffic; then what each agent's host has stored of the link equals what the kernel counted on it. */
  async settled(): Promise<PerCounter<string>> {
    await this.stopTraffic();
    const kernel = asTexts(kernelCounters(this.link.interface));
    const sql = `SELECT host.name, ${NAMED_SUMS_SQL} FROM traffic JOIN series USING (series_id) JOIN host USING (host_id)
                 WHERE key = $1 GROUP BY host.name ORDER BY host.name`;
    const mustBe = JSON.stringify(['one', 'other'].map((name) => ({ name, ...kernel })));
    await eventually(
      'the stored sums equal the kernel',
      async () => {
        const stored = JSON.stringify(await this.queries().sql(sql, [`host/${this.link.interface}`]));
        if (stored !== mustBe) throw new Error(`stored ${stored}, counted ${mustBe}`);
      },
      60_000,
    );
    return kernel;
  }
}
