import { existsSync } from 'node:fs';
import { logFile, type LocalConfig } from '../config.js';
import { Fault } from '../fault.js';
import { becomesReady } from '../process/readiness.js';
import type { Service } from '../process/supervise.js';
import type { Recalled } from '../memory.js';
import { postgresAccount } from './account.js';
import {
  changePassword,
  clusterUrl,
  initialiseCluster,
  isReady,
  majorOf,
  recoverCluster,
  type Cluster,
} from './cluster.js';
import { dataDirectory } from './place.js';
import { installPostgres, UnsupportedPlatform } from './programs.js';
import { launchServer } from './server.js';

/** The embedded database, ready to be started. */
export interface EmbeddedDatabase {
  readonly url: string;
  readonly version: string;
  readonly service: Service;
}

const READY_WITHIN_MS = 120_000; // after a power cut it first replays its log

/** Makes the cluster if there is none yet, and says how to run it. */
export async function embeddedDatabase(config: LocalConfig, memory: Recalled): Promise<EmbeddedDatabase> {
  const cluster = await prepareCluster(config, memory);
  const port = memory.postgresPort;
  const log = logFile(config, 'postgres');
  return {
    url: clusterUrl(cluster, port),
    version: majorMinor(cluster.programs.version),
    service: {
      name: 'PostgreSQL',
      logFile: log,
      stopSignal: 'SIGINT',
      start: async () => {
        await recoverCluster(cluster);
        return launchServer(cluster, { port, logFile: log });
      },
      ready: (child) => becomesReady('PostgreSQL', child, log, () => isReady(cluster, child.pid), READY_WITHIN_MS),
    },
  };
}

async function prepareCluster(config: LocalConfig, memory: Recalled): Promise<Cluster> {
  const programs = await installPostgres().catch((error: Error) => {
    throw error instanceof UnsupportedPlatform ? new Fault(error.message) : error;
  });
  const account = postgresAccount();
  const cluster: Cluster = {
    programs,
    account,
    dataDirectory: await dataDirectory(config.home, account),
    user: 'weir',
    password: memory.postgresPassword,
    database: 'weir',
  };
  const isOld = existsSync(cluster.dataDirectory);
  await initialiseCluster(cluster);
  await checkMajor(cluster);
  if (isOld && memory.passwordIsNew) await changePassword(cluster);
  return cluster;
}

async function checkMajor(cluster: Cluster): Promise<void> {
  const major = await majorOf(cluster);
  if (cluster.programs.version.startsWith(`${major}.`)) return;
  throw new Fault(
    `${cluster.dataDirectory} was written by PostgreSQL ${major}, and this weir brings ${majorMinor(cluster.programs.version)}: move it away, or upgrade it with pg_upgrade.`,
  );
}

function majorMinor(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}
