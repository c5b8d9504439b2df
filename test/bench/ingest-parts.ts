import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { CONSUMER, STREAM } from '@weir/model';
import { execute } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { startNats, type TestNats } from '../support/nats.js';
import { startPostgres } from '../support/postgres.js';
import { startNode, type TestProcess } from '../support/process.js';
import { treeCpuSeconds, treeMemoryMb } from './process-cost.js';

/** What a message passes from NATS to its commit, all on this machine. */
export interface Parts {
  readonly nats: TestNats;
  readonly databaseUrl: string;
  readonly postgresPid: number;
  aggregator: TestProcess;
  stop(): Promise<void>;
}

/** A value for each part. */
export interface PerPart {
  readonly nats: number;
  readonly postgres: number;
  readonly aggregator: number;
}

const MAIN = new URL('../../apps/aggregator/dist/main.js', import.meta.url).pathname;

/** As `npm start` runs it: PostgreSQL with its own defaults, which keep what is committed through a power cut. */
const AS_IT_COMES = {};

/** Starts NATS, PostgreSQL and one aggregator that stores and rolls up, and serves nobody. */
export async function startParts(): Promise<Parts> {
  const [nats, database] = await Promise.all([startNats(), startPostgres(AS_IT_COMES)]);
  const parts = {
    ...{ nats, databaseUrl: database.url, postgresPid: await postmasterOf(database.url) },
    aggregator: await startIngest(nats.url, database.url),
    stop: async () => {
      await parts.aggregator.stop();
      await Promise.all([nats.stop(), database.stop()]);
    },
  };
  return parts;
}

/** Launches an aggregator with the role `ingest` alone. */
export function launchIngest(natsUrl: string, databaseUrl: string): TestProcess {
  const settings = { WEIR_NATS_URL: natsUrl, WEIR_DATABASE_URL: databaseUrl, WEIR_ROLES: 'ingest' };
  return startNode('aggregator', MAIN, { ...settings, WEIR_HTTP_PORT: '0' });
}

/** Waits until it asks the stream for messages. */
async function startIngest(natsUrl: string, databaseUrl: string): Promise<TestProcess> {
  const aggregator = launchIngest(natsUrl, databaseUrl);
  const connection = await connect({ servers: natsUrl });
  await eventually('the aggregator asks the stream', async () => {
    const { num_waiting } = await (await jetstreamManager(connection)).consumers.info(STREAM, CONSUMER);
    if (num_waiting === 0) throw new Error(aggregator.log());
  });
  await connection.close();
  return aggregator;
}

/** The CPU that each part has taken so far, in seconds. */
export function cpuSecondsOf(parts: Parts): PerPart {
  return measure(parts, treeCpuSeconds);
}

/** The memory that each part holds now, in MB. */
export function memoryMbOf(parts: Parts): PerPart {
  return measure(parts, treeMemoryMb);
}

/** What was added between two measurements. */
export function difference(before: PerPart, after: PerPart): PerPart {
  return {
    nats: after.nats - before.nats,
    postgres: after.postgres - before.postgres,
    aggregator: after.aggregator - before.aggregator,
  };
}

/** All parts together. */
export function sum({ nats, postgres, aggregator }: PerPart): number {
  return nats + postgres + aggregator;
}

/** One line for people. */
export function inWords(what: string, unit: string, values: PerPart): string {
  const each = Object.entries(values).map(([part, value]) => `${part} ${(value as number).toFixed(1)}`);
  return `${what}: ${each.join(', ')} (${unit})`;
}

function measure({ nats, postgresPid, aggregator }: Parts, of: (pid: number) => number): PerPart {
  return { nats: of(nats.pid), postgres: of(postgresPid), aggregator: of(aggregator.pid) };
}

async function postmasterOf(databaseUrl: string): Promise<number> {
  const [row] = await execute(databaseUrl, `SELECT pg_read_file('postmaster.pid') AS text`);
  return Number.parseInt(String(row?.['text']), 10);
}
