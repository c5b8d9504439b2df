import { type AddressInfo, createServer, type Socket } from 'node:net';
import { describe, expect, it, jest } from '@jest/globals';
import { JetStreamApiError } from '@nats-io/jetstream';
import { errors, nkeys } from '@nats-io/transport-node';
import { describeFailure, NatsTransport } from './nats.js';

const noResponders = (): Error => {
  const cause = new errors.RequestError('no responders', { cause: new errors.NoRespondersError('x') });
  return new Error('jetstream is not enabled', { cause });
};

describe('what a failed publish means', () => {
  it.each([
    ['no-stream', noResponders()],
    ['stream-refuses', new JetStreamApiError({ code: 503, err_code: 10_077, description: 'maximum bytes exceeded' })],
    ['timeout', new errors.TimeoutError()],
    ['disconnected', new errors.ClosedConnectionError()],
    ['disconnected', new errors.DrainingConnectionError()],
    ['other', new Error('surprise')],
    ['other', 'not even an error'],
  ])('%s', (kind, error) => {
    expect(describeFailure(error)).toMatchObject({ ok: false, kind });
  });

  it('says of a missing stream what to look at, not that JetStream is off', () => {
    expect(describeFailure(noResponders()).text).toContain('has an aggregator created it?');
  });
});

describe('a NATS without TLS', () => {
  it.each([
    ['tls', false, false],
    ['nats', false, true],
    ['nats', true, false],
  ])('named by %s://, with credentials: %s, is told who we are: %s', async (scheme, hasCredentials, isTold) => {
    const heard: string[] = [];
    const access = {
      ...{ hostId: 'a', ca: null, refused: jest.fn() },
      credentials: () => ({ jwt: 'secret', seed: nkeys.createUser().getSeed() }),
    };
    const sockets: Socket[] = [];
    const server = createServer((socket) => {
      sockets.push(socket);
      const info = { server_id: 'x', version: '2.11.0', proto: 1, max_payload: 1_048_576, auth_required: true };
      socket.write(`INFO ${JSON.stringify(info)}\r\n`);
      socket.on('data', (bytes) => {
        heard.push(bytes.toString());
        socket.write('PONG\r\n');
      });
      socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const address = { servers: [`${scheme}://127.0.0.1:${port}`], user: 'agent', password: 'secret' };
    const log = { info: jest.fn(), warn: jest.fn() };
    const transport = new NatsTransport(address, () => 0, log, hasCredentials ? access : null);
    transport.start(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await transport.close();
    for (const socket of sockets) socket.destroy();
    server.close();
    expect(heard.join('').includes('secret')).toBe(isTold);
  });
});

describe('the round trip to a NATS', () => {
  it.each([
    ['answers', true],
    ['hangs', false],
  ])('that %s', async (_, isAnswering) => {
    const sockets: Socket[] = [];
    const server = createServer((socket) => {
      sockets.push(socket);
      socket.write(
        `INFO ${JSON.stringify({ server_id: 'x', version: '2.11.0', proto: 1, max_payload: 1_048_576 })}\r\n`,
      );
      let answers = isAnswering ? Infinity : 1;
      socket.on('data', (bytes) => {
        const pings = bytes.toString().match(/PING/g)?.length ?? 0;
        socket.write('PONG\r\n'.repeat(Math.min(pings, answers)));
        answers = Math.max(0, answers - pings);
      });
      socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const address = { servers: [`nats://127.0.0.1:${port}`], user: null, password: null };
    const transport = new NatsTransport(address, () => 0, { info: jest.fn(), warn: jest.fn() });
    expect(await transport.roundTripMs()).toBeNull();
    await new Promise<void>((resolve) => transport.start(resolve));
    const roundTripMs = await transport.roundTripMs();
    if (isAnswering) expect(roundTripMs).toBeGreaterThan(0);
    else expect(roundTripMs).toBeNull();
    await transport.close();
    expect(await transport.roundTripMs()).toBeNull();
    for (const socket of sockets) socket.destroy();
    server.close();
  });
});

describe('a NATS that is absent', () => {
  it('is waited for; publishing answers at once, and closing ends the waiting', async () => {
    const log = { info: jest.fn(), warn: jest.fn() };
    const address = { servers: ['nats://127.0.0.1:1'], user: null, password: null };
    const transport = new NatsTransport(address, () => 0, log);
    const connected = jest.fn();
    transport.start(connected);
    const outcome = await transport.publish({ subject: 'a', id: 'b', payload: Buffer.from('') });
    expect(outcome).toMatchObject({ ok: false, kind: 'disconnected' });
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(log.warn).toHaveBeenCalledTimes(1);
    await transport.close();
    expect(connected).not.toHaveBeenCalled();
  });
});
