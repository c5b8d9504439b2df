import { createHash } from 'node:crypto';

const LENGTH = 16;

/** The public id of an interface: safe in a URL, the same on every replica for ever, known without asking the database. */
export function netIdOf(hostUuid: string, key: string): string {
  return createHash('sha256').update(`${hostUuid}/${key}`).digest('base64url').slice(0, LENGTH);
}
