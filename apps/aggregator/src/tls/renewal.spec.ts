import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { Registry } from 'prom-client';
import { readTlsPair } from '../config/tls-files.js';
import { TlsRenewal } from './renewal.js';

const folder = mkdtempSync(join(tmpdir(), 'weir-renewal-'));
const path = (name: string): string => join(folder, name);

beforeAll(() => {
  for (const name of ['one', 'other']) {
    const out = ['-keyout', `${name}.key`, '-out', `${name}.crt`, '-days', '30', '-subj', `/CN=${name}`];
    const args = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc', ...out];
    execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

it('tells a fault once, and again when it comes back after the files were put back', () => {
  const files = { certFile: path('served.crt'), keyFile: path('served.key') };
  copyFileSync(path('one.crt'), files.certFile);
  const lookWith = (key: string): void => {
    copyFileSync(path(`${key}.key`), files.keyFile);
    for (let time = 0; time < 3; time += 1) renewal.look();
  };
  copyFileSync(path('one.key'), files.keyFile);
  const read = readTlsPair(files);
  if (!read.ok) throw new Error('the pair that was made is none');
  const server = { setSecureContext: jest.fn() };
  const logger = { log: jest.fn(), warn: jest.fn(), error: jest.fn() };
  const renewal = new TlsRenewal(server, { ...files, pair: read.pair }, logger, new Registry());
  lookWith('other');
  expect(logger.warn).toHaveBeenCalledTimes(1);
  lookWith('one');
  lookWith('other');
  expect(logger.warn).toHaveBeenCalledTimes(2);
  expect(server.setSecureContext).not.toHaveBeenCalled();
});
