import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { keyIdOf, type SealKey } from '../../config/seal-keys.js';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const VERSION = 'v1';

export type Opened = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: string };

/**
 * Seals a secret with AES-256-GCM. `place` says whose it is (channel and field) and is sealed with it: moved to another place, it
 * cannot be opened, so that nobody who may write the table makes weir send a password elsewhere.
 */
export function seal(text: string, place: string, [key]: readonly SealKey[]): string {
  if (!key) throw new Error('there is no key to seal with');
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key.bytes, nonce);
  cipher.setAAD(Buffer.from(place, 'utf8'));
  const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `${VERSION}.${key.id}.${sealed.toString('base64url')}`;
}

/** Opens what was sealed for this place; says why where that is not possible. */
export function open(sealed: string, place: string, keys: readonly SealKey[]): Opened {
  const [version, , body = '', ...more] = sealed.split('.');
  const bytes = Buffer.from(body, 'base64url');
  if (version !== VERSION || more.length > 0 || bytes.length < NONCE_BYTES + TAG_BYTES)
    return { ok: false, reason: 'is not sealed as this version does: enter it again' };
  const key = keys.find((each) => each.id === keyIdOf(sealed));
  if (!key)
    return {
      ok: false,
      reason: 'was sealed with a key that is not configured: add that key, or enter the secret again',
    };
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, bytes.subarray(0, NONCE_BYTES));
  decipher.setAAD(Buffer.from(place, 'utf8'));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    const text = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
    return { ok: true, text: text.toString('utf8') };
  } catch {
    // That the tag does not fit is all that GCM says.
    return { ok: false, reason: 'was changed, or belongs elsewhere: enter it again' };
  }
}
