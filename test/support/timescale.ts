import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../../deploy/local/src/process/port.js';
import { createDatabase, execute, type TestDatabase } from './database.js';
import { eventually, STARTED_WITHIN_MS } from './eventually.js';
import { startProcess, type TestProcess } from './process.js';
import { removeAtExit, removeDirectory, stopLater } from './reaper.js';
import { trixieRoot } from './trixie.js';

const run = promisify(execFile);
const PROGRAMS = '/usr/lib/postgresql/17/bin';
const AS_POSTGRES = '--userspec=postgres:postgres';

/** Starts PostgreSQL 17 with TimescaleDB (apache edition) from Debian 13; needs what `debian13` names. */
export async function startTimescale(): Promise<TestDatabase> {
  const root = await trixieRoot();
  const data = `/var/lib/weir-test-${randomBytes(4).toString('hex')}`;
  await initialise(root, data);
  const port = await freePort();
  const url = `postgresql://weir@127.0.0.1:${port}/postgres`;
  const server = startProcess({
    name: 'timescale',
    command: 'chroot',
    args: [AS_POSTGRES, root, `${PROGRAMS}/postgres`, '-D', data, '-p', String(port), ...settings()],
    env: { LC_ALL: 'C.UTF-8' },
  });
  await takesConnections(server, url);
  const stop = stopLater(async () => {
    await server.stop('SIGINT');
    await removeDirectory(join(root, data));
  });
  return {
    url,
    createDatabase: (copied) => createDatabase(url, { extension: 'timescaledb', copied }),
    kill: () => server.kill(),
    restart: async () => {
      await server.restart();
      await takesConnections(server, url);
    },
    stop,
  };
}

async function initialise(root: string, data: string): Promise<void> {
  removeAtExit(join(root, data));
  await run('chroot', [root, 'install', '-d', '-o', 'postgres', '-g', 'postgres', '-m', '700', data]);
  const flags = ['--username=weir', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync'];
  await run('chroot', [AS_POSTGRES, root, `${PROGRAMS}/initdb`, '-D', data, ...flags]);
  // In the file and not in the arguments, so that a test can take it away by ALTER SYSTEM.
  await appendFile(join(root, data, 'postgresql.conf'), `shared_preload_libraries = 'timescaledb'\n`);
}

function settings(): string[] {
  const all = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    dynamic_shared_memory_type: 'mmap', // the root has no /dev/shm of its own
    fsync: 'off',
    shared_buffers: '32MB',
    max_connections: '60',
  };
  return Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

async function takesConnections(server: TestProcess, url: string): Promise<void> {
  const mustAnswer = async (): Promise<void> => {
    // After a kill it refuses to start until the last server's children are gone.
    if (!server.running()) await server.restart();
    await execute(url, 'SELECT 1').catch((error: Error) => {
      throw new Error(`${error.message}\n${server.log().slice(-2_000)}`);
    });
  };
  await eventually('TimescaleDB takes connections', mustAnswer, STARTED_WITHIN_MS);
}
