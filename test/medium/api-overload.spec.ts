import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import pg from 'pg';
import WebSocket from 'ws';
import { MAX_SUBSCRIPTIONS_PER_SOCKET } from '../../apps/aggregator/src/api/graphql/limits.js';
import { type RunningAggregator, startAggregator } from '../support/aggregator.js';
import { execute, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { startNats } from '../support/nats.js';
import { startPostgres } from '../support/postgres.js';
import { describeIf, natsServer } from '../support/requirements.js';

const READERS = 8;
/** Asks the table of series and no other that is asked here; what a question on a snapshot asks, and what one alone asks. */
const SNAPSHOT = `{ averages(input: { interfaces: ["x"] }) { at } }`;
const ALONE = '{ interface(id: "x") { id } }';

interface Answer {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly errors: readonly { readonly message: string; readonly extensions: Readonly<Record<string, unknown>> }[];
}

describeIf(natsServer, 'an API whose database is slow', () => {
  let database: TestDatabase;
  let aggregator: RunningAggregator;
  let holder: pg.Client;

  const ask = async (query: string, signal?: AbortSignal): Promise<Answer> => {
    const response = await fetch(`${aggregator.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
      signal: signal ?? null,
    });
    const { errors = [] } = (await response.json()) as Partial<Answer>;
    return { status: response.status, retryAfter: response.headers.get('retry-after'), errors };
  };
  const waiting = async (): Promise<number> => {
    const sql = `SELECT 1 FROM pg_stat_activity WHERE application_name = 'weir-aggregator-api' AND state = 'active'`;
    return (await execute(database.url, sql)).length;
  };
  const untilWaiting = (count: number): Promise<void> =>
    eventually(`${count} questions wait for the table`, async () => expect(await waiting()).toBe(count));
  const errorsLogged = (): string[] =>
    aggregator
      .log()
      .split('\n')
      .filter((line) => line.includes('"level":50'));

  beforeAll(async () => {
    const [nats, server] = await Promise.all([startNats(), startPostgres()]);
    database = server;
    aggregator = await startAggregator({ WEIR_DATABASE_URL: database.url, WEIR_NATS_URL: nats.url });
    holder = new pg.Client({ connectionString: database.url });
    await holder.connect();
  });

  beforeEach(() => holder.query('BEGIN; LOCK TABLE series IN ACCESS EXCLUSIVE MODE'));
  afterEach(() => holder.query('ROLLBACK'));
  afterAll(() => holder.end());

  it('gives a question up after 10 s, and says what to do', async () => {
    const rest = fetch(`${aggregator.url}/api/v1/interface/x/stats`);
    for (const answer of await Promise.all([ask(SNAPSHOT), ask(ALONE)])) {
      expect(answer).toMatchObject({
        status: 504,
        retryAfter: null,
        errors: [{ message: expect.stringContaining('narrow the range'), extensions: { code: 'TIMEOUT' } }],
      });
    }
    expect((await rest).status).toBe(504);
    expect(await (await rest).json()).toMatchObject({
      status: 504,
      detail: expect.stringContaining('narrow the range'),
    });
    await untilWaiting(0);
    expect(errorsLogged()).toEqual([]);
  });

  it('ends what nobody waits for any more, within seconds', async () => {
    const left = new AbortController();
    const asked = ask(SNAPSHOT, left.signal).catch(() => 'left');
    await untilWaiting(1);
    left.abort();
    expect(await asked).toBe('left');
    await eventually('it has ended', async () => expect(await waiting()).toBe(0), 5_000);
    expect(errorsLogged()).toEqual([]);
  });

  it('lets no more questions in than it can answer, and never holds up what is stored', async () => {
    const asked = Array.from({ length: READERS }, () => ask(SNAPSHOT));
    await untilWaiting(READERS);
    const late = ask('{ hosts { totalCount } }');
    const health = await fetch(`${aggregator.url}/healthz`);
    expect(await health.json()).toMatchObject({ database: 'up' });
    expect(await waiting()).toBe(READERS);
    expect(await late).toMatchObject({
      status: 503,
      retryAfter: '5',
      errors: [{ message: expect.stringContaining('too much is being asked'), extensions: { code: 'OVERLOADED' } }],
    });
    await holder.query('ROLLBACK');
    for (const { status } of await Promise.all(asked)) expect([200, 504]).toContain(status);
    expect((await ask('{ hosts { totalCount } }')).errors).toEqual([]);
    expect(errorsLogged()).toEqual([]);
  });

  it('counts subscriptions that are ended while they begin, until they have', async () => {
    const socket = new WebSocket(`${aggregator.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    const refused = new Promise<unknown>((resolve) => {
      socket.on('message', (text: Buffer) => {
        const message = JSON.parse(text.toString()) as { readonly type: string };
        if (message.type === 'connection_ack') subscribeOften();
        if (message.type === 'error') resolve(message);
      });
    });
    const subscribeOften = (): void => {
      const query = 'subscription { traffic(filter: { interfaces: ["x"] }) { at } }';
      for (let id = 1; id <= MAX_SUBSCRIPTIONS_PER_SOCKET; id++) {
        socket.send(JSON.stringify({ id: `${id}`, type: 'subscribe', payload: { query } }));
        socket.send(JSON.stringify({ id: `${id}`, type: 'complete' }));
      }
      socket.send(JSON.stringify({ id: 'more', type: 'subscribe', payload: { query } }));
    };
    socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init' })));
    expect(await refused).toMatchObject({ id: 'more', payload: [{ message: expect.stringContaining('More than') }] });
    socket.terminate();
    await holder.query('ROLLBACK');
    await untilWaiting(0);
    expect(errorsLogged()).toEqual([]);
  });
});
