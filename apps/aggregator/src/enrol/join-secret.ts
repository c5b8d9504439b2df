import { createHash, randomBytes } from 'node:crypto';

const PREFIX = 'weirjoin_';
const SECRET_BYTES = 32;
const SECRET = /^weirjoin_[A-Za-z0-9_-]{43}$/;

/** A secret that nobody guesses. */
export function makeJoinSecret(): string {
  return PREFIX + randomBytes(SECRET_BYTES).toString('base64url');
}

/** What is kept of it. */
export function hashOfJoinSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** Whether a token is one that an aggregator made. */
export function isJoinSecret(token: string): boolean {
  return SECRET.test(token);
}
