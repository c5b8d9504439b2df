import { beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { startPostgres } from '../support/postgres.js';
import { startNode, type TestProcess } from '../support/process.js';

const MAIN = new URL('../../apps/aggregator/dist/main.js', import.meta.url).pathname;
const HOSTS = '{ hosts { nodes { name } } }';
/** The first thing that is looked into, so that preparing waits for whoever has locked it. */
const MIGRATION_TABLE = 'CREATE TABLE migration (id serial PRIMARY KEY, name text NOT NULL, run_on timestamp NOT NULL)';

interface Answer {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: unknown;
}

async function answerOf(response: Response): Promise<Answer> {
  return { status: response.status, retryAfter: response.headers.get('retry-after'), body: await response.json() };
}

describe('an API whose database is not there', () => {
  let server: TestDatabase;

  beforeAll(async () => {
    server = await startPostgres();
  });

  async function startApi(databaseUrl: string): Promise<{ readonly api: TestProcess; readonly url: string }> {
    const api = startNode('aggregator', MAIN, {
      ...{ WEIR_DATABASE_URL: databaseUrl, WEIR_NATS_URL: 'nats://127.0.0.1:1' },
      ...{ WEIR_ROLES: 'api', WEIR_HTTP_PORT: '0' },
    });
    const [, url = ''] = await api.waitForLog(/listening on (http:[^"]+)"/);
    return { api, url };
  }

  const rest = async (url: string): Promise<Answer> => answerOf(await fetch(`${url}/api/v1/interface?text=x`));
  const graphql = async (url: string): Promise<Answer> =>
    answerOf(
      await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: HOSTS }),
      }),
    );
  const unavailable = (message: unknown): { readonly rest: unknown; readonly graphql: unknown } => ({
    rest: {
      status: 503,
      retryAfter: '5',
      body: { title: 'Service Unavailable', status: 503, detail: message, instance: '/api/v1/interface' },
    },
    graphql: {
      status: 503,
      retryAfter: '5',
      body: { errors: [{ message, extensions: { code: 'UNAVAILABLE' } }] },
    },
  });
  const both = async (url: string): Promise<unknown> => ({ rest: await rest(url), graphql: await graphql(url) });
  const errorsIn = (api: TestProcess): string[] =>
    api
      .log()
      .split('\n')
      .filter((line) => line.includes('"level":50'));

  it('says that it is being prepared, for as long as that takes, and answers then', async () => {
    const databaseUrl = await server.createDatabase();
    const holder = new pg.Client({ connectionString: databaseUrl });
    await holder.connect();
    await holder.query(MIGRATION_TABLE);
    await holder.query('BEGIN; LOCK TABLE migration');
    const { api, url } = await startApi(databaseUrl);
    expect(await both(url)).toMatchObject(unavailable('Not now: the database is being prepared'));
    expect((await fetch(`${url}/api/docs`)).status).toBe(200);
    await holder.query('COMMIT');
    await holder.end();
    await eventually('it answers', async () => {
      expect(await rest(url)).toEqual({ status: 200, retryAfter: null, body: [] });
    });
    expect(await graphql(url)).toEqual({ status: 200, retryAfter: null, body: { data: { hosts: { nodes: [] } } } });
    expect(errorsIn(api)).toEqual([]);
    // What the framework tells of itself is left out.
    expect(api.log()).not.toMatch(/NestFactory|InstanceLoader|RouterExplorer|RoutesResolver|GraphQLModule/);
    await api.stop();
  });

  it('says that it cannot be reached, before it ever was and after, and does not log each question', async () => {
    const databaseUrl = await server.createDatabase();
    await server.kill();
    const { api, url } = await startApi(databaseUrl);
    const cannot = expect.stringMatching(/^Not now: the database cannot be prepared yet: .*ECONNREFUSED/);
    await eventually('it has tried', async () => expect(await both(url)).toMatchObject(unavailable(cannot)));
    await server.restart();
    await eventually('it answers', async () => expect((await graphql(url)).status).toBe(200));
    const errors = errorsIn(api);
    await server.kill();
    await eventually('it has noticed', async () => {
      const away = 'Not now: the database cannot be reached; ask again in a few seconds';
      expect(await both(url)).toMatchObject(unavailable(away));
    });
    expect(errorsIn(api)).toEqual(errors);
    await server.restart();
    await eventually('it answers again', async () => expect((await rest(url)).status).toBe(200));
    await api.stop();
  });
});
