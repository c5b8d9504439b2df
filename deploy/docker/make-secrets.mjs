// Makes the secrets of a stack once, as files of a folder: node make-secrets.mjs FOLDER
// What is there stays: the database knows its password, and channels are sealed with the key. WEIR_SECRET_KEYS brings back a key
// that was backed up.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';

const SECRETS = {
  'database/password': () => randomBytes(24).toString('base64url'),
  'aggregator/keys': () => process.env.WEIR_SECRET_KEYS?.trim() || randomBytes(32).toString('base64'),
};
/** By the user of the aggregator, and by root, as whom the database starts. */
const READABLE = 0o400;

const [folder] = process.argv.slice(2);
if (!folder) throw new Error('Usage: node make-secrets.mjs FOLDER');
for (const [name, make] of Object.entries(SECRETS)) {
  const path = join(folder, name);
  if (existsSync(path)) continue;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, make(), { mode: READABLE });
  renameSync(`${path}.new`, path); // never half-written
}
