import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery, OperationTypeNode } from 'graphql';
import { type Client, createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { perProtocolCounter, type StateMessage } from '@weir/model';
import { migrate } from '../../apps/aggregator/src/store/migrate.js';
import type { Arrival } from '../../apps/aggregator/src/store/write/arrival.js';
import { BatchWriter } from '../../apps/aggregator/src/store/write/batch-writer.js';
import { type RunningAggregator, startAggregator } from '../support/aggregator.js';
import { askGraphql, type GraphqlAnswer } from '../support/graphql.js';
import { type Operation, Operations } from '../support/fuzz/operations.js';
import { type Random, randomOf } from '../support/fuzz/random.js';
import { type Description, Requests, type RestRequest } from '../support/fuzz/requests.js';
import { type Known, Values } from '../support/fuzz/values.js';
import { startNats } from '../support/nats.js';
import { startPostgres } from '../support/postgres.js';
import { describeIf, natsServer } from '../support/requirements.js';
import { openSeed, type Seed } from '../support/seed.js';
import { FakeAgent, stateOf } from './store/fake-agent.js';
import { openPool } from '../support/database.js';

/** A minute of it each, of something else each time: WEIR_FUZZ_SECONDS=60; the same again: WEIR_FUZZ_SEED. */
const LONGER = process.env['WEIR_FUZZ_SECONDS'];
const SECONDS = Number(LONGER ?? 5);
const SEED = Number(process.env['WEIR_FUZZ_SEED'] ?? (LONGER === undefined ? 1 : Date.now() % 2 ** 32));
const AT_ONCE = 4;
const BODY_MS = 300;

const HOUR_MS = 3_600_000;
/** Something is stored of the minutes around it, which are kept as told. */
const THEN = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - 2 * HOUR_MS;
const WEB = '0f8fad5b-d9cb-469f-a165-70867728950e';
const DB = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const EXPECTED = new Set([
  ...['BAD_USER_INPUT', 'GRAPHQL_VALIDATION_FAILED', 'TOO_EXPENSIVE', 'BAD_REQUEST', 'NOT_FOUND'],
  ...['OVERLOADED', 'TIMEOUT'],
]);

const CHART = `query ($web: ID!, $from: DateTime!, $to: DateTime!) {
  hostSeries(input: { hosts: [$web], from: $from, to: $to }) { series { columns } }
}`;
const iso = (minutes: number): string => new Date(THEN + minutes * 60_000).toISOString();

type Errors = NonNullable<GraphqlAnswer<unknown>['errors']>;

describeIf(natsServer, 'whatever is asked', () => {
  let aggregator: RunningAggregator;
  let seed: Seed;
  let known: Known;
  let client: Client;
  let operations: (random: Random) => Operations;

  beforeAll(async () => {
    const [nats, database] = await Promise.all([startNats(), startPostgres()]);
    const env = { WEIR_DATABASE_URL: database.url, WEIR_NATS_URL: nats.url, WEIR_ROLES: 'api' };
    aggregator = await startAggregator(env);
    seed = await openSeed(database.url);
    known = { ids: await fill(seed), aroundMs: THEN };
    await tellStates(database.url);
    const { data } = await askGraphql<IntrospectionQuery>(aggregator.url, getIntrospectionQuery());
    if (!data) throw new Error('the schema cannot be asked for');
    const schema = buildClientSchema(data);
    operations = (random) => new Operations(schema, random, new Values(random, known));
    const url = `${aggregator.url.replace('http', 'ws')}/graphql`;
    client = createClient({ url, webSocketImpl: WebSocket, retryAttempts: 0 });
  });

  afterAll(async () => {
    await client.dispose();
    await seed.end();
  });

  const asked = (kind: OperationTypeNode, seconds: number): Promise<Asked> =>
    forSeconds(seconds, (random) => {
      const operation = operations(random).next(kind);
      return { operation, answer: () => postTo(aggregator.url, operation) };
    });

  it(
    'by queries is answered, or refused for what it is',
    async () => {
      expect(await askGraphql(aggregator.url, CHART, { web: WEB, from: iso(-1), to: iso(1) })).toMatchObject({
        data: { hostSeries: { series: [{ columns: { memoryAvailableBytes: expect.arrayContaining([1e9]) } }] } },
      });
      judge(await asked(OperationTypeNode.QUERY, SECONDS));
    },
    (SECONDS + 60) * 1_000,
  );

  it(
    'by subscriptions is answered, or refused for what it is',
    async () => {
      const asked = await forSeconds(SECONDS / 3, (random) => {
        const operation = operations(random).next(OperationTypeNode.SUBSCRIPTION);
        return { operation, answer: async () => judgeErrors(await firstErrors(client, operation)) };
      });
      judge(asked);
    },
    (SECONDS + 60) * 1_000,
  );

  it(
    'by REST is answered, or refused for what it is',
    async () => {
      const description = (await (await fetch(`${aggregator.url}/api/openapi.json`)).json()) as Description;
      const asked = await forSeconds(SECONDS, (random) => {
        const request = new Requests(description, random, new Values(random, known)).next();
        return { operation: request, answer: () => getFrom(aggregator.url, request) };
      });
      judge(asked);
      expect((await fetch(`${aggregator.url}/healthz`)).status).not.toBe(500);
    },
    (SECONDS + 60) * 1_000,
  );

  /** Last: a host that is forgotten cannot be asked for. */
  it(
    'by mutations is answered, or refused for what it is',
    async () => judge(await asked(OperationTypeNode.MUTATION, SECONDS / 3)),
    (SECONDS + 60) * 1_000,
  );

  it('left everything where it was', async () => {
    expect(aggregator.running()).toBe(true);
    expect(aggregator.log()).not.toContain('"level":50');
    const tables = await seed.query(`SELECT count(*)::int AS count FROM pg_tables WHERE tablename = 'host'`);
    expect(tables).toEqual([{ count: 1 }]);
  });
});

/** Where all were refused, or all answered, it would not have looked far. */
function judge({ count, answered }: Asked): void {
  expect(count).toBeGreaterThan(20);
  expect(answered).toBeGreaterThan(0);
  expect(answered).toBeLessThan(count);
}

/** How much was asked, and how much of it was answered, not refused. */
interface Asked {
  readonly count: number;
  readonly answered: number;
}

/** Asks again and again, some at once; what goes wrong is told with what makes it happen again. */
async function forSeconds(
  seconds: number,
  make: (random: Random) => { readonly operation: Operation | RestRequest; readonly answer: () => Promise<boolean> },
): Promise<Asked> {
  const untilMs = Date.now() + seconds * 1_000;
  let count = 0;
  let answered = 0;
  const ask = async (): Promise<void> => {
    while (Date.now() < untilMs) {
      const number = SEED + count++;
      const { operation, answer } = make(randomOf(number));
      try {
        if (await answer()) answered += 1;
      } catch (error) {
        const told = `WEIR_FUZZ_SEED=${number} ${JSON.stringify(operation)}`;
        throw new Error(`${told}\n${String(error)}`, { cause: error });
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, ask));
  return { count, answered };
}

async function postTo(url: string, operation: Operation): Promise<boolean> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(operation),
  });
  const text = await response.text();
  if (response.status >= 500) throw new Error(`${response.status} ${text}`);
  return judgeErrors((JSON.parse(text) as GraphqlAnswer<unknown>).errors ?? []);
}

/** Each tells what is wrong: a sentence, with the field, the variable or the name at fault. Whether there is none. */
function judgeErrors(errors: Errors): boolean {
  for (const { message, extensions } of errors) {
    const code = extensions?.code ?? 'none';
    const names = extensions?.field !== undefined || /["$`]|\w+:/.test(message) || code === 'TOO_EXPENSIVE';
    if (!EXPECTED.has(code) || message.length < 15 || !names) throw new Error(`an error of no use: ${code} ${message}`);
  }
  return errors.length === 0;
}

async function getFrom(url: string, { path }: RestRequest): Promise<boolean> {
  const response = await fetch(url + path);
  if (response.status < 400) return beginOf(response);
  const text = await response.text();
  const type = response.headers.get('content-type') ?? '';
  const { status, detail = '' } = JSON.parse(text) as { readonly status?: number; readonly detail?: string };
  const isTold = type.startsWith('application/problem+json') && status === response.status && detail.length >= 15;
  if (response.status >= 500 || !isTold) throw new Error(`${response.status} ${type} ${text}`);
  return false;
}

/** Years of a file take their time: read for a while, whether it breaks off, then left. */
async function beginOf({ body }: Response): Promise<true> {
  const reader = body?.getReader();
  // Where it broke off, the reading says so.
  const leaving = setTimeout(() => void reader?.cancel().catch(() => undefined), BODY_MS);
  try {
    while (reader && !(await reader.read()).done);
  } finally {
    clearTimeout(leaving);
  }
  return true;
}

/** What is refused at once; what is not waits for something to happen, for which nobody waits here. */
async function firstErrors(client: Client, operation: Operation): Promise<Errors> {
  const answers = client.iterate<unknown>({ query: operation.query, variables: { ...operation.variables } });
  const first = answers.next().then(
    ({ value }: IteratorResult<{ readonly errors?: unknown }>) =>
      (value as { errors?: Errors } | undefined)?.errors ?? [],
    (errors: unknown) => (Array.isArray(errors) ? (errors as Errors) : Promise.reject(new Error(String(errors)))),
  );
  const nothing = new Promise<Errors>((resolve) => setTimeout(() => resolve([]), 50));
  const errors = await Promise.race([first, nothing]);
  await answers.return?.();
  return errors;
}

/** What two agents told of themselves and each other, of containers and protocols, for some minutes. */
async function tellStates(url: string): Promise<void> {
  const pool = openPool(url, 2);
  const writer = new BatchWriter(pool, await migrate(url, () => undefined));
  const [web, db] = [new FakeAgent(WEB), new FakeAgent(DB)];
  const messages = [web, db].flatMap((agent) =>
    Array.from({ length: 24 }, (_, tick): StateMessage => {
      const keys = ['host', `${agent === web ? 'web' : 'db'}c0ffee0000`.slice(0, 12)];
      const peer = { host: (agent === web ? db : web).host, ms: tick % 4 ? 0.5 : null };
      return {
        ...stateOf(agent, THEN + (tick - 12) * 10_000, { ms: 10_000 }),
        seq: tick + 1,
        memory: { totalBytes: 4e9, availableBytes: 1e9, swapTotalBytes: 0, swapFreeBytes: 0 },
        containers: {
          ids: [containerOf(agent === web ? 'web' : 'db')],
          ...{ cpuMs: [tick * 10], memoryBytes: [1e8], memoryLimitBytes: [null] },
        },
        protocols: { keys, unread: [], columns: perProtocolCounter(() => [tick, null]) },
        latency: { natsMs: 0.5, peers: [{ ...peer, outcome: peer.ms === null ? 'filtered' : 'accepted' }] },
      };
    }),
  );
  const arrivals = messages.map((message): Arrival => ({
    ...{ subject: 'weir.v1.test', payload: new Uint8Array(), receivedMs: Date.now(), sentMs: null },
    content: { kind: 'state', message },
  }));
  await writer.write(arrivals);
  await pool.end();
}

const containerOf = (name: string): string => `${name}c0ffee`.padEnd(64, '0');

/** A store with something of each kind; answers the ids and names by which it can be asked for. */
async function fill(seed: Seed): Promise<string[]> {
  const ids: string[] = [WEB, DB, 'web', 'db', 'eth0', 'shop', 'shop/api', 'team'];
  for (const [uuid, name] of [
    [WEB, 'web'],
    [DB, 'db'],
  ] as const) {
    const hostId = await seed.host(uuid, name, { lastSeenMs: THEN + 60_000 });
    const container = containerOf(name);
    const namespace = `${name}c0ffee0000`.slice(0, 12);
    await seed.query(
      `INSERT INTO container (host_id, id, name, namespace, host_network, image, stack, service, labels)
       VALUES ($1, $2, $3, $4, false, 'shop:1', 'shop', 'api', '{"team": "a"}')`,
      [hostId, container, `shop-api-${name}`, namespace],
    );
    await seed.query(`INSERT INTO network VALUES ($1, 'net1', 'shop_backend', 'bridge', false, '{10.0.0.0/24}')`, [
      hostId,
    ]);
    const uplink = await seed.series(hostId, uuid, 'host/eth0');
    const inside = { class: 'container', uplink: false, namespace, networkId: 'net1' };
    const own = await seed.series(hostId, uuid, `${namespace}/eth0`, inside);
    await seed.presence(hostId, THEN - 60_000, THEN + 60_000);
    for (const { seriesId, netId } of [uplink, own]) {
      await seed.traffic(seriesId, THEN, { rxBytes: 1_000, txBytes: 500 });
      ids.push(netId);
    }
    await seed.query(
      `INSERT INTO event (time, host_id, kind, subject, before, after, text)
       VALUES ($1, $2, 'interface.added', 'eth0', NULL, '"x"', 'eth0 appeared')`,
      [new Date(THEN).toISOString(), hostId],
    );
    ids.push(container, `${uuid}/net1`, `shop-api-${name}`);
  }
  return ids;
}
