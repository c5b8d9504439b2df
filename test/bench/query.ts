import pg from 'pg';
import { startAggregator } from '../support/aggregator.js';
import { askGraphql } from '../support/graphql.js';
import { startNats } from '../support/nats.js';
import { startPostgres } from '../support/postgres.js';
import { stopAll } from '../support/reaper.js';
import { fillStore, SERIES_A_HOST } from './query-store.js';
import { announce, type Figures, median, p95, quick, report } from './report.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const HOSTS = quick ? 10 : 1_000;
/** Fewer where a question takes seconds, that all of them take a quarter of an hour. */
/** An hour of 50,000 series at full resolution takes a third of a minute to answer. */
function roundsOf(series: number, spanMs: number): number {
  if (quick || series <= 5_000) return quick ? 3 : 10;
  return spanMs > HOUR_MS ? 3 : 1;
}

/** Closed buckets of all levels end here. */
const END_MS = Math.floor(Date.now() / DAY_MS) * DAY_MS;
/** Up to so many lines a chart may have without asking for the top. */
const MOST_LINES = 1_000;

const GROUPINGS: readonly {
  readonly name: string;
  readonly lines: (hosts: number) => number;
  readonly input: object;
}[] = [
  { name: 'interface', lines: (hosts) => hosts * SERIES_A_HOST, input: { groupBy: ['INTERFACE'] } },
  { name: 'container', lines: (hosts) => hosts * SERIES_A_HOST, input: { groupBy: ['HOST', 'CONTAINER'] } },
  { name: 'host', lines: (hosts) => hosts, input: { groupBy: ['HOST'] } },
  { name: 'host and network', lines: (hosts) => hosts * 5, input: { groupBy: ['HOST', 'NETWORK'] } },
  { name: 'network', lines: () => 5, input: { groupBy: ['NETWORK'] } },
  { name: 'stack', lines: () => 10, input: { groupBy: ['STACK'] } },
  { name: 'service', lines: () => 50, input: { groupBy: ['SERVICE'] } },
  { name: 'label', lines: () => 4, input: { groupByLabels: ['team'] } },
  { name: 'all', lines: () => 1, input: { groupBy: ['ALL'] } },
];

const SERIES = `query ($input: SeriesInput!) {
  series(input: $input) { stepMilliseconds resolution at series { group columns } }
}`;

announce(
  `Time of a series query by GraphQL over HTTP, 300 points, in and out, read to the last byte, of a store of ${HOSTS * SERIES_A_HOST}
series in plain PostgreSQL; 40 % of them are idle at a time, and the last quarter of an hour is not packed yet. Each
range is asked ${quick ? '3 times' : '10 times (3 times of 50,000 series)'} for each grouping, after one unmeasured round; above
${MOST_LINES} lines for the top 10 and the rest.`,
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
  const startMs = performance.now();
  const bytes = await fillStore(client, { hosts: HOSTS, endMs: END_MS });
  const seconds = (performance.now() - startMs) / 1_000;
  console.log(`filled with ${(bytes / 2 ** 20).toFixed(0)} MiB of blocks in ${seconds.toFixed(0)} s`);
  const hosts = await client.query<{ id: string }>('SELECT id::text FROM host ORDER BY host_id');
  await client.end();
  const hostIds = hosts.rows.map(({ id }) => id);

  const measure = async (name: string, series: number, spanMs: number): Promise<Figures> => {
    const asked = hostIds.slice(0, series / SERIES_A_HOST);
    if (asked.length * SERIES_A_HOST < series) return { [`p50Ms${name}`]: null, [`p95Ms${name}`]: null };
    const times: number[] = [];
    for (const { name: grouping, lines, input } of GROUPINGS) {
      const range = { from: new Date(END_MS - spanMs).toISOString(), to: new Date(END_MS).toISOString() };
      const filter = { hosts: asked, classes: ['CONTAINER'] };
      const top = lines(asked.length) > MOST_LINES ? { count: 10 } : null;
      const own: number[] = [];
      for (let round = 0; round <= roundsOf(series, spanMs); round += 1) {
        const began = performance.now();
        const { data, errors } = await askGraphql<{ series: { series: unknown[] } }>(aggregator.url, SERIES, {
          input: { ...range, filter, top, ...input },
        });
        if (errors || !data?.series.series.length) throw new Error(JSON.stringify(errors ?? 'no series'));
        if (round > 0) own.push(performance.now() - began);
      }
      const label = `${spanMs / HOUR_MS} h, ${series} series by ${grouping}${top ? ' (top 10)' : ''}`;
      console.log(`${label}: p50 ${median(own).toFixed(0)} ms, p95 ${p95(own).toFixed(0)} ms`);
      times.push(...own);
    }
    return { [`p50Ms${name}`]: Math.round(median(times)), [`p95Ms${name}`]: Math.round(p95(times)) };
  };

  report('query', {
    ...(await measure('Day500', 500, DAY_MS)),
    ...(await measure('Day5000', 5_000, DAY_MS)),
    ...(await measure('Month5000', 5_000, 30 * DAY_MS)),
    ...(await measure('Day50000', 50_000, DAY_MS)),
    ...(await measure('Month50000', 50_000, 30 * DAY_MS)),
    ...(await measure('Hour', quick ? 500 : 5_000, HOUR_MS)),
    ...(await measure('Hour50000', 50_000, HOUR_MS)),
  });
} finally {
  await stopAll();
}
