import { createPrivateKey, X509Certificate } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { makeAuthority, makeServerCertificate } from './make-certificate.js';

describe('certificates that are made', () => {
  it('are those of a server, with its names and addresses, signed by an authority', async () => {
    const authority = await makeAuthority('weir NATS', 2);
    const server = await makeServerCertificate(authority, ['nats', '10.0.0.5', '::1'], 1);
    const [ca, own] = [authority, server].map(({ cert }) => new X509Certificate(cert));
    expect([ca?.ca, ca?.subject, own?.ca]).toEqual([true, 'CN=weir NATS', false]);
    expect(ca && own?.checkIssued(ca) && own.verify(ca.publicKey)).toBe(true);
    expect(own?.checkPrivateKey(createPrivateKey(server.key))).toBe(true);
    expect(['nats', 'elsewhere'].map((name) => own?.checkHost(name))).toEqual(['nats', undefined]);
    expect(['10.0.0.5', '::1', '10.0.0.6'].map((address) => own?.checkIP(address))).toEqual([
      '10.0.0.5',
      '::1',
      undefined,
    ]);
    const days = (own ? Date.parse(own.validTo) - Date.now() : 0) / 86_400_000;
    expect(Math.round(days)).toBe(365);
    expect(own && Date.parse(own.validFrom) < Date.now()).toBe(true);
  });
});
