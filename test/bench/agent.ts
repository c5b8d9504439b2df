import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { ensureStream } from '../../apps/aggregator/src/ingest/stream.js';
import { freePort } from '../../deploy/local/src/process/port.js';
import { startAgent } from '../support/agent.js';
import { eventually } from '../support/eventually.js';
import { startNats, type TestNats } from '../support/nats.js';
import type { TestProcess } from '../support/process.js';
import { stopAll, temporaryDirectory } from '../support/reaper.js';
import { type Fleet, startFleet, startPlainNamespaces } from './container-fleet.js';
import { type ExporterCost, nodeExporterCost } from './node-exporter.js';
import { cpuMsPerSecond, residentMb } from './process-cost.js';
import { announce, quick, report } from './report.js';
import { type StatsApiCost, statsApiCost } from './stats-api.js';

/** At how many network namespaces to measure; of them containers (the quick form has plain namespaces for the rest). */
const SIZES = quick
  ? [
      { namespaces: 10, containers: 10 },
      { namespaces: 100, containers: 10 },
    ]
  : [10, 50, 100, 300].map((containers) => ({ namespaces: containers, containers }));
const WARM_UP_MS = quick ? 3_000 : 20_000;
const MEASURE_MS = quick ? 5_000 : 30_000;
const STATS_API = quick
  ? { idleMs: 2_000, warmUpMs: 1_000, streamingMs: 4_000 }
  : { idleMs: 10_000, warmUpMs: 5_000, streamingMs: 20_000 };
const EXPORTER_MS = quick ? 2_000 : 20_000;

interface Agent {
  readonly process: TestProcess;
  /** The value of a metric without labels. */
  metric(name: string): Promise<number>;
}

interface Cost {
  readonly namespaces: number;
  readonly series: number;
  readonly cpuMsPerSecond: number;
  readonly rssMb: number;
  readonly statsApi: StatsApiCost | null;
}

announce(
  `Cost of the built agent: CPU of all its threads (the scheduler's account) and resident memory (MB of 10^6 bytes),
every collector on, once a second, connected to a NATS that acknowledges, spooling to a folder on disk.
Beside it, for the same containers: Docker's stats API, streamed for all of them (CPU of dockerd, containerd and shims,
less what they take when nobody asks), and node_exporter, scraped once a second, which sees only the host.
One agent lives through all sizes; ${WARM_UP_MS / 1_000} s of warm-up at each, then ${MEASURE_MS / 1_000} s of measurement.`,
);
if (quick)
  console.log('quick: a young process, not yet compiled by V8 where it matters: CPU is above what it becomes.');
try {
  const fleet = await startFleet();
  const agent = await launchAgent(await startNats(), fleet);
  const costs: Cost[] = [];
  for (const { namespaces, containers } of SIZES) {
    await fleet.growTo(containers);
    const plain = namespaces - containers;
    if (plain > 0) startPlainNamespaces(plain, `${fleet.engine.cgroup}/plain`);
    console.log(`${containers} containers, ${fleet.busy()} of which ping once a second; ${plain} plain namespaces`);
    costs.push(await measure(agent, fleet, namespaces, plain === 0));
    console.log(JSON.stringify(costs.at(-1)));
  }
  conclude(costs, await nodeExporterCost(EXPORTER_MS));
} finally {
  await stopAll();
}

async function launchAgent(nats: TestNats, fleet: Fleet): Promise<Agent> {
  const connection = await connect({ servers: nats.url });
  await ensureStream(await jetstreamManager(connection));
  await connection.close();
  const port = await freePort();
  const process = startAgent({
    WEIR_NATS_URL: nats.url,
    WEIR_STATE_DIR: join(temporaryDirectory('bench-agent'), 'state'),
    WEIR_METRICS_PORT: String(port),
    WEIR_CGROUP_PREFIX: fleet.engine.cgroup,
    DOCKER_HOST: fleet.engine.host,
  });
  const metric = async (name: string): Promise<number> => {
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    return Number(new RegExp(`^weir_agent_${name} (\\S+)$`, 'm').exec(text)?.[1]);
  };
  return { process, metric };
}

async function measure(agent: Agent, fleet: Fleet, namespaces: number, withStatsApi: boolean): Promise<Cost> {
  await eventually(`the agent reads ${namespaces} namespaces`, async () => {
    const found = await agent.metric('namespaces');
    if (found !== namespaces) throw new Error(`it reads ${found}\n${agent.process.log().slice(-2_000)}`);
  });
  // Before the agent's turn, which it so meets less young.
  const statsApi = withStatsApi ? await statsApiCost(fleet, STATS_API) : null;
  await sleep(WARM_UP_MS);
  const publishedBefore = await agent.metric('published_total');
  const cpu = await cpuMsPerSecond([agent.process.pid], MEASURE_MS);
  const rssMb = residentMb(agent.process.pid);
  const published = (await agent.metric('published_total')) - publishedBefore;
  if (published < MEASURE_MS / 1_000 - 1) throw new Error(`only ${published} messages were acknowledged`);
  return {
    namespaces,
    series: await agent.metric('series'),
    cpuMsPerSecond: cpu,
    rssMb,
    statsApi,
  };
}

function conclude(costs: readonly Cost[], exporter: ExporterCost | null): void {
  console.table(
    costs.map((cost) => ({
      ...{ namespaces: cost.namespaces, series: cost.series },
      ...{ 'agent CPU ms/s': rounded(cost.cpuMsPerSecond), 'agent RSS MB': rounded(cost.rssMb) },
      'stats API CPU ms/s': cost.statsApi && rounded(cost.statsApi.cpuMsPerSecond),
      'samples it gave': cost.statsApi && `${Math.round(cost.statsApi.delivered * 100)} %`,
      'times cheaper': timesCheaper(cost),
    })),
  );
  const exported = exporter && { cpuMsPerSecond: rounded(exporter.cpuMsPerSecond), rssMb: rounded(exporter.rssMb) };
  console.log(`node_exporter: ${exported ? JSON.stringify(exported) : 'not installed'}`);
  const at100 = costs.find(({ namespaces }) => namespaces === 100);
  const compared = at100?.statsApi == null ? costs[0] : at100;
  report('agent', {
    // 10 ms a second are one percent of a core.
    cpuPercentAt100: at100 ? rounded(at100.cpuMsPerSecond / 10) : null,
    rssMbAt100: at100 ? rounded(at100.rssMb) : null,
    timesCheaperThanStatsApi: compared ? timesCheaper(compared) : null,
    nodeExporterCpuPercent: exported ? rounded(exported.cpuMsPerSecond / 10) : null,
    nodeExporterRssMb: exported?.rssMb ?? null,
  });
}

/** A lower bound where the engine gave fewer samples than were due. */
function timesCheaper({ cpuMsPerSecond, statsApi }: Cost): number | null {
  return statsApi && rounded(statsApi.cpuMsPerSecond / cpuMsPerSecond);
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
