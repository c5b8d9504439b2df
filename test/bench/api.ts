import { setTimeout as sleep } from 'node:timers/promises';
import { AGGREGATOR_NODE_FLAGS } from '../../deploy/local/src/apps/aggregator.js';
import { type FleetProcess, startFleetProcess } from '../fleet/simulated/child.js';
import { type RunningAggregator, startAggregator } from '../support/aggregator.js';
import { execute } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { INSPECTABLE, inspect } from '../support/inspector.js';
import { startNats } from '../support/nats.js';
import { startPostgres } from '../support/postgres.js';
import { stopAll } from '../support/reaper.js';
import { byTurns, hostileAsks, type Known, liveViews, statsOf, usualAsks } from './api-asks.js';
import { sendHostile } from './api-hostile.js';
import { LiveClients } from './api-live.js';
import { askSteadily, inWords, p95Of, type Took } from './api-load.js';
import { residentMb, treeCpuSeconds } from './process-cost.js';
import { announce, p95, quick, report } from './report.js';

const HOSTS = quick ? 100 : 1_000;
const SERIES_A_HOST = 10;
const SUBSCRIBERS = quick ? 40 : 200;
const QUERIES_PER_SECOND = quick ? 20 : 50;
const HOSTILE_PER_SECOND = 20;
const STATS_PER_SECOND = 20;
const SECONDS = quick ? 6 : 300;
const SECONDS_OF_OTHERS = quick ? 4 : 60;
/** Of all series together: so that storing it outlasts the questions beside it. */
const BACKLOG_SECONDS = quick ? 60 : 600;

announce(
  `The API of one aggregator that also stores and rolls up, with NATS and PostgreSQL beside it and the clients, on this machine. ${HOSTS} hosts ×
${SERIES_A_HOST} series tick once a second. ${SUBSCRIBERS} subscribers watch live traffic, a socket each, and ${QUERIES_PER_SECOND} queries a second are asked for ${SECONDS} s: a
live update's time is from when a message reached a client of NATS here until what it changed reached the subscriber. Then the same
queries without and with ${HOSTILE_PER_SECOND} hostile ones a second beside them, and as many over a WebSocket; and statistics by REST while nothing is stored and while a backlog is, as fast as it goes. Heap = JavaScript's and buffers, after
a full collection; flat = at the end at most 1.1 × that after a tenth of the time.`,
);
try {
  const [nats, database] = await Promise.all([startNats(), startPostgres({})]);
  const urls = { WEIR_DATABASE_URL: database.url, WEIR_NATS_URL: nats.url };
  const aggregator = await startAggregator({
    ...urls,
    NODE_OPTIONS: [INSPECTABLE, ...AGGREGATOR_NODE_FLAGS].join(' '),
  });
  const inspector = await inspect(aggregator);
  const fleet = startFleet(nats.url, Date.now(), null);
  const known = await fleetKnown(database.url);
  const asks = usualAsks(known);
  const clients = await LiveClients.open(nats.url, aggregator.url, liveViews(known, SUBSCRIBERS));
  const load = { perSecond: QUERIES_PER_SECOND, seconds: SECONDS };
  // The first questions of each kind prepare what later ones use.
  await askSteadily(aggregator.url, asks, { ...load, seconds: quick ? 2 : 10 });
  clients.begin();
  const rssMb = watchRss(aggregator);
  const early = sleep((1_000 * SECONDS) / 10).then(() => inspector.heldMb());
  const cpuSeconds = treeCpuSeconds(aggregator.pid);
  const times = await askSteadily(aggregator.url, asks, load);
  const { lagsMs, updates } = clients.seen();
  const cpuPercent = (100 * (treeCpuSeconds(aggregator.pid) - cpuSeconds)) / SECONDS;
  const heapRatio = (await inspector.heldMb()) / (await early);
  console.log(
    `${times.length} queries, ${updates} live updates, ${(100 * (lagsMs.length / updates)).toFixed(1)} % of them of known messages; the aggregator took ${cpuPercent.toFixed(0)} % of a core`,
  );
  console.log(`p95 in ms: ${inWords(times)}`);
  const [alone, beside] = await withHostile(aggregator, known);
  await clients.close();
  await fleet.stop();
  const stats = await statsIdleAndFull(aggregator, nats.url, known);
  report('api', {
    liveP95Ms: round(p95(lagsMs)),
    queryP95Ms: p95Of(times),
    queriesGivenUpPercent: round((100 * times.filter(({ isGivenUp }) => isGivenUp).length) / times.length),
    subscribers: SUBSCRIBERS,
    rssMb: round(rssMb()),
    heapRatioEndToTenth: Math.round(heapRatio * 100) / 100,
    hostileSlowdown: Math.round((100 * p95Of(beside)) / p95Of(alone)) / 100,
    statsP95MsIdle: p95Of(stats.idle),
    statsP95MsFull: p95Of(stats.full),
    statsSlowdown: Math.round((100 * p95Of(stats.full)) / p95Of(stats.idle)) / 100,
  });
} finally {
  await stopAll();
}

function startFleet(natsUrl: string, nowMs: number, backlogSeconds: number | null): FleetProcess {
  const untilMs = Math.floor(nowMs / 1_000) * 1_000;
  const fromMs = backlogSeconds === null ? untilMs + 1_000 : untilMs - backlogSeconds * 1_000;
  return startFleetProcess({
    natsUrl,
    fleet: { seed: 1, hosts: HOSTS, seriesPerHost: SERIES_A_HOST, isIdleAtTimes: true },
    agents: { life: `api ${fromMs}`, fromMs, hasHistory: true, hasStates: true },
    untilMs: backlogSeconds === null ? null : untilMs,
  });
}

/** Waits until all of the fleet is stored. */
async function fleetKnown(databaseUrl: string): Promise<Known> {
  const idsOf = async (sql: string): Promise<string[]> => (await execute(databaseUrl, sql)).map(({ id }) => String(id));
  return eventually(
    'the fleet is stored',
    async () => {
      const hostIds = await idsOf('SELECT id::text FROM host WHERE inventory_at IS NOT NULL ORDER BY host_id');
      const netIds = await idsOf('SELECT net_id AS id FROM series WHERE class IS NOT NULL ORDER BY series_id');
      if (hostIds.length < HOSTS || netIds.length < HOSTS) throw new Error(`${hostIds.length} hosts are known`);
      return { hostIds, netIds };
    },
    120_000,
  );
}

/** The usual queries alone, then with hostile ones beside them. */
async function withHostile({ url }: RunningAggregator, known: Known): Promise<[Took[], Took[]]> {
  const load = { perSecond: QUERIES_PER_SECOND, seconds: SECONDS_OF_OTHERS };
  const asks = usualAsks(known);
  const alone = await askSteadily(url, asks, load);
  const [beside] = await Promise.all([
    askSteadily(url, asks, load),
    askSteadily(url, byTurns(hostileAsks(known)), { ...load, perSecond: HOSTILE_PER_SECOND }),
    sendHostile(url, hostileAsks(known), { ...load, perSecond: HOSTILE_PER_SECOND }),
  ]);
  return [alone, beside];
}

async function statsIdleAndFull(
  { url }: RunningAggregator,
  natsUrl: string,
  { netIds }: Known,
): Promise<{ idle: Took[]; full: Took[] }> {
  const asks = byTurns(netIds.slice(0, 200).map(statsOf));
  const load = { perSecond: STATS_PER_SECOND, seconds: SECONDS_OF_OTHERS };
  // What was published last is stored by then.
  await sleep(3_000);
  const idle = await askSteadily(url, asks, load);
  const fleet = startFleet(natsUrl, Date.now(), BACKLOG_SECONDS);
  while (!fleet.progress()) await sleep(100);
  const full = await askSteadily(url, asks, load);
  await fleet.stop();
  return { idle, full };
}

/** The most that the aggregator held until it is asked for. */
function watchRss({ pid }: RunningAggregator): () => number {
  let mostMb = residentMb(pid);
  const timer = setInterval(() => (mostMb = Math.max(mostMb, residentMb(pid))), 1_000);
  return () => {
    clearInterval(timer);
    return mostMb;
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
