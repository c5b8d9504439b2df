import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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
