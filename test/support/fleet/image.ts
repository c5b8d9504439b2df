import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
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

/** The same with this Node and the built agent, which is one file beside its manifest. */
export async function agentArchive(directory: string): Promise<string> {
  const archive = await programArchive(directory, 'agent', process.execPath);
  await run('tar', ['-rf', archive, '-C', ROOT, 'apps/agent/package.json', AGENT_MAIN.slice(1)]);
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
