import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readConfig } from './config.js';
import { readTlsPair, type TlsFiles } from './tls-files.js';

const DAY_MS = 86_400_000;

describe('certificate and key', () => {
  let folder: string;
  const path = (name: string): string => join(folder, name);
  const files = (cert: string, key: string): TlsFiles => ({ certFile: path(cert), keyFile: path(key) });
  const faults = (cert: string, key: string, inDays = 0): readonly string[] => {
    const read = readTlsPair(files(cert, key), new Date(Date.now() + inDays * DAY_MS));
    return read.ok ? [] : read.faults.map(({ name, remedy }) => `${name} ${remedy}`);
  };
  const make = (name: string, ...algorithm: string[]): void => {
    const out = ['-keyout', `${name}.key`, '-out', `${name}.crt`, '-days', '10', '-subj', `/CN=${name}`];
    execFileSync('openssl', ['req', '-x509', '-newkey', ...algorithm, ...out], { cwd: folder, stdio: 'ignore' });
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'weir-pair-'));
    make('one', 'rsa:2048', '-noenc');
    make('other', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc');
    make('locked', 'rsa:2048', '-passout', 'pass:hunter2');
    make('short', 'rsa:512', '-noenc');
    writeFileSync(path('chain.crt'), readFileSync(path('one.crt'), 'utf8') + readFileSync(path('other.crt'), 'utf8'));
    writeFileSync(path('empty'), '');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    ['one.crt', 'one.key'],
    ['other.crt', 'other.key'],
    ['chain.crt', 'one.key'],
  ])('are taken: %s and %s', (cert, key) => {
    expect(readTlsPair(files(cert, key))).toMatchObject({ ok: true, pair: { cert: expect.any(String) } });
  });

  it.each([
    ['none', 'one.key', ['WEIR_TLS_CERT_FILE must name a file that this process can read: %s/none it cannot (ENOENT)']],
    [
      '.',
      'empty',
      [/CERT_FILE must name a file .*\(EISDIR\)/, /KEY_FILE must hold a private key in PEM that no passphrase/],
    ],
    ['one.key', 'one.crt', [/CERT_FILE must hold a certificate in PEM/, /KEY_FILE must hold a private key/]],
    [
      'one.crt',
      'locked.key',
      [/KEY_FILE must hold a private key in PEM that no passphrase locks: .*locked.key does not/],
    ],
    [
      'one.crt',
      'other.key',
      [/KEY_FILE must hold the key of the first certificate in .*one.crt, .*other.key holds another's/],
    ],
    ['chain.crt', 'other.key', [/KEY_FILE must hold the key of the first certificate/]],
    ['short.crt', 'short.key', [/CERT_FILE must hold a chain and a key length that TLS takes/]],
  ])('are refused by name, with the remedy: %s and %s', (cert, key, expected) => {
    const told = expected.map((each) =>
      typeof each === 'string' ? each.replace('%s', folder) : expect.stringMatching(each),
    );
    expect(faults(cert, key)).toEqual(told);
  });

  it('are refused when they ended, or have not begun', () => {
    expect(faults('one.crt', 'one.key', 9)).toEqual([]);
    expect(faults('one.crt', 'one.key', 11)).toEqual([expect.stringMatching(/one.crt ended 2.* UTC: renew it$/)]);
    expect(faults('one.crt', 'one.key', -1)).toEqual([
      expect.stringMatching(/begins 2.* UTC: set this machine's clock$/),
    ]);
  });

  it('are told with all other faults, and nothing of what they hold', () => {
    const key = readFileSync(path('one.key'), 'utf8');
    const read = readConfig({
      WEIR_TLS_CERT_FILE: path('one.key'),
      WEIR_TLS_KEY_FILE: path('other.key'),
      WEIR_HTTP_PORT: 'x',
    });
    const told = read.ok ? [] : read.faults;
    expect(told.map((fault) => fault.split(' ')[0])).toEqual([
      'WEIR_DATABASE_URL',
      'WEIR_HTTP_PORT',
      'WEIR_TLS_CERT_FILE',
    ]);
    for (const line of key.split('\n').filter((each) => each !== '')) expect(told.join()).not.toContain(line);
  });

  it('belong together, and are named by paths: a key in the place of its path is not repeated', () => {
    const database = { WEIR_DATABASE_URL: 'postgresql://db/weir' };
    expect(readConfig({ ...database, WEIR_TLS_CERT_FILE: path('one.crt') })).toEqual({
      ok: false,
      faults: ['WEIR_TLS_KEY_FILE must be set too: a certificate and its key belong together'],
    });
    const pasted = { WEIR_TLS_CERT_FILE: path('one.crt'), WEIR_TLS_KEY_FILE: readFileSync(path('one.key'), 'utf8') };
    expect(readConfig({ ...database, ...pasted })).toEqual({
      ok: false,
      faults: ['WEIR_TLS_KEY_FILE must be an absolute path'],
    });
  });
});
