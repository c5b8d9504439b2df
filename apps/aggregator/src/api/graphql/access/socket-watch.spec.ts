import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { WebSocket, WebSocketServer } from 'ws';
import { type Caller, LOCAL } from '../../../access/caller.js';
import { SocketWatch, UNAUTHORIZED } from './socket-watch.js';

const TOKEN: Caller = { ...LOCAL, kind: 'token', credentialId: 'a' };

describe('who holds a socket', () => {
  let server: WebSocketServer;
  let watch: SocketWatch;
  const away = async (): Promise<never> => {
    throw new Error('the database is away');
  };

  /** A socket at its client, and here. */
  const open = async (): Promise<[WebSocket, WebSocket]> => {
    const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const [[socket]] = (await Promise.all([once(server, 'connection'), once(client, 'open')])) as [
      [WebSocket],
      unknown,
    ];
    return [client, socket];
  };

  beforeEach(async () => {
    server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    watch = new SocketWatch({ changed: away });
    await once(server, 'listening');
  });
  afterEach(() => {
    watch.stop();
    for (const socket of server.clients) socket.terminate();
    server.close();
  });

  it('is kept until it is closed', async () => {
    const [client, socket] = await open();
    expect([watch.hold(socket, TOKEN), watch.callerOf(socket)]).toEqual([true, TOKEN]);
    client.terminate();
    await once(socket, 'close');
    expect(watch.callerOf(socket)).toBeUndefined();
  });

  it('is not kept where the client left while it was looked up', async () => {
    const [client, socket] = await open();
    const found = once(socket, 'close').then(() => TOKEN);
    client.terminate();
    expect(watch.hold(socket, await found)).toBe(false);
    expect(watch.callerOf(socket)).toBeUndefined();
  });

  it('loses it when its token expires, also while the database is away', async () => {
    const [[expiring, one], [lasting, other]] = [await open(), await open()];
    watch.hold(one, { ...TOKEN, expiresAtMs: Date.now() + 100 });
    watch.hold(other, { ...TOKEN, expiresAtMs: Date.now() + 60_000 });
    expect((await once(expiring, 'close'))[0]).toBe(UNAUTHORIZED);
    expect(lasting.readyState).toBe(WebSocket.OPEN);
  });
});
