import { setTimeout as sleep } from 'node:timers/promises';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { CONSUMER, STREAM } from '@weir/model';
import { type FleetProcess, startFleetProcess } from '../fleet/simulated/child.js';
import { startAggregator } from '../support/aggregator.js';
import { execute } from '../support/database.js';
import { INSPECTABLE, inspect } from '../support/inspector.js';
import { startNats } from '../support/nats.js';
import { startPostgres } from '../support/postgres.js';
import { stopAll } from '../support/reaper.js';
import { residentMb } from './process-cost.js';
import { announce, quick, report } from './report.js';

const HOURS = quick ? 0.5 : 24;
const FLEET = { seed: 3, hosts: 20, seriesPerHost: 20, isIdleAtTimes: true };
const SECONDS = HOURS * 3_600;
/** A message a second and host, and a state every ten seconds. */
const MESSAGES = FLEET.hosts * SECONDS * 1.1;
/** Where it looks; the last while it still stores, so that like is compared with like. */
const SHARES = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97];
/** A batch in hand takes some: the middle one of several looks counts. */
const LOOKS = 5;
const LOOK_EVERY_MS = 100;
/** Roll-ups and packing come to rest. */
const SETTLES_MS = quick ? 5_000 : 60_000;
const MAX_RATIO = 1.1;

announce(
  `${HOURS} h of data of ${FLEET.hosts} hosts × ${FLEET.seriesPerHost} series, written as fast as one aggregator with all its roles stores them. Memory = JavaScript's heap
and buffers after a full collection, asked at each tenth of the way, while it stores; flat = at the end at most ${MAX_RATIO} × that at the first tenth.`,
);
try {
  const [nats, database] = await Promise.all([startNats(), startPostgres()]);
  const urls = { WEIR_NATS_URL: nats.url, WEIR_DATABASE_URL: database.url };
  const aggregator = await startAggregator({ ...urls, NODE_OPTIONS: INSPECTABLE });
  const inspector = await inspect(aggregator);
  const connection = await connect({ servers: nats.url });
  const manager = await jetstreamManager(connection);

  const untilMs = Math.floor(Date.now() / 1_000) * 1_000;
  const fromMs = untilMs - SECONDS * 1_000;
  const startedMs = performance.now();
  const agents = { life: `memory ${fromMs}`, fromMs, hasHistory: true, hasStates: true };
  const fleet = startFleetProcess({ natsUrl: nats.url, fleet: FLEET, agents, untilMs });
  const heldMb: number[] = [];
  let earlyTables = new Map<string, number>();
  for (const share of SHARES) {
    await storedShare(share);
    await look(`${Math.round(share * 100)} %`);
    if (share === SHARES[0]) earlyTables = await tablesMb(database.url);
  }
  await allStored(fleet);
  await sleep(SETTLES_MS);
  const tables = await tablesMb(database.url);
  console.table(
    [...tables].map(([table, mb]) => ({ table, 'MB at a tenth': earlyTables.get(table) ?? 0, 'MB at the end': mb })),
  );
  const [early = NaN, late = NaN] = [heldMb[0], heldMb.at(-1)];
  report('memory', {
    heapMbAtTenth: rounded(early),
    heapMbAtEnd: rounded(late),
    ratio: Math.round((100 * late) / early) / 100,
    databaseMb: rounded([...tables.values()].reduce((sum, mb) => sum + mb, 0)),
  });
  inspector.close();
  await connection.close();

  async function look(when: string): Promise<void> {
    const looks: number[] = [];
    while (looks.length < LOOKS) {
      looks.push(await inspector.heldMb());
      await sleep(LOOK_EVERY_MS);
    }
    const held = looks.sort((a, b) => a - b)[Math.floor(LOOKS / 2)] ?? NaN;
    heldMb.push(held);
    const seconds = Math.round((performance.now() - startedMs) / 1_000);
    console.log(
      `${when}: ${held.toFixed(1)} MB held, ${residentMb(aggregator.pid).toFixed(0)} MB resident, after ${seconds} s`,
    );
  }

  async function storedShare(share: number): Promise<void> {
    await until(async () => (await progress()).stored >= share * MESSAGES);
  }

  async function allStored({ done }: FleetProcess): Promise<void> {
    await done;
    await until(async () => (await progress()).left === 0);
  }

  async function progress(): Promise<{ readonly stored: number; readonly left: number }> {
    const { ack_floor, num_pending, num_ack_pending } = await manager.consumers.info(STREAM, CONSUMER);
    return { stored: ack_floor.stream_seq, left: num_pending + num_ack_pending };
  }
} finally {
  await stopAll();
}

async function until(isReached: () => Promise<boolean>): Promise<void> {
  while (!(await isReached())) await sleep(LOOK_EVERY_MS);
}

/** Every table with its indexes and large values; what is in pieces is added up. */
async function tablesMb(url: string): Promise<Map<string, number>> {
  const rows = await execute(
    url,
    `SELECT coalesce(parent.relname, piece.relname) AS name, sum(pg_total_relation_size(piece.oid))::float8 / 1e6 AS mb
     FROM pg_class AS piece
       JOIN pg_namespace ON pg_namespace.oid = piece.relnamespace AND nspname = 'public'
       LEFT JOIN pg_inherits ON inhrelid = piece.oid
       LEFT JOIN pg_class AS parent ON parent.oid = inhparent
     WHERE piece.relkind IN ('r', 'p') GROUP BY 1 ORDER BY 2 DESC`,
  );
  return new Map(rows.map(({ name, mb }) => [String(name), rounded(Number(mb))]));
}

function rounded(mb: number): number {
  return Math.round(mb * 100) / 100;
}
