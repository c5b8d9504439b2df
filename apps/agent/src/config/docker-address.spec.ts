import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { selfSigned } from '../discover/certificate.fixture.js';
import { readDockerAddress } from './docker-address.js';

describe('Docker by TLS', () => {
  let made: string;
  let folder: string;

  beforeAll(() => {
    made = mkdtempSync(join(tmpdir(), 'weir-tls-'));
    for (const name of ['key', 'other']) {
      const { key, cert } = selfSigned(name);
      writeFileSync(join(made, `${name}.pem`), key);
      writeFileSync(join(made, `${name}-cert.pem`), cert);
    }
  });
  afterAll(() => rmSync(made, { recursive: true }));

  beforeEach(() => {
    folder = mkdtempSync(join(made, 'certs-'));
    put('ca', 'key-cert');
    put('cert', 'key-cert');
    put('key', 'key');
  });

  const put = (name: string, from: string): void =>
    writeFileSync(join(folder, `${name}.pem`), readFileSync(join(made, `${from}.pem`)));
  const read = (host = 'tcp://engine', tlsVerify = '1'): ReturnType<typeof readDockerAddress> =>
    readDockerAddress({ host, tlsVerify, certPath: folder });
  const fault = (): string | undefined => read().faults.map(({ name, remedy }) => `${name} ${remedy}`)[0];

  it('takes its certificates from the folder, as Docker’s own client does', () => {
    const pem = (name: string): string => readFileSync(join(folder, `${name}.pem`), 'utf8');
    const certificates = { ca: pem('ca'), cert: pem('cert'), key: pem('key') };
    expect(read()).toEqual({
      address: { protocol: 'https', host: 'engine', port: 2_376, ...certificates },
      faults: [],
    });
    expect(read('https://engine:443', '').address).toMatchObject({ port: 443, ...certificates });
  });

  it('is not what tcp:// means without DOCKER_TLS_VERIFY, nor a socket', () => {
    expect(read('tcp://engine', '').address).toEqual({ protocol: 'http', host: 'engine', port: 2_375 });
    expect(read('unix:///var/run/docker.sock').address).toEqual({ socketPath: '/var/run/docker.sock' });
  });

  it('needs no certificate of its own where the engine asks for none', () => {
    for (const name of ['cert', 'key']) rmSync(join(folder, `${name}.pem`));
    expect(read()).toMatchObject({ faults: [] });
    expect(read().address).not.toHaveProperty('key');
  });

  it('needs no authority of its own with https:// alone', () => {
    const address = readDockerAddress({ host: 'https://engine', tlsVerify: '', certPath: '' });
    expect(address).toEqual({ address: { protocol: 'https', host: 'engine', port: 2_376 }, faults: [] });
  });

  it.each(['ca', 'cert', 'key'])('misses %s.pem, by name and without the folder’s', (name) => {
    rmSync(join(folder, `${name}.pem`));
    expect(fault()).toMatch(new RegExp(`^DOCKER_CERT_PATH must name a folder .*: ${name}\\.pem cannot \\(ENOENT\\)$`));
    expect(fault()).not.toContain(folder);
  });

  it('does not take a key that belongs to another certificate, or none', () => {
    put('key', 'other');
    expect(fault()).toBe('DOCKER_CERT_PATH must hold a cert.pem and the key.pem that belongs to it');
    writeFileSync(join(folder, 'cert.pem'), 'no certificate');
    expect(fault()).toBe('DOCKER_CERT_PATH must hold a cert.pem and the key.pem that belongs to it');
  });
});
