import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import { type AddressInfo, createServer as createPlainServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SMTPServer } from 'smtp-server';
import { AddressGuard } from '../../apps/aggregator/src/alert/channel/address-guard.js';
import { readSender } from '../../apps/aggregator/src/alert/channel/channels.js';
import type { Delivery } from '../../apps/aggregator/src/alert/channel/delivery.js';
import type { Way } from '../../apps/aggregator/src/alert/channel/http-call.js';
import { silentMessage } from '../../apps/aggregator/src/alert/message/message.fixture.js';
import { type Certificates, makeCertificates } from '../support/certificates.js';

/** A mail as a server took it. */
interface Taken {
  readonly from: string;
  readonly to: readonly string[];
  readonly isEncrypted: boolean;
  readonly user: string | null;
  readonly text: string;
}

const WAY: Way = { guard: new AddressGuard(['127.0.0.1']), timeoutMs: 20_000 };
const PASSWORD = 'correct horse';
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

let certificates: Certificates;
let ca: string;
const taken: Taken[] = [];

beforeAll(() => {
  certificates = makeCertificates();
  ca = readFileSync(join(certificates.server, 'ca.pem'), 'utf8');
});
beforeEach(() => void taken.splice(0));

function certificate(): { key: Buffer; cert: Buffer } {
  const read = (name: string): Buffer => readFileSync(join(certificates.server, name));
  return { key: read('key.pem'), cert: read('cert.pem') };
}

async function send(
  kind: string,
  settings: Readonly<Record<string, unknown>>,
  names = ['web-3'],
  way = WAY,
): Promise<Delivery> {
  const read = readSender(kind, settings);
  if (!read.ok) throw new Error(JSON.stringify(read.refusals));
  return read.sender.send(silentMessage(names), way, Date.parse('2026-11-21T12:00:05Z'));
}

/** What is at fault, and the words for it. */
function fault(delivery: Delivery): string {
  return delivery.ok ? 'none' : `${delivery.field} ${delivery.mayRetry ? 'later' : 'never'}: ${delivery.reason}`;
}

describe('mail', () => {
  let starttls: SMTPServer;
  let tls: SMTPServer;
  let ports: { starttls: number; tls: number };

  beforeAll(async () => {
    [starttls, tls] = [startSmtp(false), startSmtp(true)];
    ports = { starttls: await portOf(starttls), tls: await portOf(tls) };
  });
  afterAll(async () => {
    await Promise.all([starttls, tls].map((server) => new Promise<void>((done) => server.close(() => done()))));
  });

  const settings = (more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
    host: '127.0.0.1',
    port: ports.starttls,
    user: 'weir',
    password: PASSWORD,
    from: 'weir@example.org',
    to: ['ops@example.org', 'duty@example.org'],
    ca,
    ...more,
  });

  it('arrives over STARTTLS with user and password, under the id of its message, in the thread that it belongs to', async () => {
    expect(await send('email', settings())).toMatchObject({ ok: true });
    expect(taken).toMatchObject([
      { from: 'weir@example.org', to: ['ops@example.org', 'duty@example.org'], isEncrypted: true, user: 'weir' },
    ]);
    const [{ text } = { text: '' }] = taken;
    expect(text).toMatch(/^Message-ID: <message-1@example\.org>$/m);
    expect(text).toMatch(/^In-Reply-To: <thread-1@example\.org>$/m);
    expect(text).toMatch(/^Auto-Submitted: auto-generated$/m);
    expect(text).toMatch(/^Subject: Critical: web-3 has sent nothing for 42 s$/m);
    expect(text).toContain('multipart/alternative');
  });

  it('arrives over TLS from the first byte', async () => {
    expect(await send('email', settings({ port: ports.tls, tls: 'tls' }))).toMatchObject({ ok: true });
    expect(taken).toMatchObject([{ isEncrypted: true }]);
  });

  it('that one of several recipients is refused for arrives at the others, and is told', async () => {
    const delivery = await send('email', settings({ to: ['ops@example.org', 'nobody@example.org'] }));
    expect(delivery).toMatchObject({ ok: true, answer: expect.stringContaining('refused for nobody@example.org') });
    expect(taken).toMatchObject([{ to: ['ops@example.org'] }]);
  });

  it('of a hostile name has no header and no recipient more', async () => {
    expect(await send('email', settings(), ['x\r\nBcc: all@example.org\r\n\r\nhello'])).toMatchObject({ ok: true });
    expect(taken[0]?.to).toHaveLength(2);
    expect(taken[0]?.text).not.toMatch(/^Bcc:/m);
  });

  it.each([
    ['a wrong password', () => settings({ password: 'wrong' }), /^password later: is not accepted with this user: 535/],
    [
      'a recipient who does not exist',
      () => settings({ to: ['nobody@example.org'] }),
      /^to never: is refused by 127\.0\.0\.1:\d+: 550/,
    ],
    [
      'a recipient who cannot be reached now',
      () => settings({ to: ['full@example.org'] }),
      /^to later: is refused by 127\.0\.0\.1:\d+ for now: 452/,
    ],
    [
      'an authority that is not known',
      () => settings({ ca: null }),
      /^(host|tls) later: .*authority that is not known here/,
    ],
    ['TLS on the port of STARTTLS', () => settings({ tls: 'tls' }), /^(host|tls) later: .*TLS/],
    ['a server that is away', () => settings({ port: 1 }), /^host later: 127\.0\.0\.1:1 refuses connections/],
  ])('that fails by %s says so at the field', async (_, given, words) => {
    expect(fault(await send('email', given()))).toMatch(words);
    expect(taken).toEqual([]);
  });

  it('gives up a server that says nothing', async () => {
    const silent = createPlainServer();
    await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done));
    const { port } = silent.address() as AddressInfo;
    const delivery = await send('email', settings({ port }), ['web'], { ...WAY, timeoutMs: 200 });
    silent.close();
    expect(fault(delivery)).toBe(`host later: 127.0.0.1:${port} did not answer within 0.2 s`);
  });

  it('does not go to this machine unless that is allowed', async () => {
    const closed: Way = { guard: new AddressGuard([]), timeoutMs: 20_000 };
    expect(fault(await send('email', settings(), ['web'], closed))).toMatch(/^host later: leads to 127\.0\.0\.1/);
    expect(fault(await send('email', settings({ host: 'localhost' }), ['web'], closed))).toMatch(
      /^host later: leads to (127\.0\.0\.1|::1)/,
    );
  });

  function startSmtp(secure: boolean): SMTPServer {
    const server: SMTPServer = new SMTPServer({
      secure,
      ...certificate(),
      onAuth: ({ username, password }, _session, callback) => {
        if (password === PASSWORD) callback(null, { user: username });
        else callback(Object.assign(new Error('Authentication failed'), { responseCode: 535 }));
      },
      onRcptTo: ({ address }, _session, callback) => {
        const refusal = { 'nobody@example.org': 550, 'full@example.org': 452 }[address];
        callback(refusal === undefined ? null : Object.assign(new Error('No'), { responseCode: refusal }));
      },
      onData: (stream, session, callback) => {
        const pieces: Buffer[] = [];
        stream.on('data', (piece: Buffer) => pieces.push(piece));
        stream.on('end', () => {
          const { mailFrom, rcptTo } = session.envelope;
          taken.push({
            from: mailFrom ? mailFrom.address : '',
            to: rcptTo.map(({ address }) => address),
            isEncrypted: session.secure,
            user: typeof session.user === 'string' ? session.user : null,
            text: Buffer.concat(pieces).toString('utf8').replaceAll('\r\n', '\n'),
          });
          callback(null, 'taken');
        });
      },
    });
    // Clients that turn away in the middle are what is tested.
    server.on('error', () => undefined);
    return server;
  }

  function portOf(server: SMTPServer): Promise<number> {
    return new Promise((done) => {
      const listening = server.listen(0, '127.0.0.1', () => done((listening.address() as AddressInfo).port));
    });
  }
});

describe('a webhook over TLS', () => {
  let server: Server;
  let url: string;
  const bodies: string[] = [];

  beforeAll(async () => {
    server = createServer(certificate(), (request, response) => {
      request.on('data', (piece: Buffer) => bodies.push(piece.toString('utf8')));
      request.on('end', () => response.writeHead(204).end());
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  });
  afterAll(() => new Promise<void>((done) => server.close(() => done())));
  beforeEach(() => void bodies.splice(0));

  it('is sent where the authority is known', async () => {
    expect(await send('webhook', { url, secret: SECRET, ca })).toEqual({ ok: true, answer: '204' });
    expect(bodies).toHaveLength(1);
  });

  it('is not sent where it is not, and says what to do', async () => {
    expect(fault(await send('webhook', { url, secret: SECRET }))).toMatch(
      /^url later: has a certificate of an authority that is not known here: give that authority as ca/,
    );
    expect(bodies).toEqual([]);
  });

  it('is not sent to a certificate of another name', async () => {
    const way: Way = { guard: new AddressGuard(['127.0.0.0/8', '::1']), timeoutMs: 20_000 };
    const delivery = await send(
      'webhook',
      { url: url.replace('127.0.0.1', 'localhost'), secret: SECRET, ca },
      ['web'],
      way,
    );
    expect(fault(delivery)).toMatch(/^url later: has a certificate of another name/);
  });
});
