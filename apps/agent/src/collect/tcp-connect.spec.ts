import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { tcpConnect } from './tcp-connect.js';

describe('the time of a TCP connect', () => {
  let server: Server;
  let port: number;
  let closed: Promise<string>;
  beforeEach(async () => {
    closed = new Promise((resolve) => {
      server = createServer((socket: Socket) => {
        let heard = '';
        socket.on('data', (bytes) => (heard += bytes.toString()));
        socket.on('error', () => undefined);
        socket.on('close', () => resolve(heard));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterEach(() => void server.close());

  it('is told where it is accepted; nothing is sent, and the connection is closed at once', async () => {
    const outcome = await tcpConnect('127.0.0.1', port, 2_000);
    expect(outcome).toEqual({ outcome: 'accepted', ms: expect.any(Number) });
    expect(outcome.ms).toBeGreaterThan(0);
    expect(outcome.ms).toBeLessThan(1_000);
    expect(await closed).toBe('');
  });

  it('is told where it is refused, since that is an answer too', async () => {
    await new Promise((resolve) => server.close(resolve));
    const outcome = await tcpConnect('127.0.0.1', port, 2_000);
    expect(outcome).toEqual({ outcome: 'refused', ms: expect.any(Number) });
  });

  it.each(['metadata.internal', '999.0.0.1', ''])('is unknown of %j, which is no address', async (address) => {
    expect(await tcpConnect(address, port, 2_000)).toEqual({ outcome: 'filtered', ms: null });
  });

  it('is unknown where the way ends before the host', async () => {
    // Broadcast: the kernel itself says no, as a router would.
    expect(await tcpConnect('255.255.255.255', port, 2_000)).toEqual({ outcome: 'filtered', ms: null });
  });
});
