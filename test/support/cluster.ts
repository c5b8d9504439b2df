import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { initialiseCluster, type Cluster } from '../../deploy/local/src/postgres/cluster.js';

/** How clusters are made: what is kept was made in the same way. */
const RECIPE = readFileSync(new URL('../../deploy/local/src/postgres/cluster.ts', import.meta.url));

/** Makes a cluster with an empty database by copying one that was made once on this machine: that takes seconds, and every test file wants one. */
export async function copyCluster(cluster: Cluster): Promise<void> {
  await promisify(execFile)('cp', ['-a', await keptCluster(cluster), cluster.dataDirectory]);
}

async function keptCluster(cluster: Cluster): Promise<string> {
  const { programs, user, password, database } = cluster;
  const parts = [RECIPE, programs.version, user, password, database];
  const key = parts
    .reduce((hash, part) => hash.update(part), createHash('sha256'))
    .digest('hex')
    .slice(0, 16);
  // Beside the programs, where their user may go.
  const kept = join(dirname(programs.initdb), `../../test-cluster-${key}`);
  if (!existsSync(kept)) await makeOnce(cluster, kept);
  return kept;
}

/** Another process may make the same at the same time: the first one that is done is kept. */
async function makeOnce(cluster: Cluster, kept: string): Promise<void> {
  const folder = `${kept}.${randomBytes(4).toString('hex')}`;
  await mkdir(folder, { mode: 0o755 });
  try {
    await initialiseCluster({ ...cluster, dataDirectory: join(folder, 'data') });
    await rename(join(folder, 'data'), kept).catch((error: Error) => {
      if (!existsSync(kept)) throw error;
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
