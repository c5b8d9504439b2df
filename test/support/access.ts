import { askGraphql } from './graphql.js';

const HOUR_MS = 3_600_000;
const CREATE = `mutation Make($input: CreateTokenInput!) {
  createToken(input: $input) { token { id } secret refusals { field reason } }
}`;

/** A token, and the header that shows it. */
export interface TestToken {
  readonly id: string;
  readonly secret: string;
  readonly header: { readonly authorization: string };
}

/** What a token is to allow. */
export interface TokenAsked {
  readonly role?: 'VIEWER' | 'OPERATOR' | 'ADMIN';
  readonly scope?: object | null;
  readonly expiresAt?: Date;
}

/** Makes a token at an aggregator on this machine, by its local sign-in. */
export async function makeToken(url: string, asked: TokenAsked = {}): Promise<TestToken> {
  const { role = 'ADMIN', scope = null, expiresAt = new Date(Date.now() + HOUR_MS) } = asked;
  const input = { name: 'a test', role, scope, expiresAt };
  const { data, errors } = await askGraphql<{
    createToken: { token: { id: string } | null; secret: string | null; refusals: unknown };
  }>(url, CREATE, { input });
  const { token, secret, refusals } = data?.createToken ?? {};
  if (!token || !secret) throw new Error(`no token: ${JSON.stringify(errors ?? refusals)}`);
  return { id: token.id, secret, header: { authorization: `Bearer ${secret}` } };
}
