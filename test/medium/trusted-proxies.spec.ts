import { request } from 'node:http';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import WebSocket from 'ws';
import { MAX_SOCKETS_PER_ADDRESS } from '../../apps/aggregator/src/api/graphql/limits.js';
import { makeToken, type TestToken } from '../support/access.js';
import { type RunningAggregator, startAggregator } from '../support/aggregator.js';
import { eventually } from '../support/eventually.js';
import { startNats } from '../support/nats.js';
import { startPostgres } from '../support/postgres.js';
import { describeIf, natsServer } from '../support/requirements.js';

type Headers = Readonly<Record<string, string>>;

const PROXY = '127.0.0.2';
const ANYBODY = '127.0.0.1';
const OPEN = 101;

describeIf(natsServer, 'what proxies say of their clients', () => {
  let aggregator: RunningAggregator;
  let token: TestToken;
  const sockets: WebSocket[] = [];

  const overHttp = (localAddress: string, headers: Headers): Promise<number> =>
    new Promise((resolve, reject) => {
      const given = { 'content-type': 'application/json', ...token.header, ...headers };
      const sent = request(
        `${aggregator.url}/graphql`,
        { method: 'POST', localAddress, headers: given },
        (response) => {
          response.resume().on('end', () => resolve(response.statusCode ?? 0));
        },
      );
      sent.on('error', reject).end('{"query":"{ __typename }"}');
    });
  const overSocket = (localAddress: string, headers: Headers): Promise<number> =>
    new Promise((resolve, reject) => {
      const url = `${aggregator.url.replace('http', 'ws')}/graphql`;
      const socket = new WebSocket(url, 'graphql-transport-ws', { localAddress, headers });
      socket.on('unexpected-response', (_, { statusCode = 0 }) => resolve(statusCode));
      socket.on('error', reject).on('open', () => {
        sockets.push(socket);
        resolve(OPEN);
      });
    });
  const both = async (localAddress: string, headers: Headers): Promise<readonly number[]> => [
    await overHttp(localAddress, headers),
    await overSocket(localAddress, headers),
  ];
  const closeAll = (): void => {
    for (const socket of sockets.splice(0)) socket.terminate();
  };

  beforeAll(async () => {
    const [nats, database] = await Promise.all([startNats(), startPostgres()]);
    aggregator = await startAggregator({
      ...{ WEIR_DATABASE_URL: database.url, WEIR_NATS_URL: nats.url, WEIR_ROLES: 'api' },
      ...{ WEIR_TRUSTED_PROXIES: `${PROXY}/32,fd00::/8`, WEIR_PUBLIC_URL: 'https://weir.example/' },
    });
    token = await makeToken(aggregator.url);
  });
  afterAll(closeAll);

  it('is believed of those that are listed, over HTTP and WebSocket: which name a page came to', async () => {
    const page = { origin: 'http://weir.lan', 'x-forwarded-host': 'weir.lan' };
    expect(await both(PROXY, page)).toEqual([200, OPEN]);
    expect(await both(ANYBODY, page)).toEqual([403, 403]);
  });

  it('is believed of them alone: that a page of HTTP asks over TLS', async () => {
    const page = { origin: 'http://weir.lan', host: 'weir.lan', 'x-forwarded-proto': 'https' };
    expect(await both(PROXY, page)).toEqual([403, 403]);
    expect(await both(PROXY, { ...page, origin: 'https://weir.lan' })).toEqual([200, OPEN]);
    expect(await both(ANYBODY, page)).toEqual([200, OPEN]);
  });

  it('makes no public name ours, but that of WEIR_PUBLIC_URL', async () => {
    const page = { origin: 'http://evil.example', 'x-forwarded-host': 'evil.example' };
    expect(await both(PROXY, page)).toEqual([403, 403]);
    expect(await both(ANYBODY, { origin: 'https://weir.example' })).toEqual([200, OPEN]);
  });

  it('counts WebSockets by client: whoever claims to be others has no more', async () => {
    closeAll();
    const claimed = (index: number): Headers => ({ 'x-forwarded-for': `10.0.${index >> 8}.${index & 255}` });
    await eventually('all are closed', async () => {
      for (let from = sockets.length; from < MAX_SOCKETS_PER_ADDRESS; from += 50) {
        const opened = Array.from({ length: 50 }, (_, index) => overSocket(ANYBODY, claimed(from + index)));
        expect(new Set(await Promise.all(opened))).toEqual(new Set([OPEN]));
      }
    });
    expect(await overSocket(ANYBODY, claimed(999))).toBe(429);
    expect(await overSocket(PROXY, { 'x-forwarded-for': `9.9.9.9, ${ANYBODY}` })).toBe(429);
    expect(await overSocket(PROXY, { 'x-forwarded-for': `${ANYBODY}, 9.9.9.9` })).toBe(OPEN);
    closeAll();
    await eventually('there is room again', async () => expect(await overSocket(ANYBODY, {})).toBe(OPEN));
  });
});
