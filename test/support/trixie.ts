import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const CACHE = '/var/cache/weir-test';
const PACKAGES = ['postgresql-17', 'postgresql-17-timescaledb', 'nats-server', 'docker-compose'];

/**
 * The root of a Debian 13 whose servers run by chroot. It is built once (40 s) and kept; the lock makes the second of
 * two test files wait for the first, and the rename makes a half-built one never be used.
 */
export async function trixieRoot(): Promise<string> {
  const root = join(CACHE, 'trixie-with-compose');
  const build = [
    'set -e',
    `mkdir -p ${CACHE}`,
    `exec 9>${CACHE}/lock`,
    'flock 9',
    `[ ! -d ${root} ] || exit 0`,
    `rm -rf ${root}.partial`,
    `debootstrap --variant=minbase --include=${PACKAGES.join(',')} trixie ${root}.partial >${CACHE}/debootstrap.log 2>&1`,
    `rm -rf ${root}.partial/var/cache/apt/archives/*.deb ${root}.partial/var/lib/postgresql/17`,
    `mv ${root}.partial ${root}`,
  ];
  await promisify(execFile)('sh', ['-c', build.join('\n')]).catch((error: Error) => {
    throw new Error(`Debian 13 could not be built; see ${CACHE}/debootstrap.log`, { cause: error });
  });
  return root;
}

/** Debian 13's nats-server (2.10), which runs outside its root as well. */
export async function trixieNatsServer(): Promise<string> {
  return join(await trixieRoot(), 'usr/sbin/nats-server');
}

/** Debian 13's Docker Compose (2.26), a plug-in of any Docker client, which runs outside its root as well. */
export async function composePlugin(): Promise<string> {
  return join(await trixieRoot(), 'usr/libexec/docker/cli-plugins/docker-compose');
}
