import { describe, expect, it } from '@jest/globals';
import { natsAddressOf } from '../../apps/aggregator/src/config/nats-address.js';
import { NatsLink } from '../../apps/aggregator/src/nats/nats-link.js';
import { startNats } from '../support/nats.js';

function linkTo(url: string): NatsLink {
  const address = natsAddressOf(url);
  if (!address) throw new Error('the test gave no address');
  return new NatsLink(address, 'test');
}

describe('the connection to NATS', () => {
  it('gives user and password to a server that asks, though others of the list are away', async () => {
    const { port } = await startNats({ args: ['--user', 'weir', '--pass', 's@crt:1'] });
    const link = linkTo(`nats://weir:s%40crt%3A1@127.0.0.1:1,nats://127.0.0.1:${port}`);
    const connection = await link.connected();
    expect(connection?.getServer()).toBe(`127.0.0.1:${port}`);
    expect(link.isUp).toBe(true);
    await link.close();
  });

  it('does not speak in the clear to a server that was to use TLS', async () => {
    const { port } = await startNats();
    const link = linkTo(`tls://127.0.0.1:${port}`);
    const first = await Promise.race([link.connected(), new Promise((resolve) => setTimeout(resolve, 1_500, 'none'))]);
    await link.close();
    expect(first).toBe('none');
  });
});
