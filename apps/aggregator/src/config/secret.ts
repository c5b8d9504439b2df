import { createHash, randomBytes } from 'node:crypto';

const SECRET_BYTES = 32;
const SECRET_TEXT = /^[\w-]{43}$/;

/** What every token for programs begins with, so that it is known where it is found. */
export const TOKEN_PREFIX = 'weir_';

/** What every join token begins with. */
export const JOIN_TOKEN_PREFIX = 'weirjoin_';

/** 256 random bits as 43 characters of base64url, after a prefix. */
export function newSecret(prefix = ''): string {
  return prefix + randomBytes(SECRET_BYTES).toString('base64url');
}

/** Whether a text can be a secret of ours, with such a prefix. */
export function isSecret(text: string, prefix = ''): boolean {
  return text.startsWith(prefix) && SECRET_TEXT.test(text.slice(prefix.length));
}

/** SHA-256 of a secret, by which it is kept: what is random cannot be guessed from it. */
export function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
