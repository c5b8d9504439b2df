import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '../../deploy/local/src/process/port.js';
import { askGraphql } from '../support/graphql.js';
import { startNode } from '../support/process.js';

const MAIN = new URL('../../apps/aggregator/dist/main.js', import.meta.url).pathname;
/** Nobody listens there; the aggregator starts without. */
const AWAY = { WEIR_DATABASE_URL: 'postgresql://127.0.0.1:1/weir', WEIR_NATS_URL: 'nats://127.0.0.1:1' };

describe('an aggregator that cannot start', () => {
  const other = createServer();

  beforeAll(async () => {
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
  });

  afterAll(() => void other.close());

  it('says in one sentence that its port is taken and what to do, and ends with 1', async () => {
    const { port } = other.address() as AddressInfo;
    const aggregator = startNode('aggregator', MAIN, { ...AWAY, WEIR_HTTP_PORT: String(port) });
    expect(await aggregator.exited()).toMatchObject({ code: 1 });
    const lines = aggregator.log().trim().split('\n');
    const told = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(told.filter(({ context }) => context === 'main')).toEqual([
      expect.objectContaining({
        app: 'weir-aggregator',
        level: 50,
        time: expect.any(Number),
        msg: expect.stringMatching(/^cannot listen on 127\.0\.0\.1:\d+ .*WEIR_HTTP_PORT and WEIR_HTTP_HOST/),
      }),
    ]);
  });

  it('names each fault of its configuration, and ends with 1', async () => {
    const aggregator = startNode('aggregator', MAIN, { WEIR_DATABASE_URL: 'mysql://x', WEIR_HTTP_PORT: 'x' });
    expect(await aggregator.exited()).toMatchObject({ code: 1 });
    expect(aggregator.log().trim().split('\n')).toEqual([
      expect.stringMatching(/^weir aggregator: WEIR_DATABASE_URL must be /),
      expect.stringMatching(/^weir aggregator: WEIR_HTTP_PORT must be /),
    ]);
  });
});

describe('an aggregator of whatever roles', () => {
  it.each(['ingest', 'analyse', 'api'])('answers how it does: %s', async (role) => {
    const aggregator = startNode('aggregator', MAIN, { ...AWAY, WEIR_HTTP_PORT: '0', WEIR_ROLES: role });
    const [, url] = await aggregator.waitForLog(/listening on (http:[^"]+)"/);
    const health = await fetch(`${url}/healthz`);
    expect(health.status).toBe(503);
    expect(await health.json()).toMatchObject({
      status: 'broken',
      database: 'down',
      nats: 'down',
      partitionsOwned: role === 'analyse' ? [] : null,
    });
    expect((await fetch(`${url}/readyz`)).status).toBe(503);
    expect((await fetch(`${url}/livez`)).status).toBe(200);
    const metrics = await fetch(`${url}/metrics`);
    expect(metrics.status).toBe(200);
    expect(await metrics.text()).toMatch(/^process_cpu_seconds_total /m);
    const graphql = await fetch(`${url}/graphql`, { method: 'POST' });
    expect(graphql.status === 404).toBe(role !== 'api');
    aggregator.signal('SIGTERM');
    expect(await aggregator.exited()).toMatchObject({ signal: 'SIGTERM' });
  });
});

describe('an aggregator without its database', () => {
  it('says so at once where it is asked what is stored, and does not keep anybody waiting', async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const aggregator = startNode('aggregator', MAIN, { ...AWAY, WEIR_ROLES: 'api', WEIR_HTTP_PORT: String(port) });
    await aggregator.waitForLog(/listening on/);
    const { errors } = await askGraphql(url, '{ storage { edition } }');
    expect(errors).toMatchObject([
      { message: expect.stringMatching(/^Not now: the database /), extensions: { code: 'UNAVAILABLE' } },
    ]);
    await aggregator.stop();
  });
});
