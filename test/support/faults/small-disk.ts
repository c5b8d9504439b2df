import { execFileSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { runAtExit, temporaryDirectory } from '../reaper.js';

/** A disk of a few megabytes, which can be filled up to the last byte. Needs root. */
export interface SmallDisk {
  readonly path: string;
  fill(): void;
  free(): void;
}

export function createSmallDisk(megabytes: number): SmallDisk {
  const path = temporaryDirectory('disk');
  runAtExit(`umount -l ${path} 2>/dev/null`);
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=700`, 'tmpfs', path]);
  const filler = join(path, 'filler');
  return {
    path,
    fill: () => {
      const file = openSync(filler, 'a');
      try {
        for (const chunk of [Buffer.alloc(65_536), Buffer.alloc(512), Buffer.alloc(1)]) writeUntilFull(file, chunk);
      } finally {
        closeSync(file);
      }
    },
    free: () => rmSync(filler, { force: true }),
  };
}

function writeUntilFull(file: number, chunk: Buffer): void {
  try {
    for (;;) writeSync(file, chunk);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}
