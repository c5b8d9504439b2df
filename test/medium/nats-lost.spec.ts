import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { natsAddressOf } from '../../apps/aggregator/src/config/nats-address.js';
import { NatsLink } from '../../apps/aggregator/src/nats/nats-link.js';
import { NatsTransport } from '../../apps/agent/src/publish/nats.js';
import { eventually } from '../support/eventually.js';
import { fail } from '../support/fail.js';
import { startNats } from '../support/nats.js';
import { startProxy, type TestProxy } from '../support/proxy.js';
import { describeIf, natsServer } from '../support/requirements.js';

/** Two answers that do not come, and a busy machine. By itself nats.js takes half a minute. */
const ELSEWHERE_WITHIN_MS = 6_000;

describeIf(natsServer, 'a NATS server that is gone without a word, as after a power cut', () => {
  let ways: readonly TestProxy[];
  const address = () => natsAddressOf(ways.map(({ url }) => url).join(',')) ?? fail('no address');
  const wayTo = (server: string): TestProxy => ways.find(({ url }) => url.includes(server)) ?? fail(server);

  beforeEach(async () => {
    const servers = await Promise.all([startNats(), startNats()]);
    ways = await Promise.all(servers.map(({ url }) => startProxy(url)));
  });
  afterEach(() => ways.forEach((way) => way.mend()));

  describe('is left by', () => {
    it('an aggregator', async () => {
      const link = new NatsLink(address(), 'test');
      const connection = (await link.connected()) ?? fail('never connected');
      const first = connection.getServer();
      wayTo(first).cut();
      await eventually(
        'it is elsewhere',
        () => expect([connection.getServer() !== first, link.isUp]).toEqual([true, true]),
        ELSEWHERE_WITHIN_MS,
      );
      await link.close();
    });

    it('an agent', async () => {
      const servers: string[] = [];
      const info = (told: unknown): unknown => servers.push((told as { server: string }).server);
      const transport = new NatsTransport(address(), Date.now, { info, warn: () => undefined } as never);
      transport.start(() => undefined);
      await eventually('it is connected', () => expect(transport.connected).toBe(true));
      wayTo(servers[0] ?? '').cut();
      await eventually('it is elsewhere', () => expect(new Set(servers).size).toBe(2), ELSEWHERE_WITHIN_MS);
      await transport.close();
    });
  });
});
