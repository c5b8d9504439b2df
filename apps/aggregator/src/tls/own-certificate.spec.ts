import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pinOf } from '../enrol/join-commands.js';
import { fingerprintOf } from './fingerprint.js';
import { ownCertificate, ownFiles, ownNames } from './own-certificate.js';

const NAMES = ['weir.example', '127.0.0.1'];

describe('a certificate of our own making', () => {
  const base = mkdtempSync(join(tmpdir(), 'weir-own-'));
  const folder = join(base, 'tls');
  const cert = (): string => readFileSync(ownFiles(folder).certFile, 'utf8');

  beforeAll(async () => {
    // Two replicas begin at once.
    const made = await Promise.all([1, 2].map(() => ownCertificate(folder, NAMES)));
    expect(made.map((each) => each.ok && each.tls.pair.cert)).toEqual([cert(), cert()]);
  });
  afterAll(() => rmSync(base, { recursive: true }));

  it('is made once, with a key that nobody else may read, and leaves nothing behind', async () => {
    const before = cert();
    expect(await ownCertificate(folder, ['another.example'])).toMatchObject({
      ok: true,
      tls: { pair: { cert: before } },
    });
    expect(statSync(ownFiles(folder).keyFile).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['self-signed']);
  });

  it('is for its names, is no authority, and is pinned', () => {
    const certificate = new X509Certificate(cert());
    expect([certificate.ca, certificate.subjectAltName]).toEqual([false, 'DNS:weir.example, IP Address:127.0.0.1']);
    expect(pinOf(cert())).toBe(fingerprintOf(cert()));
  });

  it('is taken by who trusts it, and by nobody else', async () => {
    const server = createServer({ cert: cert(), key: readFileSync(ownFiles(folder).keyFile) }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const trusting = connect({ port, host: '127.0.0.1', ca: cert() });
    await once(trusting, 'secureConnect');
    trusting.destroy();
    await expect(once(connect({ port, host: '127.0.0.1' }), 'secureConnect')).rejects.toThrow('self-signed');
    server.close();
  });

  it('is not made anew where it is broken: its fingerprint is known to agents', async () => {
    const other = join(base, 'broken');
    mkdirSync(join(other, 'self-signed'), { recursive: true });
    writeFileSync(ownFiles(other).certFile, 'x');
    const told = await ownCertificate(other, NAMES);
    expect(told).toMatchObject({
      ok: false,
      fault: expect.stringMatching(/^WEIR_TLS_FOLDER .*: remove .*self-signed/),
    });
  });

  it('says where none can be kept', async () => {
    writeFileSync(join(base, 'file'), '');
    chmodSync(join(base, 'file'), 0o400);
    const fault = `WEIR_TLS_FOLDER must name a folder that this process can write: ${base}/file it cannot (ENOTDIR)`;
    expect(await ownCertificate(join(base, 'file'), NAMES)).toEqual({ ok: false, fault });
  });

  it.each([
    ['0.0.0.0', 'https://weir.example:8443', ['weir.example', 'localhost', '127.0.0.1', '::1']],
    ['10.0.0.5', null, ['10.0.0.5', 'localhost', '127.0.0.1', '::1']],
    ['::', 'https://[fd00::1]', ['fd00::1', 'localhost', '127.0.0.1', '::1']],
  ])('has, at %s and %s, the names %j', (httpHost, publicUrl, names) => {
    expect(ownNames({ httpHost, publicUrl }).slice(1)).toEqual(names);
  });
});
