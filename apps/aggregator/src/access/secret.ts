import { createHash, randomBytes } from 'node:crypto';

const SECRET_BYTES = 32;
const SECRET_TEXT = /^[\w-]{43}$/;

/** What every token for programs begins with, so that it is known where it is found. */
export const TOKEN_PREFIX = 'weir_';

/** 256 random bits as 43 characters of base64url. */
export function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

/** Whether a text can be a secret of ours. */
export function isSecret(text: string): boolean {
  return SECRET_TEXT.test(text);
}

/** SHA-256 of a secret, by which it is kept: what is random cannot be guessed from it. */
export function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
