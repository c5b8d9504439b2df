import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { postgresAccount } from '../../deploy/local/src/postgres/account.js';
import { clusterUrl, type Cluster } from '../../deploy/local/src/postgres/cluster.js';
import { installPostgres } from '../../deploy/local/src/postgres/programs.js';
import { startServer, stopServer, type ServerOptions } from '../../deploy/local/src/postgres/server.js';
import type { Child } from '../../deploy/local/src/process/child.js';
import { freePort } from '../../deploy/local/src/process/port.js';
import { copyCluster } from './cluster.js';
import { createDatabase, type TestDatabase } from './database.js';
import { forgetPid, killAtExit, removeDirectory, stopLater, temporaryDirectory } from './reaper.js';

// A killed process loses nothing that it gave to the system, so tests need no fsync; only a power cut would.
const SETTINGS = { fsync: 'off', shared_buffers: '32MB', max_connections: '60' };

/** Starts the embedded PostgreSQL with an empty cluster; benches give it the settings that they measure. */
export async function startPostgres(settings: Readonly<Record<string, string>> = SETTINGS): Promise<TestDatabase> {
  const directory = temporaryDirectory('postgres');
  chmodSync(directory, 0o755); // the server's own user passes through it
  const cluster: Cluster = {
    programs: await installPostgres(),
    account: postgresAccount(),
    dataDirectory: join(directory, 'data'),
    user: 'weir',
    password: 'weir',
    database: 'weir',
  };
  await copyCluster(cluster);
  return runCluster(cluster, { port: await freePort(), logFile: join(directory, 'log'), settings }, directory);
}

async function runCluster(cluster: Cluster, options: ServerOptions, directory: string): Promise<TestDatabase> {
  let server = await launch(cluster, options);
  const kill = async (): Promise<void> => {
    server.signal('SIGKILL');
    await server.exited;
  };
  const stop = stopLater(async () => {
    if (server.running()) await stopServer(server);
    await removeDirectory(directory);
  });
  const url = clusterUrl(cluster, options.port);
  return {
    url,
    createDatabase: (copied) => createDatabase(url, { copied }),
    kill,
    restart: async () => {
      if (server.running()) await kill();
      server = await launch(cluster, options);
    },
    stop,
  };
}

async function launch(cluster: Cluster, options: ServerOptions): Promise<Child> {
  const server = await startServer(cluster, options);
  killAtExit(server.pid);
  void server.exited.then(() => forgetPid(server.pid));
  return server;
}
