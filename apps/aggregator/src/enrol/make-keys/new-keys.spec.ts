import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newNatsKeys } from './new-keys.js';
import { type NatsKeys, readNatsKeys } from '../../config/nats-keys.js';

describe('the keys of a NATS with accounts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'weir-keys-'));
  const file = join(folder, 'keys.json');
  let keys: NatsKeys;

  beforeAll(async () => {
    keys = await newNatsKeys('-----BEGIN CERTIFICATE-----');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const read = (text: string): ReturnType<typeof readNatsKeys> => {
    writeFileSync(file, text);
    return readNatsKeys(file);
  };

  it('are read as they were made, also where the authority is one that the system knows', () => {
    expect(read(JSON.stringify(keys))).toEqual({ ok: true, value: keys });
    expect(read(JSON.stringify({ ...keys, ca: null }))).toMatchObject({ ok: true });
  });

  it.each<[string, (keys: NatsKeys) => unknown]>([
    ['no JSON', () => 'x'],
    ['nothing', () => ({})],
    [
      'another kind of key for the operator',
      ({ agentsSeed, ...rest }) => ({ ...rest, agentsSeed, operatorSeed: agentsSeed }),
    ],
    ['the seed of another user', (made) => ({ ...made, aggregator: { ...made.aggregator, seed: made.system.seed } })],
    [
      'a signature that is none',
      (made) => ({ ...made, system: { ...made.system, jwt: `${made.system.jwt.slice(0, -8)}AAAAAAAA` } }),
    ],
    ['a key for a certificate', (made) => ({ ...made, ca: '-----BEGIN PRIVATE KEY-----' })],
  ])('are refused with %s, and nothing of them is told', (_, changed) => {
    const made = changed(keys);
    const refused = read(typeof made === 'string' ? made : JSON.stringify(made));
    expect(refused).toEqual({
      ok: false,
      remedies: [`must name a keys.json as weir-aggregator nats-keys makes it: ${file} is none`],
    });
  });

  it('are missed where there is no such file', () => {
    const remedy = 'must name a file that this process can read: /nowhere/keys.json it cannot (ENOENT)';
    expect(readNatsKeys('/nowhere/keys.json')).toEqual({ ok: false, remedies: [remedy] });
  });
});
