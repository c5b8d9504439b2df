import { once } from 'node:events';
import { mkdirSync, readFileSync, renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import WebSocket from 'ws';
import { AGGREGATOR_ENV } from '../../deploy/local/src/apps/aggregator.js';
import { freePort } from '../../deploy/local/src/process/port.js';
import { makeCertificates } from '../support/certificates.js';
import { eventually, STARTED_WITHIN_MS } from '../support/eventually.js';
import { askHttps, type HttpsAnswer } from '../support/https.js';
import { startNats } from '../support/nats.js';
import { startPostgres } from '../support/postgres.js';
import { startNode, type TestProcess } from '../support/process.js';
import { temporaryDirectory } from '../support/reaper.js';
import { describeIf, natsServer } from '../support/requirements.js';

const MAIN = new URL('../../apps/aggregator/dist/main.js', import.meta.url).pathname;
const FROM_OLD = 'TLSv1.1';

describeIf(natsServer, 'TLS of the aggregator', () => {
  const [first, second, third] = [makeCertificates().server, makeCertificates().server, makeCertificates().server];
  const authorities = [first, second, third].map((folder) => join(folder, 'ca.pem'));
  const mount = temporaryDirectory('certificate');
  let env: Record<string, string>;
  let port: number;
  let aggregator: TestProcess;

  /** As Kubernetes renews what it mounts: a new folder, then the link to it in one step. */
  const mountOf = (folder: string): void => {
    symlinkSync(folder, join(mount, '..next'));
    renameSync(join(mount, '..next'), join(mount, '..data'));
  };
  const ask = (path: string): Promise<HttpsAnswer> => askHttps(`https://127.0.0.1:${port}${path}`, authorities);
  const open = (): WebSocket =>
    new WebSocket(`wss://127.0.0.1:${port}/graphql`, 'graphql-transport-ws', {
      ca: authorities.map((file) => readFileSync(file)),
    });
  const told = async (socket: WebSocket, message: object): Promise<unknown> => {
    const answer = once(socket, 'message');
    socket.send(JSON.stringify(message));
    return JSON.parse(String((await answer)[0])) as unknown;
  };

  beforeAll(async () => {
    mkdirSync(mount, { recursive: true });
    mountOf(first);
    for (const name of ['cert.pem', 'key.pem']) symlinkSync(join('..data', name), join(mount, name));
    const [nats, database] = await Promise.all([startNats(), startPostgres()]);
    port = await freePort();
    env = {
      ...AGGREGATOR_ENV,
      ...{ WEIR_DATABASE_URL: database.url, WEIR_NATS_URL: nats.url, WEIR_HTTP_PORT: String(port) },
      ...{ WEIR_TLS_CERT_FILE: join(mount, 'cert.pem'), WEIR_TLS_KEY_FILE: join(mount, 'key.pem') },
    };
    aggregator = startNode('aggregator', MAIN, { ...env, WEIR_ROLES: 'api' });
    const mustBeReady = async (): Promise<void> => expect((await ask('/readyz')).status).toBe(200);
    await eventually('the aggregator is ready', mustBeReady, STARTED_WITHIN_MS);
  });

  afterAll(async () => aggregator.stop());

  it('answers probes and pages by HTTPS alone, and has browsers stay with it', async () => {
    expect((await ask('/livez')).status).toBe(200);
    expect([200, 503]).toContain((await ask('/healthz')).status);
    expect((await ask('/')).headers['strict-transport-security']).toBe('max-age=31536000');
    await expect(fetch(`http://127.0.0.1:${port}/livez`)).rejects.toThrow();
    expect(aggregator.log()).toContain(`listening on https://`);
  });

  it('speaks TLS 1.2 and later', async () => {
    const speak = async (version: 'TLSv1.2' | 'TLSv1.3' | typeof FROM_OLD): Promise<string | null> => {
      const range = { minVersion: version, maxVersion: version, ciphers: 'DEFAULT@SECLEVEL=0' } as const;
      const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false, ...range });
      try {
        await once(socket, 'secureConnect');
        return socket.getProtocol();
      } finally {
        socket.destroy();
      }
    };
    expect([await speak('TLSv1.2'), await speak('TLSv1.3')]).toEqual(['TLSv1.2', 'TLSv1.3']);
    await expect(speak(FROM_OLD)).rejects.toThrow(/alert|protocol/i);
  });

  it('serves a renewed certificate without a restart, and keeps the WebSockets that are open', async () => {
    const socket = open();
    await once(socket, 'open');
    expect(await told(socket, { type: 'connection_init' })).toMatchObject({ type: 'connection_ack' });
    const before = (await ask('/livez')).fingerprint;
    const pid = aggregator.pid;
    mountOf(second);
    await eventually('the new certificate is served', async () =>
      expect((await ask('/livez')).fingerprint).not.toBe(before),
    );
    expect(await told(socket, { type: 'ping' })).toMatchObject({ type: 'pong' });
    expect([socket.readyState, aggregator.pid]).toEqual([WebSocket.OPEN, pid]);
    socket.terminate();
  });

  it('goes on with what it has where a renewal does not fit, says so once, and takes the next', async () => {
    const before = (await ask('/livez')).fingerprint;
    const broken = temporaryDirectory('broken');
    symlinkSync(join(third, 'cert.pem'), join(broken, 'cert.pem'));
    symlinkSync(join(second, 'key.pem'), join(broken, 'key.pem'));
    mountOf(broken);
    const warned = /goes on being served: WEIR_TLS_KEY_FILE must hold the key of the first certificate/g;
    await aggregator.waitForLog(warned, STARTED_WITHIN_MS);
    expect((await ask('/livez')).fingerprint).toBe(before);
    mountOf(third);
    await eventually('the next one is served', async () => expect((await ask('/livez')).fingerprint).not.toBe(before));
    expect(aggregator.log().match(warned)).toHaveLength(1);
    // These last a day.
    expect(aggregator.log()).toMatch(/the certificate that is served ends .*: renew /);
  });

  it('serves a certificate of its own making where others reach it, and prints its fingerprint', async () => {
    const [folder, ownPort] = [temporaryDirectory('tls'), await freePort()];
    const own = startNode('aggregator', MAIN, {
      ...env,
      ...{ WEIR_TLS_CERT_FILE: '', WEIR_TLS_KEY_FILE: '', WEIR_TLS_FOLDER: folder },
      ...{ WEIR_HTTP_HOST: '0.0.0.0', WEIR_HTTP_PORT: String(ownPort), WEIR_LOCAL_SIGN_IN: 'false', WEIR_ROLES: 'api' },
    });
    const [, fingerprint = ''] = await own.waitForLog(/serves the certificate .*: sha256:([0-9a-f]{64})/);
    await own.waitForLog(new RegExp(`make the first admin at https://localhost:${ownPort}/setup#`), STARTED_WITHIN_MS);
    const answer = await askHttps(`https://127.0.0.1:${ownPort}/livez`, [join(folder, 'self-signed/cert.pem')]);
    expect(answer.fingerprint.replaceAll(':', '').toLowerCase()).toBe(fingerprint);
    // A proxy may take its place.
    expect(answer.headers).not.toHaveProperty('strict-transport-security');
    await own.stop();
  });

  it('does not start on files that do not fit: names them, and none of what they hold', async () => {
    const start = startNode('aggregator', MAIN, {
      ...env,
      WEIR_TLS_CERT_FILE: join(first, 'none.pem'),
      WEIR_TLS_KEY_FILE: join(first, 'cert.pem'),
    });
    expect((await start.exited()).code).toBe(1);
    expect(
      start
        .log()
        .split('\n')
        .filter((line) => line.startsWith('weir')),
    ).toEqual([
      `weir aggregator: WEIR_TLS_CERT_FILE must name a file that this process can read: ${first}/none.pem it cannot (ENOENT)`,
      `weir aggregator: WEIR_TLS_KEY_FILE must hold a private key in PEM that no passphrase locks: ${first}/cert.pem does not`,
    ]);
  });
});
