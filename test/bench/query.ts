import pg from 'pg';
import { COUNTERS } from '@weir/model';
import { detectEdition } from '../../apps/aggregator/src/store/edition/detect.js';
import { levelTables, RAW_TABLES } from '../../apps/aggregator/src/store/edition/edition.js';
import { LEVELS, type Resolution, tableAt } from '../../apps/aggregator/src/store/rollup/level.js';
import { startAggregator } from '../support/aggregator.js';
import { askGraphql } from '../support/graphql.js';
import { startNats } from '../support/nats.js';
import { startPostgres } from '../support/postgres.js';
import { stopAll } from '../support/reaper.js';
import { announce, p95, quick, report } from './report.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const SERIES_A_HOST = 50;
const HOSTS = quick ? 10 : 100;
/** How much of each resolution is filled, up to the end. */
const FILLED_MS: Readonly<Record<Resolution, number>> = {
  raw: HOUR_MS,
  '1m': quick ? 2 * HOUR_MS : 25 * HOUR_MS,
  '5m': 25 * HOUR_MS,
  '1h': 31 * DAY_MS,
  '1d': 31 * DAY_MS,
};
const RESOLUTIONS = [
  { name: 'raw' as const, bucketMs: 1_000, tables: RAW_TABLES },
  ...LEVELS.map((level) => ({ ...level, tables: levelTables(level) })),
];
const ROUNDS = quick ? 5 : 10;
/** Closed buckets of all levels end here. */
const END_MS = Math.floor(Date.now() / DAY_MS) * DAY_MS;
const GROUPINGS = ['INTERFACE', 'HOST', 'ALL'] as const;

const SERIES = `query ($input: SeriesInput!) { series(input: $input) { stepMilliseconds resolution at series { group } } }`;

announce(
  `Time of a series query by GraphQL over HTTP, 300 points, in and out, from ${HOSTS * SERIES_A_HOST} series stored in plain
PostgreSQL; 40 % of the rows are missing, as of idle series. Each range is asked ${ROUNDS} times for each grouping that
applies (up to 1,000 lines by interface), after one unmeasured round.`,
);
try {
  const [nats, database] = await Promise.all([startNats(), startPostgres()]);
  const aggregator = await startAggregator({
    WEIR_DATABASE_URL: database.url,
    WEIR_NATS_URL: nats.url,
    WEIR_ROLES: 'api',
  });
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  console.log(`filling … ${await fill(client, database.url)} rows`);
  await client.end();
  const hosts = await hostIds();
  report('query', {
    p95MsHour: await measure(hosts, HOUR_MS),
    p95MsDay500: await measure(hosts.slice(0, 500 / SERIES_A_HOST), DAY_MS),
    p95MsDay5000: quick ? null : await measure(hosts, DAY_MS),
    p95MsMonth5000: quick ? null : await measure(hosts, 30 * DAY_MS),
  });

  async function hostIds(): Promise<string[]> {
    const { data } = await askGraphql<{ hosts: { id: string }[] }>(aggregator.url, '{ hosts { id } }');
    return data?.hosts.map(({ id }) => id) ?? [];
  }

  async function measure(asked: readonly string[], spanMs: number): Promise<number> {
    const lines = asked.length * SERIES_A_HOST;
    const times: number[] = [];
    for (const grouping of GROUPINGS.filter((each) => each !== 'INTERFACE' || lines <= 1_000)) {
      const range = { from: new Date(END_MS - spanMs).toISOString(), to: new Date(END_MS).toISOString() };
      const input = { ...range, filter: { hosts: asked }, grouping };
      const own: number[] = [];
      for (let round = 0; round <= ROUNDS; round += 1) {
        const startMs = performance.now();
        const { data, errors } = await askGraphql<{ series: { series: unknown[] } }>(aggregator.url, SERIES, { input });
        if (errors || !data?.series.series.length) throw new Error(JSON.stringify(errors ?? 'no series'));
        if (round > 0) own.push(performance.now() - startMs);
      }
      console.log(
        `${spanMs / HOUR_MS} h, ${lines} series by ${grouping}: p50 ${median(own)} ms, p95 ${p95(own).toFixed(0)} ms`,
      );
      times.push(...own);
    }
    return Math.round(p95(times));
  }
} finally {
  await stopAll();
}

function median(samples: readonly number[]): string {
  return ([...samples].sort((a, b) => a - b)[Math.floor(samples.length / 2)] ?? NaN).toFixed(0);
}

/** Fills the store as ingest and roll-up would have, only faster: by SQL. */
async function fill(client: pg.Client, url: string): Promise<number> {
  const edition = await detectEdition(client, url);
  await client.query(
    `INSERT INTO host (id, name, first_seen, last_seen)
     SELECT gen_random_uuid(), 'host-' || n, 'epoch', now() FROM generate_series(1, ${HOSTS}) AS n`,
  );
  await client.query(
    `INSERT INTO series (host_id, key, net_id, name, class, first_at)
     SELECT host_id, 'host/eth' || n, md5(host_id || '/' || n), 'eth' || n, 'container', 'epoch'
     FROM host CROSS JOIN generate_series(1, ${SERIES_A_HOST}) AS n`,
  );
  let rows = 0;
  for (const { name, bucketMs, tables } of RESOLUTIONS) {
    const fromMs = END_MS - FILLED_MS[name];
    const times = Array.from({ length: FILLED_MS[name] / HOUR_MS }, (_, hour) => fromMs + hour * HOUR_MS);
    await edition.ensureRoom(client, tables, times);
    rows += await fillResolution(client, name, bucketMs, fromMs);
  }
  await client.query('VACUUM ANALYZE');
  return rows;
}

async function fillResolution(
  client: pg.Client,
  resolution: Resolution,
  bucketMs: number,
  fromMs: number,
): Promise<number> {
  const buckets = `generate_series(to_timestamp($1::float8 / 1000), to_timestamp($2::float8 / 1000) - interval '1 ms',
    interval '${bucketMs} ms') AS bucket`;
  const values = COUNTERS.map((_, index) => (index < 4 ? `(random() * 1e6)::bigint` : '0')).join(', ');
  const traffic = await client.query(
    `INSERT INTO ${tableAt('traffic', resolution)}
     SELECT bucket, series_id, ${resolution === 'raw' ? `1000, ${values}` : `${values}, 1e6, 1e6`} FROM ${buckets} CROSS JOIN series WHERE random() > 0.4`,
    [fromMs, END_MS],
  );
  const presence = await client.query(
    `INSERT INTO ${tableAt('presence', resolution)} SELECT bucket, host_id, ${bucketMs} FROM ${buckets} CROSS JOIN host`,
    [fromMs, END_MS],
  );
  return (traffic.rowCount ?? 0) + (presence.rowCount ?? 0);
}
