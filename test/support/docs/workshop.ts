import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from '../reaper.js';

const MODULES = new URL('../../../node_modules', import.meta.url).pathname;

/** A folder of a reader's own, outside of weir, where packages are installed. */
export interface Workshop {
  readonly directory: string;
}

/** Makes one; curl says there what it is refused, and fails then. */
export function openWorkshop(): Workshop {
  const directory = temporaryDirectory('workshop');
  symlinkSync(MODULES, join(directory, 'node_modules'));
  writeFileSync(join(directory, 'package.json'), JSON.stringify({ type: 'module' }));
  writeFileSync(join(directory, '.curlrc'), 'fail-with-body\nsilent\nshow-error\n');
  return { directory };
}
