import { execFile } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = realpathSync(fileURLToPath(new URL('../../..', import.meta.url)));
const MODULES = 'node_modules';
const UNPRIVILEGED = 65_534;

/** Where the agent lies in its image, and the folder that a volume takes its owner from. */
export const AGENT_MAIN = '/apps/agent/dist/main.js';
export const AGENT_STATE = '/var/lib/weir-agent';

/** The file system of an image with one program of this machine and the libraries it loads; answers the archive's path. */
export async function programArchive(directory: string, name: string, program: string): Promise<string> {
  const archive = join(directory, `${name}.tar`);
  await run('tar', ['-chf', archive, '-C', '/', ...(await withLibraries(program)).map((path) => path.slice(1))]);
  return archive;
}

/** The same with this Node, the built agent and what it depends on at run time. */
export async function agentArchive(directory: string): Promise<string> {
  const archive = await programArchive(directory, 'agent', process.execPath);
  await run('tar', ['-rf', archive, '-C', ROOT, ...agentFiles()]);
  const root = join(directory, 'agent-root');
  await mkdir(join(root, AGENT_STATE), { recursive: true });
  const owner = [`--owner=${UNPRIVILEGED}`, `--group=${UNPRIVILEGED}`];
  await run('tar', ['-rf', archive, '--no-recursion', ...owner, '-C', root, AGENT_STATE.slice(1)]);
  return archive;
}

async function withLibraries(program: string): Promise<string[]> {
  const { stdout } = await run('ldd', [program]);
  return [program, ...(stdout.match(/(?<=\s)\/\S+(?= \(0x)/g) ?? [])];
}

/** Paths below the repository, where the agent finds them just as it does here. */
function agentFiles(): string[] {
  const packages = new Set<string>();
  collect(join(ROOT, 'apps/agent'), packages);
  const paths = [...packages].map((folder) => relative(ROOT, folder));
  const installed = paths.filter((path) => path.startsWith(MODULES));
  const workspaces = paths.filter((path) => !path.startsWith(MODULES));
  return [
    // A package can lie inside another.
    ...installed.filter((path) => !installed.some((other) => path.startsWith(`${other}/`))),
    ...workspaces.flatMap((path) => [join(path, 'package.json'), join(path, 'dist'), linkTo(path)]),
  ];
}

function linkTo(workspace: string): string {
  return join(MODULES, manifestOf(join(ROOT, workspace)).name);
}

/** A package and all it needs at run time, workspaces among them. */
function collect(folder: string, found: Set<string>): void {
  if (found.has(folder)) return;
  found.add(folder);
  const { dependencies = {}, optionalDependencies = {} } = manifestOf(folder);
  for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
    const path = resolve(name, folder);
    if (path !== null) collect(path, found);
    else if (!(name in optionalDependencies)) throw new Error(`${folder} needs ${name}, which is not installed`);
  }
}

function resolve(name: string, from: string): string | null {
  for (let folder = from; folder.startsWith(ROOT); folder = dirname(folder)) {
    const path = join(folder, 'node_modules', name);
    if (existsSync(path)) return realpathSync(path);
  }
  return null;
}

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}
