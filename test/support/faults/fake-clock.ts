import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from '../reaper.js';

/** A wall clock that can be stepped under a running program; its monotonic clock stays what it is. */
export interface FakeClock {
  /** The environment of the program. */
  readonly env: Readonly<Record<string, string>>;
  /** How far off the clock is from now on. */
  set(offsetSeconds: number): void;
}

export function createFakeClock(): FakeClock {
  const file = join(temporaryDirectory('clock'), 'offset');
  const set = (offsetSeconds: number): void =>
    writeFileSync(file, `${offsetSeconds < 0 ? '-' : '+'}${Math.abs(offsetSeconds)}s\n`);
  set(0);
  const env = {
    LD_PRELOAD: libraryPath() ?? '',
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    FAKETIME_CACHE_DURATION: '1',
  };
  return { env, set };
}

/** Where Debian puts it, whatever the processor. */
export function libraryPath(): string | undefined {
  const folders = existsSync('/usr/lib') ? readdirSync('/usr/lib') : [];
  return folders.map((name) => `/usr/lib/${name}/faketime/libfaketime.so.1`).find((path) => existsSync(path));
}
