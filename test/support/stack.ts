import { join } from 'node:path';
import { AGGREGATOR_NODE_FLAGS } from '../../deploy/local/src/apps/aggregator.js';
import type { PerCounter } from '@weir/model';
import type pg from 'pg';
import { startAgent } from './agent.js';
import { startAggregator } from './aggregator.js';
import type { TestDatabase } from './database.js';
import { startNats, type TestNats } from './nats.js';
import { startSecuredNats } from './nats-secured.js';
import { startPostgres } from './postgres.js';
import type { TestProcess } from './process.js';
import { temporaryDirectory } from './reaper.js';
import { eventually, STARTED_WITHIN_MS } from './eventually.js';
import { NAMED_SUMS_SQL, queryStore } from './unpacked.js';

/** The whole system on ephemeral ports: NATS, database, aggregator with the dashboard, and an agent of this machine. */
export interface Stack {
  readonly url: string;
  readonly nats: TestNats;
  readonly database: TestDatabase;
  readonly aggregator: TestProcess;
  readonly agent: TestProcess;
  hostId(): Promise<string>;
  /** The net_id of one of the host's own interfaces, as soon as it is known. */
  interfaceId(name: string): Promise<string>;
  get<T>(path: string): Promise<T>;
  graphql<T>(query: string, variables?: Record<string, unknown>): Promise<T>;
  sql<T extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<T[]>;
  /** The sum of a metric's samples on `/metrics`; 0 where it has none. */
  metric(name: string): Promise<number>;
  /** What raw rows add up to for an interface, plus the base it began with. */
  storedSums(netId: string): Promise<PerCounter<string>>;
  rolledUpSums(netId: string): Promise<PerCounter<string>>;
  /** The longest stretch since a time that no presence row covers. */
  longestGapMs(from: Date): Promise<number>;
  stop(): Promise<void>;
}

export interface StackOptions {
  /** Where the agent asks for container names; by default a socket that does not exist. */
  readonly dockerHost?: string;
  /** Further settings of the agent. */
  readonly env?: Readonly<Record<string, string>>;
  /** Further settings of the aggregator. */
  readonly aggregatorEnv?: Readonly<Record<string, string>>;
  /** Whether database and aggregator have the settings of `npm start`, and not those of tests, which save memory and time. */
  readonly isAsForUsers?: boolean;
  /** Whether NATS has accounts: then the agent joins, by a join token. */
  readonly isSecured?: boolean;
}

/** Starts everything and waits until the agent has begun to count: what appears from now on is counted from its first byte. */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const folder = temporaryDirectory('stack');
  const [nats, database] = await Promise.all([
    options.isSecured ? startSecuredNats() : startOpenNats(),
    startPostgres(options.isAsForUsers ? {} : undefined),
  ]);
  const databaseUrl = await database.createDatabase();
  const aggregator = await startAggregator({
    ...{ WEIR_DATABASE_URL: databaseUrl, ...nats.env },
    ...(options.isAsForUsers && { NODE_OPTIONS: AGGREGATOR_NODE_FLAGS.join(' ') }),
    ...options.aggregatorEnv,
  });
  const queries = stackQueries(aggregator.url, databaseUrl);
  const agent = startAgent({
    ...(options.isSecured ? await joining(aggregator.url, queries) : { WEIR_NATS_URL: nats.url }),
    WEIR_STATE_DIR: join(folder, 'agent'),
    DOCKER_HOST: options.dockerHost ?? `unix://${folder}/no-docker.sock`,
    ...options.env,
  });
  await queries.hostId();
  return {
    url: aggregator.url,
    nats,
    database,
    aggregator,
    agent,
    ...queries,
    stop: async () => {
      await agent.stop();
      await aggregator.stop();
      await Promise.all([nats.stop(), database.stop()]);
    },
  };
}

async function startOpenNats(): Promise<TestNats & { readonly env: Readonly<Record<string, string>> }> {
  const nats = await startNats();
  return Object.assign(nats, { env: { WEIR_NATS_URL: nats.url } });
}

/** What an agent is told to join by. */
async function joining(url: string, { graphql }: Pick<Stack, 'graphql'>): Promise<Record<string, string>> {
  const { createJoinToken } = await graphql<{ createJoinToken: { secret: string } }>(
    'mutation { createJoinToken { secret } }',
  );
  return { WEIR_JOIN_URL: url, WEIR_JOIN_TOKEN: createJoinToken.secret };
}

export type Queries = Omit<Stack, 'url' | 'nats' | 'database' | 'aggregator' | 'agent' | 'stop'>;

/** Asks the aggregator at an address, and its database. */
export function stackQueries(url: string, databaseUrl: string): Queries {
  const sql = <T extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<T[]> =>
    queryStore<T>(databaseUrl, text, values);
  const get = async <T>(path: string): Promise<T> => {
    const response = await fetch(url + path);
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  };
  const sums = async (table: string, netId: string): Promise<PerCounter<string>> => {
    const [row] = await sql<PerCounter<string>>(
      `SELECT ${NAMED_SUMS_SQL} FROM ${table} JOIN series USING (series_id) WHERE net_id = $1`,
      [netId],
    );
    if (!row) throw new Error('a sum without a row');
    return row;
  };
  return {
    get,
    sql,
    graphql: async <T>(query: string, variables: Record<string, unknown> = {}): Promise<T> => {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables }),
      });
      const { data, errors } = (await response.json()) as { data?: T; errors?: unknown };
      if (errors || !data) throw new Error(`GraphQL: ${JSON.stringify(errors)}`);
      return data;
    },
    hostId: () =>
      eventually(
        'a host is known',
        async () => {
          const [host] = await sql<{ id: string }>('SELECT id FROM host');
          if (!host) throw new Error('the table host is empty');
          return host.id;
        },
        STARTED_WITHIN_MS,
      ),
    interfaceId: (name: string) =>
      eventually(`the interface ${name} is listed`, async () => {
        const rows = await get<{ net_id: string; name: string; container: string | null }[]>('/api/v1/interface');
        const row = rows.find((entry) => entry.name === name && !entry.container);
        if (!row) throw new Error(`only ${rows.map((entry) => entry.name).join(', ')}`);
        return row.net_id;
      }),
    metric: async (name: string): Promise<number> => {
      const text = await (await fetch(`${url}/metrics`)).text();
      const values = text.split('\n').filter((line) => line.startsWith(name) && /^[ {]/.test(line.slice(name.length)));
      return values.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
    },
    storedSums: (netId: string) => sums('traffic', netId),
    rolledUpSums: (netId: string) => sums('traffic_1m', netId),
    longestGapMs: async (from: Date): Promise<number> => {
      const [row] = await sql<{ gap: number | null }>(
        `SELECT max(extract(epoch FROM next - (time + ms * interval '1 ms')) * 1000)::float AS gap
         FROM (SELECT time, ms, lead(time) OVER (PARTITION BY host_id ORDER BY time) AS next
               FROM presence WHERE time >= $1) AS neighbours`,
        [from],
      );
      if (row?.gap == null) throw new Error('no two presence rows');
      return row.gap;
    },
  };
}
