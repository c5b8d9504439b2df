import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  buildSchema,
  type GraphQLInputType,
  type GraphQLOutputType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  getNamedType,
  type GraphQLField,
} from 'graphql';
import { makeToken } from '../../support/access.js';
import { type RunningAggregator, startAggregator } from '../../support/aggregator.js';
import { ask, type Asked, type Told } from '../../support/asking.js';
import { execute } from '../../support/database.js';
import { startNats } from '../../support/nats.js';
import { startPostgres } from '../../support/postgres.js';
import { describeIf, natsServer } from '../../support/requirements.js';
import { type Codes, subscribeToAll } from '../../support/subscribing.js';

const SCHEMA = buildSchema(readFileSync(new URL('../../../apps/aggregator/schema.graphql', import.meta.url), 'utf8'));
const ROLES = ['VIEWER', 'OPERATOR', 'ADMIN'] as const;
type Headers = NonNullable<Asked['headers']>;

/** Who may what: each mutation, and those queries that not everybody may. What is new is for admins until it is written here. */
const NEEDED: Readonly<Record<string, (typeof ROLES)[number]>> = {
  ...{ changePassword: 'VIEWER', createToken: 'VIEWER', revokeToken: 'VIEWER', endSession: 'VIEWER' },
  ...{ startReport: 'VIEWER', startExport: 'VIEWER', cancelJob: 'VIEWER' },
  ...{ saveQuota: 'OPERATOR', deleteQuota: 'OPERATOR' },
  ...{ saveReport: 'OPERATOR', deleteReport: 'OPERATOR', runReport: 'OPERATOR' },
  ...{ acknowledgeAlerts: 'OPERATOR', silence: 'OPERATOR', endSilence: 'OPERATOR', saveMaintenanceWindow: 'OPERATOR' },
  ...{ deleteMaintenanceWindow: 'OPERATOR', annotate: 'OPERATOR', deleteAnnotation: 'OPERATOR' },
  ...{ setHostLabels: 'OPERATOR', setLinkSpeed: 'OPERATOR', patternFeedback: 'OPERATOR' },
  ...{ users: 'ADMIN', audit: 'ADMIN', joinTokens: 'ADMIN', enrolments: 'ADMIN' },
};

/** Something that fits a type, of the least. */
function sample(type: GraphQLInputType): string {
  if (isNonNullType(type)) return sample(type.ofType);
  if (isListType(type)) return `[${sample(type.ofType)}]`;
  if (isEnumType(type)) return type.getValues()[0]?.name ?? '';
  if (isInputObjectType(type)) {
    const needed = Object.values(type.getFields()).filter((field) => isNonNullType(field.type));
    return `{ ${needed.map((field) => `${field.name}: ${sample(field.type)}`).join(', ')} }`;
  }
  const samples: Readonly<Record<string, string>> = {
    ...{ Int: '1', Float: '1', Boolean: 'true', DateTime: '"2026-11-22T12:00:00Z"', ChannelSettings: '{}' },
  };
  return samples[type.name] ?? '"00000000-0000-4000-8000-000000000000"';
}

/** The cheapest field of an answer: `__typename` is dear where it may come five hundred times. */
function selectionOf(answered: GraphQLOutputType): string {
  const type = getNamedType(answered);
  if (!isObjectType(type)) return isLeafType(type) ? '' : '{ __typename }';
  const leaf = Object.values(type.getFields()).find((field) => isLeafType(getNamedType(field.type)));
  return leaf ? `{ ${leaf.name} }` : '{ __typename }';
}

function asked({ name, args, type }: GraphQLField<unknown, unknown>): string {
  const given = args.filter((arg) => isNonNullType(arg.type)).map((arg) => `${arg.name}: ${sample(arg.type)}`);
  return `${name}${given.length > 0 ? `(${given.join(', ')})` : ''} ${selectionOf(type)}`;
}

const fieldsOf = (kind: 'Query' | 'Mutation' | 'Subscription'): GraphQLField<unknown, unknown>[] => {
  const type = SCHEMA.getType(kind);
  return isObjectType(type) ? Object.values(type.getFields()) : [];
};
/** Is of no schema: refused whoever asks. */
const LAST = 'thereIsNoSuchField';

describeIf(natsServer, 'what roles may', () => {
  let aggregator: RunningAggregator;
  let anonymous: RunningAggregator;
  let databaseUrl: string;
  let natsUrl: string;
  const headers: Partial<Record<(typeof ROLES)[number], Headers>> = {};

  /** By a name that is not this machine's, so that nobody is signed in by being here. */
  const graphql = (query: string, given: Headers = {}, at = aggregator): Promise<Told> =>
    ask(`${at.url}/graphql`, { method: 'POST', body: { query }, headers: { host: 'weir', ...given } });
  const get = (path: string, given: Headers = {}, at = aggregator): Promise<Told> =>
    ask(`${at.url}${path}`, { headers: { host: 'weir', ...given } });
  const codesOf = ({ json }: Told): unknown[] =>
    (json.errors ?? []).map(({ extensions }: { extensions?: { code?: string } }) => extensions?.code);

  const subscribed = (given: Headers = {}): Promise<Codes | number> => {
    const fields = fieldsOf('Subscription').map((field) => [field.name, asked(field)] as const);
    return subscribeToAll(aggregator.url, { host: 'weir', ...given }, Object.fromEntries([...fields, [LAST, LAST]]));
  };

  beforeAll(async () => {
    const [nats, database] = await Promise.all([startNats(), startPostgres()]);
    databaseUrl = await database.createDatabase();
    natsUrl = nats.url;
    const env = { WEIR_DATABASE_URL: databaseUrl, WEIR_NATS_URL: nats.url, WEIR_ROLES: 'api' };
    aggregator = await startAggregator({ ...env, WEIR_OPEN_PATHS: 'readyz' });
    anonymous = await startAggregator({ ...env, WEIR_LOCAL_SIGN_IN: 'false', WEIR_ANONYMOUS_READ: 'true' });
    for (const role of ROLES) headers[role] = (await makeToken(aggregator.url, { role })).header;
  });
  afterAll(() => Promise.all([aggregator.stop(), anonymous.stop()]));

  describe.each(ROLES)('%s', (role) => {
    const may = (needed: (typeof ROLES)[number]): boolean => ROLES.indexOf(role) >= ROLES.indexOf(needed);

    const expectOnlyIf = (isAllowed: boolean, answer: Told): void => {
      expect(codesOf(answer).includes('FORBIDDEN')).toBe(!isAllowed);
      expect(codesOf(answer)).not.toContain('GRAPHQL_VALIDATION_FAILED');
      expect(codesOf(answer)).not.toContain('INTERNAL_SERVER_ERROR');
      if (!isAllowed) expect([answer.status, answer.json.data]).toEqual([403, undefined]);
    };

    it.each(fieldsOf('Mutation').map((field) => [field.name, field] as const))('mutation %s', async (name, field) => {
      expectOnlyIf(may(NEEDED[name] ?? 'ADMIN'), await graphql(`mutation { ${asked(field)} }`, headers[role]));
    });

    it.each(fieldsOf('Query').map((field) => [field.name, field] as const))('query %s', async (name, field) => {
      const answer = await graphql(`{ ${asked(field)} }`, headers[role]);
      expectOnlyIf(may(NEEDED[name] ?? 'VIEWER'), answer);
      if (name in NEEDED && may('ADMIN')) expect([answer.status, codesOf(answer)]).toEqual([200, []]);
    });

    it('every subscription', async () => {
      const names = fieldsOf('Subscription').map(({ name }) => name);
      expect(names.length).toBeGreaterThan(6);
      const codes = names.map((name) => [name, may(NEEDED[name] ?? 'VIEWER') ? [] : ['FORBIDDEN']]);
      expect(await subscribed(headers[role])).toEqual({
        ...Object.fromEntries(codes),
        [LAST]: ['GRAPHQL_VALIDATION_FAILED'],
      });
    });

    it.each(['tokens', 'sessions'])('%s of all', async (name) => {
      const answer = await graphql(`{ ${name}(ofAll: true) { id } }`, headers[role]);
      expect([answer.status, codesOf(answer)]).toEqual(may('ADMIN') ? [200, []] : [403, ['FORBIDDEN']]);
    });
  });

  it('answers nothing to nobody: no query, no mutation', async () => {
    const queries = fieldsOf('Query').map((field) => `{ ${asked(field)} }`);
    const mutations = fieldsOf('Mutation').map((field) => `mutation { ${asked(field)} }`);
    expect(queries.length).toBeGreaterThan(40);
    for (const query of [...queries, ...mutations, '{ __typename }', '{ __schema { types { name } } }']) {
      const answer = await graphql(query);
      expect([query, answer.status, codesOf(answer)]).toEqual([query, 401, ['UNAUTHENTICATED']]);
    }
  });

  it('answers nothing to nobody: no subscription', async () => {
    expect(await subscribed()).toBe(4401);
    const forged = { authorization: `Bearer weir_${'A'.repeat(43)}` };
    expect(await subscribed(forged)).toBe(4401);
  });

  it('answers nothing to nobody: no route, of those that are described and those that are not', async () => {
    const document = JSON.parse(
      readFileSync(new URL('../../../apps/aggregator/openapi.json', import.meta.url), 'utf8'),
    );
    const open = ['/livez', '/readyz'];
    const routes = Object.entries<Record<string, unknown>>(document.paths).flatMap(([path, ways]) =>
      'get' in ways ? [path] : [],
    );
    expect(routes.length).toBeGreaterThan(15);
    for (const path of [...routes, '/api/docs', '/api/openapi.json', '/api/v1/nothing', '/api', '/livez/']) {
      const answer = await get(path.replaceAll(/\{\w+\}/g, 'x'));
      expect([path, answer.status]).toEqual([path, open.includes(path) ? 200 : 401]);
      if (answer.status !== 401) continue;
      expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
      expect(answer.headers['www-authenticate']).toBe('Bearer');
      expect(answer.json).toMatchObject({ status: 401, title: 'Unauthorized' });
    }
    expect(
      (await ask(`${aggregator.url}/api/v1/dashboard/timings`, { method: 'POST', body: [], headers: { host: 'weir' } }))
        .status,
    ).toBe(401);
  });

  it('shows its figures to a token of any role, where they are not open', async () => {
    for (const path of ['/metrics', '/healthz', '/api/v1/hosts', '/api/docs']) {
      const { status } = await get(path, headers.VIEWER);
      expect([path, status === 401]).toEqual([path, false]);
    }
    expect((await get('/metrics', {}, anonymous)).status).toBe(200);
  });

  it('guards a process without the API as well', async () => {
    const ingest = await startAggregator({
      ...{ WEIR_DATABASE_URL: databaseUrl, WEIR_NATS_URL: natsUrl, WEIR_ROLES: 'ingest' },
    });
    expect((await get('/metrics', {}, ingest)).status).toBe(401);
    expect((await get('/metrics', headers.VIEWER, ingest)).status).toBe(200);
    expect((await get('/healthz', {}, ingest)).status).not.toBe(401);
    await ingest.stop();
  });

  it('signs in who asks from here, and nobody who only looks so', async () => {
    const me = async (more: Asked): Promise<number> =>
      (await ask(`${aggregator.url}/graphql`, { method: 'POST', body: { query: '{ me { name role } }' }, ...more }))
        .status;
    for (const host of ['localhost', 'localhost:8080', '127.0.0.1:1', '[::1]:8080', 'LOCALHOST'])
      expect([host, await me({ headers: { host } })]).toEqual([host, 200]);
    for (const host of [
      'weir',
      'evil.example',
      '127.0.0.2',
      'localhost.evil.example',
      '127.0.0.1.evil.example',
      '0.0.0.0',
      '[::1',
      'localhost:8080@evil',
    ])
      expect([host, await me({ headers: { host } })]).toEqual([host, host === '[::1' ? expect.any(Number) : 401]);
    for (const name of [
      'forwarded',
      'x-forwarded-for',
      'x-forwarded-host',
      'x-forwarded-proto',
      'x-forwarded-anything',
      'x-real-ip',
      'via',
    ])
      expect([name, await me({ headers: { [name]: '127.0.0.1' } })]).toEqual([name, 401]);
    expect(await me({ localAddress: '127.0.0.2' })).toBe(200);
    expect(await me({ headers: { origin: 'https://evil.example' } })).toBe(403);
  });

  it('lets everybody read where it was asked for, and change nothing', async () => {
    expect((await graphql('{ me { name kind role } hosts { totalCount } }', {}, anonymous)).json.data).toEqual({
      me: { name: 'anonymous', kind: 'ANONYMOUS', role: 'VIEWER' },
      hosts: { totalCount: 0 },
    });
    for (const field of fieldsOf('Mutation').filter(({ name }) => NEEDED[name] !== 'VIEWER'))
      expect([field.name, (await graphql(`mutation { ${asked(field)} }`, {}, anonymous)).status]).toEqual([
        field.name,
        403,
      ]);
    expect((await graphql('{ users { id } }', {}, anonymous)).status).toBe(403);
    expect(
      (await graphql('{ me { name } }', { authorization: `Bearer weir_${'A'.repeat(43)}` }, anonymous)).status,
    ).toBe(401);
  });

  it('refuses to everybody what is of whoever is signed in, too', async () => {
    const token = await makeToken(aggregator.url, { role: 'VIEWER' });
    const startExport = 'startExport(path: "/api/v1/export/hosts.csv") { job { id } refusals { field } }';
    const started = await graphql(`mutation { ${startExport} }`, token.header);
    const [session] = await execute(
      databaseUrl,
      `WITH made AS (INSERT INTO account (name, role) VALUES ('ada', 'viewer') RETURNING id)
       INSERT INTO session (account_id, secret_hash, expires_at, address, browser)
       SELECT id, '', now() + interval '1 hour', '', '' FROM made RETURNING id`,
    );
    const expiresAt = new Date(Date.now() + 60_000).toISOString();
    const changes: Readonly<Record<string, string>> = {
      changePassword: 'changePassword(current: "of now, long", next: "of then, long") { refusals { field } }',
      createToken: `createToken(input: { name: "t", role: VIEWER, expiresAt: "${expiresAt}" }) { refusals { field } }`,
      revokeToken: `revokeToken(id: "${token.id}")`,
      endSession: `endSession(id: "${String(session?.['id'])}")`,
      startReport: 'startReport(input: { kind: FLEET }, formats: [CSV]) { refusals { field } }',
      startExport,
      cancelJob: `cancelJob(id: "${started.json.data.startExport.job.id}") { refusals { field } }`,
    };
    expect(Object.keys(changes).sort()).toEqual(
      Object.keys(NEEDED)
        .filter((name) => NEEDED[name] === 'VIEWER')
        .sort(),
    );
    const stored = (): Promise<unknown> =>
      Promise.all(
        ['id FROM api_token', 'id FROM session', 'id, is_cancelled FROM job'].map((what) =>
          execute(databaseUrl, `SELECT ${what} ORDER BY 1`),
        ),
      );
    const before = await stored();
    for (const [name, change] of Object.entries(changes)) {
      const answer = await graphql(`mutation { ${change} }`, {}, anonymous);
      const isRefused = answer.json.data?.[name]?.refusals?.length > 0 || codesOf(answer).includes('BAD_USER_INPUT');
      expect([name, answer.status, isRefused]).toEqual([name, 200, true]);
    }
    expect(await stored()).toEqual(before);
  });

  it('keeps every mutation and every denial', async () => {
    const rows = await execute(databaseUrl, `SELECT DISTINCT action FROM audit WHERE outcome <> 'denied'`);
    const kept = rows.map(({ action }) => action);
    expect(
      fieldsOf('Mutation')
        .filter(({ name }) => !kept.includes(name))
        .map(({ name }) => name),
    ).toEqual([]);
    const denied = await execute(
      databaseUrl,
      `SELECT DISTINCT action, actor_kind AS kind FROM audit WHERE outcome = 'denied'`,
    );
    for (const action of ['users', 'tokens', 'sessions']) expect(denied).toContainEqual({ action, kind: 'token' });
  });
});
