import { execFile, execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { transformFile } from '@swc/core';
import type { Requirement } from './requirements.js';

/**
 * What an upgrade begins with. Until there is a release it is the last commit before the tables of alerts, so that the
 * database is changed while both versions run.
 */
const COMMIT = 'c71fd81239d9eacf56527fdfc2d57e4b1de2b103';

const ROOT = new URL('../..', import.meta.url).pathname;
const KEPT = join(ROOT, 'node_modules/.cache/weir-before', COMMIT);
const PARTS = ['libs/model', 'apps/aggregator', 'apps/agent'];

/** The programs of that version. */
export const BEFORE = {
  aggregator: join(KEPT, 'apps/aggregator/dist/main.js'),
  agent: join(KEPT, 'apps/agent/dist/main.js'),
} as const;

/** The history of this clone, as far back as that. */
export const historyOfBefore: Requirement = {
  missing: () => {
    try {
      execFileSync('git', ['-C', ROOT, 'cat-file', '-e', `${COMMIT}^{commit}`], { stdio: 'ignore' });
      return undefined;
    } catch {
      return `this clone has no history back to ${COMMIT.slice(0, 7)}: git fetch --unshallow`;
    }
  },
};

/** Builds both programs of the version before from git's history, once, on the packages that are installed now. */
export async function buildBefore(): Promise<void> {
  if (existsSync(KEPT)) return;
  const folder = `${KEPT}.${randomBytes(4).toString('hex')}`;
  await mkdir(folder, { recursive: true });
  try {
    await run('sh', ['-c', `git -C '${ROOT}' archive ${COMMIT} ${PARTS.join(' ')} | tar x -C '${folder}'`]);
    await linkPackages(folder);
    await compile(join(folder, 'libs/model/src'), join(folder, 'libs/model/dist'));
    await compile(join(folder, 'apps/aggregator/src'), join(folder, 'apps/aggregator/dist'));
    await compile(join(folder, 'apps/agent/src'), join(folder, 'apps/agent/dist/modules'));
    await run(process.execPath, ['bundle.mjs'], { cwd: join(folder, 'apps/agent') });
    await rename(folder, KEPT).catch((error: Error) => {
      if (!existsSync(KEPT)) throw error; // another process was first
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const run = promisify(execFile);

/** Its own model; all else is found further up, or beside the program. */
async function linkPackages(folder: string): Promise<void> {
  await mkdir(join(folder, 'node_modules/@weir'), { recursive: true });
  await symlink('../../libs/model', join(folder, 'node_modules/@weir/model'));
  const own = 'apps/aggregator/node_modules';
  if (existsSync(join(ROOT, own))) await symlink(join(ROOT, own), join(folder, own));
}

/** As Jest compiles: types were checked when it was committed. */
async function compile(from: string, to: string): Promise<void> {
  const files = await readdir(from, { recursive: true });
  const sources = files.filter((file) => /(?<!\.spec|\.fixture|\.d)\.ts$/.test(file));
  for (const file of sources) {
    const { code } = await transformFile(join(from, file), {
      swcrc: false,
      module: { type: 'es6' },
      jsc: {
        target: 'es2023',
        parser: { syntax: 'typescript', decorators: true },
        transform: { legacyDecorator: true, decoratorMetadata: true },
      },
    });
    const target = join(to, file.replace(/\.ts$/, '.js'));
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, code);
  }
}
