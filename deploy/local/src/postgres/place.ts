import { randomBytes } from 'node:crypto';
import { mkdir, readlink, stat, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Account } from '../process/account.js';

const SYSTEM_HOME = '/var/lib/weir';
const MAY_PASS = 0o001;

/**
 * The data folder of the embedded database: `<home>/postgres`, or, where the database's own user cannot pass (a clone
 * under /root), a folder under /var/lib/weir that `<home>/postgres` links to. The name is random, so that removing the
 * home folder truly begins anew.
 */
export async function dataDirectory(home: string, account: Account | undefined): Promise<string> {
  const path = join(home, 'postgres');
  if (!account || (await canPass(home))) return path;
  const linked = await readlink(path).catch(() => undefined);
  if (linked) return linked;
  await mkdir(SYSTEM_HOME, { recursive: true, mode: 0o755 });
  const target = join(SYSTEM_HOME, `data-${randomBytes(6).toString('hex')}`);
  await symlink(target, path);
  return target;
}

/** True when any user can pass through this folder and all above it. */
export async function canPass(path: string): Promise<boolean> {
  const { mode } = await stat(path);
  if ((mode & MAY_PASS) === 0) return false;
  return path === dirname(path) || canPass(dirname(path));
}
