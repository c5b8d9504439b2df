import { execFile } from 'node:child_process';
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Account } from '../process/account.js';
import { commandOf, stopStranger } from '../process/alive.js';
import type { PostgresPrograms } from './programs.js';

/** One PostgreSQL cluster on disk. */
export interface Cluster {
  readonly programs: PostgresPrograms;
  readonly account: Account | undefined;
  readonly dataDirectory: string;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

const STOP_GRACE_MS = 15_000;
const run = promisify(execFile);

/** Makes the cluster and its database, if there is none yet; an attempt that was cut short leaves none. */
export async function initialiseCluster(cluster: Cluster): Promise<void> {
  if (existsSync(cluster.dataDirectory)) return;
  const partial = { ...cluster, dataDirectory: `${cluster.dataDirectory}.new` };
  await rm(partial.dataDirectory, { recursive: true, force: true });
  await mkdir(partial.dataDirectory, { recursive: true, mode: 0o700 });
  if (cluster.account) await chown(partial.dataDirectory, cluster.account.uid, cluster.account.gid);
  await initdb(partial);
  await runAlone(partial, `CREATE DATABASE "${partial.database}"`);
  await rename(partial.dataDirectory, cluster.dataDirectory);
}

async function initdb({ programs, account, dataDirectory, user, password }: Cluster): Promise<void> {
  // initdb wants an empty folder, and reads the password from a file that its user can open: beside the folder, not in it.
  const passwordFile = `${dataDirectory}.password`;
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (account) await chown(passwordFile, account.uid, account.gid);
  try {
    await run(
      programs.initdb,
      [
        `--pgdata=${dataDirectory}`,
        `--username=${user}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        // Built-in collation: an upgrade of the system's C library cannot corrupt an index.
        '--encoding=UTF8',
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--no-instructions',
      ],
      { ...account, cwd: dirname(dataDirectory) },
    );
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/** Gives the cluster's user the password that is now known, whatever it was. */
export async function changePassword(cluster: Cluster): Promise<void> {
  await recoverCluster(cluster);
  await runAlone(cluster, `ALTER ROLE "${cluster.user}" PASSWORD '${cluster.password}'`);
}

/** Runs a statement without a server, as the owner of the data. */
async function runAlone({ programs, account, dataDirectory }: Cluster, statement: string): Promise<void> {
  const single = run(programs.postgres, ['--single', '-D', dataDirectory, 'postgres'], {
    ...account,
    cwd: dataDirectory,
  });
  single.child.stdin?.end(`${statement}\n`);
  await single;
}

/** The major version that wrote the data. */
export async function majorOf(cluster: Cluster): Promise<string> {
  return (await readFile(join(cluster.dataDirectory, 'PG_VERSION'), 'utf8')).trim();
}

/** The arguments with which the server listens on a loopback port. */
export function serverArguments(cluster: Cluster, port: number, settings: Readonly<Record<string, string>>): string[] {
  const all = { listen_addresses: '127.0.0.1', unix_socket_directories: '', ...settings };
  const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['-D', cluster.dataDirectory, '-p', String(port), ...flags];
}

/** True when the server with this pid says in its pid file that it takes connections. */
export async function isReady(cluster: Cluster, pid: number | undefined): Promise<boolean> {
  const lines = await pidFileLines(cluster);
  return Number(lines?.[0]) === pid && lines?.[7]?.trim() === 'ready';
}

/**
 * Clears what a killed supervisor left: a server still running on this data is stopped, and a pid file whose number now
 * belongs to another program is removed, since PostgreSQL would refuse to start. The pid file of a dead server stays:
 * by it PostgreSQL waits for that server's last children.
 */
export async function recoverCluster(cluster: Cluster): Promise<void> {
  const pid = Number((await pidFileLines(cluster))?.[0]);
  const command = Number.isSafeInteger(pid) && pid > 0 ? commandOf(pid) : undefined;
  if (command === undefined) return;
  if (command.includes(cluster.dataDirectory)) return stopStranger(pid, 'SIGINT', STOP_GRACE_MS);
  await rm(join(cluster.dataDirectory, 'postmaster.pid'), { force: true });
}

async function pidFileLines(cluster: Cluster): Promise<string[] | undefined> {
  try {
    return (await readFile(join(cluster.dataDirectory, 'postmaster.pid'), 'utf8')).split('\n');
  } catch {
    return undefined;
  }
}

/** The address clients use. */
export function clusterUrl(cluster: Cluster, port: number): string {
  return `postgresql://${cluster.user}:${cluster.password}@127.0.0.1:${port}/${cluster.database}`;
}
