import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { X509Certificate } from 'node:crypto';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode } from '@nats-io/jwt';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { natsKeysOf } from '../../config/nats-keys.js';
import { natsKeys, readArguments } from './command.js';

const [OF_SERVERS, OF_CLIENTS] = ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'];

describe('nats-keys', () => {
  let folder: string;
  const file = (name: string): string => join(folder, name);
  const textOf = (name: string): string => readFileSync(file(name), 'utf8');

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'weir-nats-keys-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('makes keys, certificates and accounts that belong together; what is secret nobody else may read', async () => {
    const done = await natsKeys([folder, '--host', 'nats,10.0.0.5', '--host', 'nats-2']);
    expect(done.ok && done.lines).toHaveLength(6);
    const modes = readdirSync(folder).map((name) => [name, (statSync(file(name)).mode & 0o777).toString(8)]);
    expect(Object.fromEntries(modes)).toEqual({
      ...{ 'ca-key.pem': '600', 'server-key.pem': '600', 'keys.json': '600' },
      ...{ 'ca.pem': '644', 'server.pem': '644', 'nats-accounts.conf': '644' },
    });
    expect(natsKeysOf(textOf('keys.json'))?.ca).toBe(textOf('ca.pem'));
    const server = new X509Certificate(textOf('server.pem'));
    expect(server.verify(new X509Certificate(textOf('ca.pem')).publicKey)).toBe(true);
    for (const name of ['nats', 'nats-2', hostname(), 'localhost']) expect(server.checkHost(name)).toBe(name);
    expect(server.checkIP('10.0.0.5')).toBe('10.0.0.5');
    // Servers of a cluster show it to each other.
    expect(server.keyUsage).toEqual([OF_SERVERS, OF_CLIENTS]);
    expect(textOf('nats-accounts.conf')).not.toMatch(/\bS[OAU][A-Z0-9]{56}\b/);
  });

  it('keeps what is there, and makes what was taken away', async () => {
    await natsKeys([folder]);
    const before = readdirSync(folder).map((name) => [name, textOf(name)]);
    expect(await natsKeys([folder])).toMatchObject({
      ok: true,
      lines: before.map(() => expect.stringMatching(/^kept /)),
    });
    expect(readdirSync(folder).map((name) => [name, textOf(name)])).toEqual(before);
    for (const name of ['server.pem', 'server-key.pem', 'nats-accounts.conf']) rmSync(file(name));
    const again = await natsKeys([folder]);
    expect(again.ok && again.lines.filter((line) => line.startsWith('made'))).toHaveLength(3);
    const accounts = [...textOf('nats-accounts.conf').matchAll(/ (ey\S+)$/gm)].map(([, jwt = '']) => decode(jwt).sub);
    expect(accounts).toEqual(
      [...String(before.find(([name]) => name === 'nats-accounts.conf')?.[1]).matchAll(/ (ey\S+)$/gm)].map(
        ([, jwt = '']) => decode(jwt).sub,
      ),
    );
  });

  it.each([
    ['ca.pem', /ca\.pem is missing, and agents know NATS by it/],
    ['server.pem', /server\.pem is missing, and server-key\.pem is that of it/],
  ])('says what is missing without %s', async (name, told) => {
    await natsKeys([folder]);
    rmSync(file(name));
    expect(await natsKeys([folder])).toMatchObject({ ok: false, faults: [expect.stringMatching(told)] });
  });

  it('takes no other keys for its own', async () => {
    await natsKeys([folder]);
    writeFileSync(file('keys.json'), '{}');
    expect(await natsKeys([folder])).toMatchObject({ ok: false, faults: [expect.stringContaining('is not one that')] });
  });

  it.each([
    [[]],
    [['a', 'b']],
    [['a', '--host', 'no name']],
    [['a', '--host', '']],
    [['a', '--resolver', 'here']],
    [['a', '--other']],
  ])('says how it is used to %j', async (args) => {
    expect(await natsKeys(args)).toMatchObject({ ok: false, faults: [expect.stringContaining('FOLDER [--host NAME')] });
  });

  it('names the server as it is told first', () => {
    expect(readArguments(['/keys', '--host', 'nats', '--resolver', '/srv/claims'])).toMatchObject({
      ...{ folder: '/keys', resolverFolder: '/srv/claims' },
      hosts: expect.arrayContaining(['nats', 'localhost', '127.0.0.1', '::1']),
    });
  });
});
