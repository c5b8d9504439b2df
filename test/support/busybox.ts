import { execFile } from 'node:child_process';
import { copyFile, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Writes an image's whole file system, Debian's static busybox under all its names, as an archive; answers its path. */
export async function busyboxArchive(directory: string): Promise<string> {
  const root = join(directory, 'busybox');
  await mkdir(join(root, 'bin'), { recursive: true });
  await Promise.all(['tmp', 'etc', 'proc', 'sys', 'dev'].map((name) => mkdir(join(root, name))));
  await copyFile('/bin/busybox', join(root, 'bin/busybox'));
  const { stdout } = await run('/bin/busybox', ['--list']);
  const names = stdout.split('\n').filter((name) => name !== '' && name !== 'busybox');
  await Promise.all(names.map((name) => symlink('busybox', join(root, 'bin', name))));
  const archive = `${root}.tar`;
  await run('tar', ['-C', root, '-cf', archive, '.']);
  return archive;
}
