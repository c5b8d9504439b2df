import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { Fault } from '../fault.js';
import { isRoot } from '../process/account.js';

/** How NATS can be run here. */
export type NatsProgram =
  | { readonly kind: 'program'; readonly path: string; readonly version: string }
  | { readonly kind: 'docker'; readonly image: string };

const IMAGE = 'nats:2.10.27';
const run = promisify(execFile);

/**
 * Finds a way to run NATS: a nats-server on PATH; else Debian's package of it, unpacked under `home` and not installed,
 * which would start a second server, open to the network, with the machine; else its image in Docker.
 */
export async function findNats(home: string): Promise<NatsProgram> {
  const unpacked = join(home, 'nats-server');
  const path = onPath('nats-server') ?? (await fromPackage(unpacked));
  if (path) return { kind: 'program', path, version: await versionOf(path) };
  if (await dockerAnswers()) return { kind: 'docker', image: IMAGE };
  throw new Fault(
    'NATS is missing: install nats-server 2.9 or newer (https://nats.io/download), or Docker, or set WEIR_NATS_URL to a NATS server with JetStream.',
  );
}

function onPath(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

async function fromPackage(folder: string): Promise<string | undefined> {
  const path = join(folder, 'usr/sbin/nats-server');
  if (!existsSync(path) && onPath('apt-get') && onPath('dpkg-deb')) await unpack(folder).catch(() => undefined);
  return existsSync(path) ? path : undefined;
}

async function unpack(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await download(folder);
  const archive = (await readdir(folder)).find((name) => name.endsWith('.deb'));
  if (archive) await run('dpkg-deb', ['--extract', join(folder, archive), folder]);
}

/** A fresh system has no package lists yet; only root can fetch them. */
async function download(folder: string): Promise<void> {
  // apt's own user may not enter the folder: it then downloads as root, and says so on stderr.
  const get = (): Promise<unknown> => run('apt-get', ['--quiet', 'download', 'nats-server'], { cwd: folder });
  try {
    await get();
  } catch (error) {
    if (!isRoot()) throw error;
    await run('apt-get', ['--quiet', 'update']);
    await get();
  }
}

async function versionOf(path: string): Promise<string> {
  const { stdout } = await run(path, ['--version']);
  return /v?(\d+\.\d+\.\d+\S*)/.exec(stdout)?.[1] ?? 'of unknown version';
}

async function dockerAnswers(): Promise<boolean> {
  return run('docker', ['info', '--format', '{{.ServerVersion}}'], { timeout: 10_000 }).then(
    () => true,
    () => false,
  );
}
