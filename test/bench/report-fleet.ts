import { readFileSync, writeFileSync } from 'node:fs';
import pg from 'pg';
import { AGGREGATOR_NODE_FLAGS } from '../../deploy/local/src/apps/aggregator.js';
import { type RunningAggregator, startAggregator } from '../support/aggregator.js';
import { execute } from '../support/database.js';
import { askGraphql } from '../support/graphql.js';
import { INSPECTABLE, inspect, type Inspector } from '../support/inspector.js';
import { startNats } from '../support/nats.js';
import { startPostgres } from '../support/postgres.js';
import { stopAll } from '../support/reaper.js';
import { treeCpuSeconds } from './process-cost.js';
import { fillStore } from './query-store.js';
import { type Figures, quick } from './report.js';
import { measureQuotas } from './report-quotas.js';
import { type Taken, watchDatabase } from './report-taken.js';

const DAY_MS = 86_400_000;
const HOSTS = quick ? 10 : 1_000;
const UPLINKS = 2;
const KINDS = ['host', 'network', 'service', 'talkers', 'capacity', 'quota', 'alerts', 'changes', 'fleet'] as const;
const DAYS = { Day: 1, Week: 7, Month: 30 } as const;
const NOW_MS = Math.floor(Date.now() / 300_000) * 300_000;
/** Reports are of whole days. */
const END_MS = Math.floor(NOW_MS / DAY_MS) * DAY_MS;
const FILLED_MS = {
  ...{ raw: 0, '1m': 3_600_000, '5m': (quick ? 2 : 8) * DAY_MS, '1h': 62 * DAY_MS, '1d': 62 * DAY_MS },
};

interface Fleet {
  readonly aggregator: RunningAggregator;
  readonly inspector: Inspector;
  readonly databaseUrl: string;
  readonly databasePid: number;
}

/** Measures what reports, quotas, percentiles, capacity and the system page take of a fleet. */
export async function measureFleet(): Promise<Figures> {
  const bytes = `of ${HOSTS} hosts with ${UPLINKS} uplinks and ${50 - UPLINKS} containers each`;
  console.log(`\nQuestions ${bytes}; CPU in seconds, memory in MB.`);
  const fleet = await startFleet();
  const [host] = await execute(fleet.databaseUrl, 'SELECT id::text FROM host ORDER BY host_id LIMIT 1');
  const id = String(host?.['id']);
  const taken: Record<string, Taken> = {};
  const take = async (name: string, ask: () => Promise<unknown>): Promise<void> => {
    taken[name] = await measure(fleet, ask);
    tell(name, taken[name]);
  };
  for (const [name, each] of Object.entries(await measureQuotas(fleet.databaseUrl, fleet.databasePid))) {
    taken[name] = each;
    tell(name, each);
  }
  await askReport(fleet, 'host', 1, { host: id });
  for (const [name, days] of Object.entries(DAYS)) {
    for (const kind of KINDS) await take(`${kind}${name}`, () => askReport(fleet, kind, days, subjectOf(kind, id)));
  }
  const week = { from: new Date(END_MS - 7 * DAY_MS).toISOString(), to: new Date(END_MS).toISOString() };
  const percentile = (subject: string): Promise<unknown> =>
    asked(
      fleet,
      `{ percentile(input: { subject: ${subject}, from: "${week.from}", to: "${week.to}" }) { sampleCount } }`,
    );
  await take('percentileFleetWeek', () => percentile('{ kind: FLEET }'));
  await take('percentileUplinkWeek', () => percentile(`{ kind: UPLINK, host: "${id}", name: "eth0" }`));
  await take('capacityList', () => asked(fleet, '{ capacity(first: 100) { links { daysLeft } } }'));
  await take('system', () =>
    asked(fleet, '{ system { parts { text } agents { troubles { text } } refused { kept } processes { id } } }'),
  );
  await stopAll();
  return Object.assign(
    { hosts: HOSTS },
    ...Object.entries(taken).map(([name, each]) => figuresOf(name, each)),
  ) as Figures;
}

async function startFleet(): Promise<Fleet> {
  const [nats, { url: databaseUrl }] = await Promise.all([startNats(), startPostgres({})]);
  const aggregator = await startAggregator({
    ...{ WEIR_DATABASE_URL: databaseUrl, WEIR_NATS_URL: nats.url, WEIR_ROLES: 'api' },
    NODE_OPTIONS: [INSPECTABLE, ...AGGREGATOR_NODE_FLAGS].join(' '),
  });
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const began = performance.now();
  const bytes = await fillStore(client, { hosts: HOSTS, endMs: NOW_MS, uplinks: UPLINKS, filledMs: FILLED_MS });
  // Of months before there is nothing, and of how the hosts do there is something.
  await client.query(`UPDATE series SET first_at = to_timestamp(${END_MS - 30 * DAY_MS}::float8 / 1000)`);
  await client.query('CREATE TABLE host_state_any PARTITION OF host_state DEFAULT');
  await client.query(`INSERT INTO host_state (time, host_id, ms, failing)
    SELECT now() - n * interval '10 s', host_id, 10000, '{}' FROM generate_series(0, 59) AS n, host ORDER BY n DESC`);
  await client.query('VACUUM ANALYZE');
  const pid = await client.query<{ pid: string }>(
    `SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1) AS pid`,
  );
  await client.end();
  const seconds = (performance.now() - began) / 1_000;
  console.log(`filled with ${(bytes / 2 ** 20).toFixed(0)} MiB of blocks in ${seconds.toFixed(0)} s`);
  return { aggregator, inspector: await inspect(aggregator), databaseUrl, databasePid: Number(pid.rows[0]?.pid) };
}

function subjectOf(kind: string, host: string): Record<string, string> {
  if (kind === 'host') return { host };
  if (kind === 'network') return { name: 'network-0' };
  return kind === 'service' ? { name: 'stack-1/service-0' } : {};
}

async function askReport(
  { aggregator }: Fleet,
  kind: string,
  days: number,
  subject: Record<string, string>,
): Promise<void> {
  const range = { from: new Date(END_MS - days * DAY_MS).toISOString(), to: new Date(END_MS).toISOString() };
  const asked = new URLSearchParams({ ...range, ...subject }).toString();
  const response = await fetch(`${aggregator.url}/api/v1/report/${kind}.json?${asked}`);
  const text = await response.text();
  if (response.status !== 200) throw new Error(text);
  JSON.parse(text);
}

async function asked({ aggregator }: Fleet, query: string): Promise<void> {
  const { errors } = await askGraphql(aggregator.url, query);
  if (errors) throw new Error(JSON.stringify(errors));
}

/** What the aggregator takes for an answer. */
async function measure(
  { aggregator: { pid }, inspector, databasePid }: Fleet,
  ask: () => Promise<unknown>,
): Promise<Taken> {
  await inspector.longestTurnMs();
  // From here on the kernel tells the most that it holds.
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
  const database = watchDatabase(databasePid);
  const cpu = treeCpuSeconds(pid);
  await ask().catch((error: unknown) => console.log(`is not answered: ${String(error).slice(0, 300)}`));
  const cpuSeconds = treeCpuSeconds(pid) - cpu;
  const peakMb = Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_000;
  return { cpuSeconds, ...database.taken(), turnMs: await inspector.longestTurnMs(), peakMb };
}

function tell(name: string, { cpuSeconds, databaseCpuSeconds, turnMs, peakMb, databaseMb }: Taken): void {
  const cpu = `CPU ${cpuSeconds.toFixed(2)} s and ${databaseCpuSeconds.toFixed(2)} s in the database`;
  const held = `${peakMb.toFixed(0)} and ${databaseMb.toFixed(0)} MB`;
  console.log(`${name}: ${cpu}, ${held}, others waited ${turnMs.toFixed(0)} ms`);
}

function figuresOf(name: string, { cpuSeconds, databaseCpuSeconds, turnMs, peakMb }: Taken): Figures {
  const round = (value: number): number => Math.round(value * 100) / 100;
  return {
    [`${name}CpuSeconds`]: round(cpuSeconds),
    [`${name}DatabaseCpuSeconds`]: round(databaseCpuSeconds),
    [`${name}LongestTurnMs`]: Math.round(turnMs),
    [`${name}PeakRssMb`]: Math.round(peakMb),
  };
}
