import { mkdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import WebSocket from 'ws';
import { makeToken } from '../support/access.js';
import { type RunningAggregator, startAggregator } from '../support/aggregator.js';
import { askGraphql } from '../support/graphql.js';
import { startNats } from '../support/nats.js';
import { startPostgres } from '../support/postgres.js';
import { temporaryDirectory } from '../support/reaper.js';
import { describeIf, natsServer } from '../support/requirements.js';
import { openSeed, type Seed } from '../support/seed.js';

const LISTED = 'https://grafana.example';
const EVIL = 'https://evil.example';
const WEB = '0f8fad5b-d9cb-469f-a165-70867728950e';
const SECRET = 'what lies beside the dashboard';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

describeIf(natsServer, 'the API over HTTP', () => {
  let aggregator: RunningAggregator;
  let seed: Seed;

  /** As written: fetch would tidy the path up. */
  const send = (
    method: string,
    path: string,
    { body, ...headers }: Readonly<Record<string, string>> = {},
  ): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const { hostname, port } = new URL(aggregator.url);
      const sent = request({ hostname, port, path, method, headers }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
      });
      sent.on('error', reject).end(body);
    });
  const json = { 'content-type': 'application/json' };
  const graphql = (headers: Readonly<Record<string, string>>): Promise<Answer> => send('POST', '/graphql', headers);

  beforeAll(async () => {
    const folder = temporaryDirectory('site');
    const dashboard = join(folder, 'dashboard');
    mkdirSync(join(dashboard, 'assets'), { recursive: true });
    writeFileSync(join(dashboard, 'index.html'), '<!doctype html><title>weir</title>');
    writeFileSync(join(folder, 'secret.txt'), SECRET);
    const [nats, database] = await Promise.all([startNats(), startPostgres()]);
    aggregator = await startAggregator({
      WEIR_DATABASE_URL: database.url,
      WEIR_NATS_URL: nats.url,
      WEIR_ROLES: 'api',
      WEIR_DASHBOARD_DIR: dashboard,
      WEIR_CORS_ORIGINS: LISTED,
    });
    seed = await openSeed(database.url);
    await seed.host(WEB, 'web');
  });

  afterAll(() => seed.end());

  describe('GraphQL', () => {
    const query = JSON.stringify({ query: '{ __typename }' });

    it.each<[string, string, string, Record<string, string>, number, string, string]>([
      [
        'a list of operations',
        'POST',
        '/graphql',
        { ...json, body: `[${query},${query}]` },
        400,
        'BAD_REQUEST',
        'one op',
      ],
      ['what is no JSON', 'POST', '/graphql', { ...json, body: '{"query":' }, 400, 'BAD_REQUEST', 'not JSON'],
      ['a bare text', 'POST', '/graphql', { ...json, body: '"x"' }, 400, 'BAD_REQUEST', 'not JSON'],
      ['a form', 'POST', '/graphql', { 'content-type': 'text/plain', body: query }, 415, 'BAD_REQUEST', 'as JSON'],
      ['no type at all', 'POST', '/graphql', { body: query }, 415, 'BAD_REQUEST', 'Content-Type'],
      ['what is not UTF', 'POST', '/graphql', { 'content-type': 'application/json; charset=x', body: query }, 415, 'BAD_REQUEST', 'UTF-8'], // prettier-ignore
      ['an unknown encoding', 'POST', '/graphql', { ...json, 'content-encoding': 'x', body: query }, 415, 'BAD_REQUEST', 'cannot be read'], // prettier-ignore
      [
        'GET',
        'GET',
        '/graphql?query=%7B__typename%7D',
        { 'apollo-require-preflight': '1' },
        405,
        'BAD_REQUEST',
        'POST',
      ],
      ['PUT', 'PUT', '/graphql', { ...json, body: query }, 405, 'BAD_REQUEST', 'POST'],
      ['a path below', 'POST', '/graphql/more', { ...json, body: query }, 404, 'BAD_REQUEST', '/graphql'],
      ['no query', 'POST', '/graphql', { ...json, body: '{"q":1}' }, 400, 'BAD_REQUEST', 'query'],
      ['a large body', 'POST', '/graphql', { ...json, body: JSON.stringify({ query: 'x'.repeat(140_000) }) }, 413, 'PAYLOAD_TOO_LARGE', '131072 bytes'], // prettier-ignore
    ])('refuses %s, and says what it takes', async (_, method, path, headers, status, code, remedy) => {
      const answer = await send(method, path, headers);
      expect({ status: answer.status, allow: answer.headers['allow'] }).toEqual({
        status,
        allow: status === 405 ? 'POST' : undefined,
      });
      expect(JSON.parse(answer.text)).toMatchObject({
        errors: [{ message: expect.stringContaining(remedy), extensions: { code } }],
      });
    });

    it('takes names for what they are, whatever they hold', async () => {
      const text = `'; DROP TABLE host; --`;
      const found = `query ($text: String!) { interfaces(filter: { text: $text }) { totalCount } }`;
      for (const each of [text, `" OR "1"="1`, '\\', '%', '$1', '\u2028']) {
        expect(await askGraphql(aggregator.url, found, { text: each })).toEqual({
          data: { interfaces: { totalCount: 0 } },
        });
      }
      const refused = await askGraphql(aggregator.url, found, { text: 'a\u0000b' });
      expect(refused.errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', field: 'filter.text' });
      expect(await seed.query('SELECT name FROM host')).toEqual([{ name: 'web' }]);
    });
  });

  describe('REST', () => {
    const problem = ({ text, headers }: Answer): unknown => {
      expect(headers['content-type']).toMatch(/^application\/problem\+json/);
      return JSON.parse(text);
    };

    it.each([
      ['GET', '/api/v2/interface', 404, 'There is nothing at /api/v2/interface; /api/docs tells what there is'],
      ['GET', '/api/v1/interface/x/y/z', 404, 'There is nothing at'],
      ['POST', '/api/v1/interface', 405, 'POST is not answered here: read with GET'],
      ['DELETE', '/api/v1/interface/x/stats', 405, 'DELETE is not answered here'],
      ['POST', '/healthz', 404, 'There is nothing at'],
      ['GET', '/api/v1/series?from=1970-01-01T00:00:00Z&to=3000-01-01T00:00:00Z', 400, 'from: makes it cost'],
      ['GET', '/api/v1/totals?from=1970-01-01T00:00:00Z&to=3000-01-01T00:00:00Z', 400, 'ask for a shorter range'],
      [
        'GET',
        '/api/v1/export/totals.csv?from=1970-01-01T00:00:00Z&to=3000-01-01T00:00:00Z',
        400,
        'from: makes it cost',
      ],
      ['GET', '/api/v1/interface/%ff/stats', 400, "Failed to decode param '%ff'"],
      ['GET', '/api/v1/interface/%00/stats', 404, 'There is no interface'],
      ['GET', `/api/v1/interface/${encodeURIComponent(`' OR 1=1 --`)}/stats`, 404, 'There is no interface'],
      ['GET', '/api/v1/interface/..%2f..%2f..%2fetc%2fpasswd/stats', 404, 'There is no interface'],
    ])('answers %s %s as problem details', async (method, path, status, detail) => {
      const answer = await send(method, path);
      expect(problem(answer)).toMatchObject({ type: 'about:blank', status, detail: expect.stringContaining(detail) });
      expect({ status: answer.status, allow: answer.headers['allow'] }).toEqual({
        status,
        allow: status === 405 ? 'GET, HEAD' : undefined,
      });
    });
  });

  describe('files', () => {
    it.each([
      '/../secret.txt',
      '/..%2fsecret.txt',
      '/%2e%2e/secret.txt',
      '/assets/../../secret.txt',
      '/assets/..%2f..%2fsecret.txt',
      '/assets/%2e%2e%2f%2e%2e%2fsecret.txt',
      '/assets/..%5c..%5csecret.txt',
      '//../secret.txt',
      '/secret.txt%00.js',
    ])('of the dashboard are all that is served: %s', async (path) => {
      const { status, text } = await send('GET', path);
      expect(text).not.toContain(SECRET);
      expect([400, 403, 404]).toContain(status);
    });
  });

  describe('pages of other origins', () => {
    const origin = (name: string): Record<string, string> => ({ origin: name });
    const allowed = ({ headers }: Answer): unknown => headers['access-control-allow-origin'];
    const body = JSON.stringify({ query: '{ __typename }' });

    it('may read the API where they are listed, and nothing else that is served', async () => {
      expect(allowed(await graphql({ ...json, ...origin(LISTED), body }))).toBe(LISTED);
      expect(allowed(await send('GET', '/api/v1/interface', origin(LISTED)))).toBe(LISTED);
      for (const path of ['/', '/healthz', '/metrics', '/api/docs']) {
        expect(allowed(await send('GET', path, origin(LISTED)))).toBeUndefined();
      }
    });

    it('are not let in by others', async () => {
      for (const each of [EVIL, 'null', `${LISTED}.evil.example`, 'http://grafana.example']) {
        const answer = await graphql({ ...json, ...origin(each), body });
        expect({ status: answer.status, allowed: allowed(answer) }).toEqual({ status: 403, allowed: undefined });
        expect(answer.text).toContain(
          `Pages of ${each} are not let in: if it is yours, set WEIR_PUBLIC_URL, or list it in WEIR_CORS_ORIGINS`,
        );
        const asked = { ...origin(each), 'access-control-request-method': 'POST' };
        expect(allowed(await send('OPTIONS', '/graphql', asked))).toBeUndefined();
      }
      const asked = { ...origin(LISTED), 'access-control-request-method': 'POST' };
      const { status, headers } = await send('OPTIONS', '/graphql', asked);
      expect([status, headers['access-control-allow-methods'], headers['access-control-allow-headers']]).toEqual([
        204,
        'GET,HEAD,POST',
        'Authorization,Content-Type',
      ]);
    });

    it('are not ours where a public name of somebody else is pointed at us', async () => {
      // Whoever asks by another name is not signed in by being here.
      const { header } = await makeToken(aggregator.url);
      const at = (name: string) => graphql({ ...json, ...header, ...origin(`http://${name}`), host: name, body });
      expect((await at('evil.example:8080')).status).toBe(403);
      for (const ours of ['localhost:8080', '127.0.0.1', 'weir']) expect((await at(ours)).status).toBe(200);
    });

    it.each([
      [LISTED, 'open'],
      [EVIL, 403],
      [`${LISTED}/`, 403],
    ])('open a socket as they are listed: %s', async (name, expected) => {
      const socket = new WebSocket(`${aggregator.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
        headers: { origin: name },
      });
      const answered = await new Promise((resolve) => {
        socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
        socket.on('open', () => resolve('open'));
        socket.on('error', () => undefined);
      });
      socket.terminate();
      expect(answered).toBe(expected);
    });
  });

  it('lets a page run, frame and ask nothing that is not ours', async () => {
    for (const path of ['/', '/api/docs', '/api/v1/interface', '/nothing.js']) {
      const { headers } = await send('GET', path);
      const policy = String(headers['content-security-policy']);
      const directives = new Map(
        policy.split(';').map((each) => [each.split(' ')[0], each.split(' ').slice(1).join(' ')]),
      );
      expect(Object.fromEntries(directives)).toMatchObject({
        'default-src': "'none'",
        'script-src': "'self'",
        'script-src-attr': "'none'",
        'base-uri': "'none'",
        'frame-ancestors': "'none'",
      });
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['x-powered-by']).toBeUndefined();
    }
  });
});
