import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { readConfig } from './config.js';
import { Fault } from './fault.js';
import type { Steps } from './steps.js';
import { checkUpstream } from './upstream.js';

const steps: Steps = { step: (_doing, work) => work(), note: jest.fn() };

describe('what runs elsewhere', () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.close();
  });

  /** A server that greets with one text and answers what it is sent first with another. */
  async function serve(greeting: string | undefined, answer: (request: Buffer) => string | Buffer): Promise<string> {
    server = createServer((socket: Socket) => {
      if (greeting !== undefined) socket.write(greeting);
      socket.on('error', () => undefined);
      socket.on('data', (request) => socket.write(answer(request)));
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return `127.0.0.1:${(server.address() as { port: number }).port}`;
  }

  function check(environment: Readonly<Record<string, string>>): Promise<void> {
    return checkUpstream(readConfig(environment, '/weir'), steps);
  }

  /** PostgreSQL's refusal with a code. */
  function refusal(code: string): Buffer {
    const fields = Buffer.from(`SFATAL\0VFATAL\0C${code}\0Mpassword of "secret" is wrong\0\0`);
    const head = Buffer.from('E\0\0\0\0');
    head.writeInt32BE(fields.length + 4, 1);
    return Buffer.concat([head, fields]);
  }

  const info = (jetstream: boolean): string =>
    `INFO ${JSON.stringify({ server_id: 'x', version: '2.10.0', proto: 1, max_payload: 1_000_000, jetstream })}\r\n`;

  it('is not asked for when it is not named', async () => {
    await expect(check({})).resolves.toBeUndefined();
  });

  it('is refused by a sentence for each that nobody listens at, without the address', async () => {
    const address = await serve(undefined, () => '');
    server?.close();
    const given = { WEIR_NATS_URL: `nats://${address}`, WEIR_DATABASE_URL: `postgresql://secret:word@${address}/weir` };
    const error = await check(given).catch((fault: unknown) => fault as Fault);
    expect(error).toBeInstanceOf(Fault);
    expect((error as Fault).message).toBe(
      'The NATS server of WEIR_NATS_URL cannot be reached: start it, or correct its address; leave WEIR_NATS_URL out and weir runs one.\n  ✗ The database of WEIR_DATABASE_URL cannot be reached (ECONNREFUSED): start it, or correct its address; leave WEIR_DATABASE_URL out and weir runs one.',
    );
  });

  it.each([
    ['28P01', 'refuses the user or the password: correct them, encoded as in URLs.'],
    ['3D000', 'has no database of this name: make it with createdb, or correct the name.'],
    ['57P03', 'is starting or stopping: try again in a moment.'],
  ])('is refused with the remedy when PostgreSQL answers %s', async (code, sentence) => {
    const url = `postgresql://secret:word@${await serve(undefined, () => refusal(code))}/weir`;
    await expect(check({ WEIR_DATABASE_URL: url })).rejects.toEqual(
      new Fault(`The database of WEIR_DATABASE_URL ${sentence}`),
    );
  });

  it('is NATS with JetStream', async () => {
    const url = `nats://${await serve(info(true), (request) => (/PING/.test(request.toString()) ? 'PONG\r\n' : ''))}`;
    await expect(check({ WEIR_NATS_URL: url })).resolves.toBeUndefined();
  });

  it('is refused when NATS has no JetStream', async () => {
    const url = `nats://${await serve(info(false), (request) => (/PING/.test(request.toString()) ? 'PONG\r\n' : ''))}`;
    await expect(check({ WEIR_NATS_URL: url })).rejects.toThrow(/has no JetStream: start it with -js\.$/);
  });

  it('is refused when NATS does not know the user', async () => {
    const url = `nats://secret:word@${await serve(info(true), () => "-ERR 'Authorization Violation'\r\n")}`;
    await expect(check({ WEIR_NATS_URL: url })).rejects.toEqual(
      new Fault('The NATS server of WEIR_NATS_URL refuses the user or the password: correct them, encoded as in URLs.'),
    );
  });

  it.each([
    [{ WEIR_NATS_URL: 'http://secret' }, /^WEIR_NATS_URL must be nats:\/\/host:port or tls:\/\/host:port/],
    [{ WEIR_DATABASE_URL: 'mysql://secret' }, /^WEIR_DATABASE_URL must be like postgresql:\/\//],
  ])('is refused when its address is none: %o', async (environment, sentence) => {
    await expect(check(environment)).rejects.toThrow(sentence);
  });
});
