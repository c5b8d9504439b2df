// Makes the secrets of a stack once, as files of a folder: node make-secrets.mjs FOLDER
// What is there stays: the database knows its password, and channels are sealed with the key.
import { randomBytes } from 'node:crypto';
import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

const SECRETS = {
  'database-password': () => randomBytes(24).toString('base64url'),
  'secret-keys': () => randomBytes(32).toString('base64'),
};
/** Each program that reads them has a user of its own; who mounts the folder is who may read them. */
const READABLE = 0o444;

const [folder] = process.argv.slice(2);
if (!folder) throw new Error('Usage: node make-secrets.mjs FOLDER');
for (const [name, make] of Object.entries(SECRETS)) {
  const path = join(folder, name);
  if (existsSync(path)) continue;
  writeFileSync(`${path}.new`, make(), { mode: READABLE });
  renameSync(`${path}.new`, path); // never half-written
}
