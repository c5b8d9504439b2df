import { execFile } from 'node:child_process';
import { chmod, copyFile, cp, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Machine } from './machine.js';
import { programArchive } from '../fleet/image.js';
import { temporaryDirectory } from '../reaper.js';
import { trixieNatsServer, trixieRoot } from '../trixie.js';

/** Images that stand for those that a registry would give, by the variables that the files of `deploy` name them with. */
export const STAND_INS = {
  WEIR_NODE_BASE: 'weir-lab-debian',
  WEIR_DATABASE_IMAGE: 'weir-lab-debian',
  WEIR_NATS_IMAGE: 'weir-lab-nats',
  WEIR_SOCKET_PROXY_IMAGE: 'weir-lab-haproxy',
} as const;
/** What `docker build` compiles otherwise. */
export const GATHERED_IMAGE = 'weir-lab-gathered';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const GATHER = fileURLToPath(new URL('../../../deploy/docker/gather.mjs', import.meta.url));
/** Neither PostgreSQL nor Node loads any of it: two thirds of the image. */
const LEFT_OUT = [
  ...[
    'usr/share/{doc,i18n,locale,man,perl}',
    'usr/lib/*/lib{LLVM,z3,perl}*',
    'usr/lib/*/perl*',
    'usr/lib/{llvm*,git-core}',
  ],
  ...['usr/lib/postgresql/17/lib/bitcode', 'usr/libexec', 'usr/bin/{docker,perl}*', 'usr/sbin/nats-server'],
  ...['var/{cache,lib/apt,lib/dpkg}', 'var/lib/weir-test*', 'dev/*'],
];

const run = promisify(execFile);

/** Makes the stand-ins, and the built weir, on a machine. */
export async function importImages(machine: Machine): Promise<void> {
  const directory = temporaryDirectory('images');
  await Promise.all([
    importDebian(machine, directory),
    importNats(machine, directory),
    programArchive(directory, 'haproxy', '/usr/sbin/haproxy').then((archive) =>
      machine.sh(`docker import '${archive}' ${STAND_INS.WEIR_SOCKET_PROXY_IMAGE}`),
    ),
    importGathered(machine, directory),
  ]);
}

/** A Debian with Node where Node's official image has it, which starts a database as the official images do. */
async function importDebian(machine: Machine, directory: string): Promise<void> {
  const added = join(directory, 'debian/usr/local/bin');
  await mkdir(added, { recursive: true });
  await copyFile(process.execPath, join(added, 'node'));
  await copyFile(join(HERE, 'database-entrypoint.sh'), join(added, 'database-entrypoint'));
  await chmod(join(added, 'database-entrypoint'), 0o755);
  const excluded = LEFT_OUT.map((path) => `--exclude=./${path}`).join(' ');
  const changes = [
    'ENTRYPOINT ["database-entrypoint"]',
    'CMD ["postgres"]',
    'ENV PATH=/usr/lib/postgresql/17/bin:/usr/local/bin:/usr/bin:/bin',
  ];
  await machine.sh(
    `bash -ec "tar -c ${excluded} -C '${await trixieRoot()}' . -C '${directory}/debian' usr/local/bin/node usr/local/bin/database-entrypoint" |
     docker import ${changes.map((change) => `--change '${change}'`).join(' ')} - ${STAND_INS.WEIR_NODE_BASE}`,
  );
}

/** With a busybox, since the official image is Alpine. */
async function importNats(machine: Machine, directory: string): Promise<void> {
  const root = join(directory, 'nats');
  await mkdir(join(root, 'bin'), { recursive: true });
  await copyFile('/bin/busybox', join(root, 'bin/busybox'));
  await Promise.all(['sh', 'wget'].map((name) => symlink('busybox', join(root, 'bin', name))));
  const archive = await programArchive(directory, 'nats', await trixieNatsServer());
  await run('tar', ['-xf', archive, '-C', root]);
  await mkdir(join(root, 'usr/sbin'), { recursive: true });
  await cp(await trixieNatsServer(), join(root, 'usr/sbin/nats-server'));
  await machine.sh(`tar -c -C '${root}' . | docker import - ${STAND_INS.WEIR_NATS_IMAGE}`);
}

async function importGathered(machine: Machine, directory: string): Promise<void> {
  const root = join(directory, 'built');
  await run(process.execPath, [GATHER, join(root, 'gathered')]);
  await machine.sh(`tar -c -C '${root}' . | docker import - ${GATHERED_IMAGE}`);
}

/** Brings images of one machine to others. */
export async function shareImages(from: Machine, to: readonly Machine[], images: readonly string[]): Promise<void> {
  const archive = join(temporaryDirectory('shared'), 'images.tar');
  await from.sh(`docker save --output '${archive}' ${images.join(' ')}`);
  await Promise.all(to.map((machine) => machine.sh(`docker load --quiet --input '${archive}'`)));
}
