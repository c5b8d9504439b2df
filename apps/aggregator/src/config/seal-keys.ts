import { createHash } from 'node:crypto';

const KEY_BYTES = 32;

/** A key that secrets are sealed with. */
export interface SealKey {
  /** Tells keys apart without telling anything of them. */
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** What is sealed is `<version>.<key id>.<nonce, text and tag as base64url>`: the id of its key; '' where it is not of that form. */
export function keyIdOf(sealed: string): string {
  return sealed.split('.')[1] ?? '';
}

/** How a key is made, for people. */
export const SEAL_KEY_REMEDY =
  'must be 32 random bytes as base64, such as `openssl rand -base64 32` makes; several are separated by commas';

/**
 * Keys as the configuration gives them, separated by commas: the first seals, all of them open, so that keys can be replaced.
 * Null where one is no key.
 */
export function sealKeysOf(text: string): readonly SealKey[] | null {
  const keys = text.split(',').map((each) => each.trim());
  const bytes = keys.map((key) => Buffer.from(key, 'base64'));
  const isWhole = bytes.every((key, place) => key.length === KEY_BYTES && key.toString('base64') === keys[place]);
  if (!isWhole) return null;
  return bytes.map((key) => ({ id: createHash('sha256').update(key).digest('hex').slice(0, 8), bytes: key }));
}
