import { decode, type User } from '@nats-io/jwt';
import { createUser } from '@nats-io/nkeys';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { keyPairOf, type NatsKeys } from '../config/nats-keys.js';
import { agentsClaims, tellRevoked } from './claims.js';
import { isUserKey } from './credentials.js';
import { newNatsKeys } from './make-keys/new-keys.js';
import { NatsCredentials } from './nats-credentials.js';

const HOST = '6a1c3a52-2b4e-4c8e-9f57-0d0c8a4a8c11';
const DAY_MS = 86_400_000;

describe('credentials of an agent', () => {
  let keys: NatsKeys;
  let credentials: NatsCredentials;
  const publicKey = createUser().getPublicKey();

  beforeAll(async () => {
    keys = await newNatsKeys(null);
    const unused = { isUp: false } as never;
    credentials = new NatsCredentials(keys, ['tls://nats:4222'], unused, unused, { fault: null });
  });

  it('let it send what its host sends and hear what it is told, for thirty days', async () => {
    const { jwt, expiresAt } = await credentials.issue(HOST, publicKey);
    const { sub, iss, exp = 0, nats } = decode<User>(jwt);
    expect([sub, iss]).toEqual([publicKey, keyPairOf(keys.agentsSeed).getPublicKey()]);
    expect(nats.pub).toEqual({
      allow: ['traffic', 'inventory', 'event', 'state'].map((kind) => `weir.v1.${kind}.${HOST}`),
    });
    expect(nats.sub).toEqual({ allow: [`_INBOX_${HOST}.>`, `weir.v1.control.${HOST}`] });
    expect(nats).not.toHaveProperty('resp');
    expect(nats).toMatchObject({ subs: 10, allowed_connection_types: ['STANDARD'] });
    expect(Math.round((expiresAt.getTime() - Date.now()) / DAY_MS)).toBe(30);
    expect(exp).toBe(Math.floor(expiresAt.getTime() / 1_000));
  });

  it.each([
    ['*', publicKey],
    ['>', publicKey],
    [`${HOST}.x`, publicKey],
    [HOST, keyOf('account')],
    [HOST, keyOf('seed')],
    [HOST, ''],
  ])('are not for %s and %s', async (host, key) => {
    await expect(credentials.issue(host, key)).rejects.toThrow('a host and a key');
  });

  it('cannot be taken back while NATS is away', async () => {
    await expect(credentials.revoke(publicKey)).rejects.toThrow('not reachable');
  });

  describe('told to be revoked', () => {
    /** A NATS that does what it is told, unless it is stubborn. */
    function server(isStubborn = false): { asked: string[]; request: never } {
      let held = '';
      const asked: string[] = [];
      const request = (subject: string, text: string): Promise<{ string(): string }> => {
        asked.push(subject.split('.').at(-1) ?? '');
        if (subject.endsWith('UPDATE') && !isStubborn) held = text;
        return Promise.resolve({ string: () => (subject.endsWith('LOOKUP') ? held : '{"data":{"code":200}}') });
      };
      return { asked, request: request as never };
    }

    it('are held against what NATS says it holds, and told once', async () => {
      const { asked, request } = server();
      await tellRevoked({ request }, keys, [publicKey]);
      await tellRevoked({ request }, keys, [publicKey]);
      expect(asked).toEqual(['LOOKUP', 'UPDATE', 'LOOKUP', 'LOOKUP']);
      await tellRevoked({ request }, keys, []);
      expect(asked.slice(4)).toEqual(['LOOKUP', 'UPDATE', 'LOOKUP']);
    });

    it('are not taken for told where NATS says yes and holds other claims', async () => {
      const { request } = server(true);
      await expect(tellRevoked({ request }, keys, [publicKey])).rejects.toThrow('does not take the claims');
    });

    it('say so for good: what was signed for the key, and what will be', async () => {
      const claims = decode<{ revocations: Record<string, number> }>(await agentsClaims(keys, [publicKey]));
      expect(claims.nats.revocations?.[publicKey]).toBeGreaterThan(Date.now() / 1_000 + 3_650 * 86_400);
    });
  });
});

it('tells the public key of a user from others', () => {
  expect([keyOf('user'), keyOf('account'), keyOf('seed'), 'U', ''].map(isUserKey)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
});

function keyOf(kind: 'user' | 'account' | 'seed'): string {
  const user = createUser();
  if (kind === 'user') return user.getPublicKey();
  return kind === 'seed'
    ? new TextDecoder().decode(user.getSeed())
    : 'ADQEXGQKSDKAXMLOTP74O244FKUKWZX3CFOE7FPX6FMGRGHEDCZ55IML';
}
