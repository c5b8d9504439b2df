import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { ROOT } from '../../deploy/local/setup.mjs';

/** What is run, in this order: the quickest to fail comes first. */
export const STAGES = ['unit', 'medium', 'alone', 'e2e', 'fleet'];

/** Too long for every day: only when asked for. */
export const LONG_STAGES = ['fault'];

const OUTPUT = join(ROOT, 'test/output');

/** Runs the suites of a stage, one after the other, and answers what Jest said of each. */
export async function runStage(stage) {
  const suites = [];
  for (const suite of await suitesOf(stage)) suites.push({ name: suite.name, ...(await runSuite(suite)) });
  return suites;
}

async function suitesOf(stage) {
  if (stage !== 'unit') return [{ name: stage, workspace: '@weir/test', script: stage, args: [] }];
  return Promise.all(unitWorkspaces().map(unitSuite));
}

async function unitSuite({ name, folder }) {
  const { default: config } = await import(join(ROOT, folder, 'jest.config.mjs'));
  // Counting what is covered costs time: only where something is asked of it.
  const args = config.coverageThreshold ? ['--coverage'] : [];
  return { name: `unit ${name}`, workspace: name, script: 'unit', args };
}

/** Every workspace that has unit tests; the folders are those of the root package.json. */
function unitWorkspaces() {
  const { workspaces } = readJson(join(ROOT, 'package.json'));
  const folders = workspaces.flatMap(foldersOf);
  const packages = folders.map((folder) => ({ folder, ...readJson(join(ROOT, folder, 'package.json')) }));
  return packages.filter(({ scripts }) => scripts?.unit);
}

function foldersOf(pattern) {
  if (!pattern.endsWith('/*')) return [pattern];
  const parent = pattern.slice(0, -'/*'.length);
  return readdirSync(join(ROOT, parent)).map((name) => join(parent, name));
}

async function runSuite({ name, workspace, script, args }) {
  const file = join(OUTPUT, `${name.replace(/[^a-z0-9]+/g, '-')}.json`);
  mkdirSync(OUTPUT, { recursive: true });
  rmSync(file, { force: true });
  process.stdout.write(`\n── ${name} ${'─'.repeat(Math.max(0, 70 - name.length))}\n`);
  const jest = ['--passWithNoTests', '--json', `--outputFile=${file}`, ...args];
  const code = await run('npm', ['run', '--silent', '-w', workspace, script, '--', ...jest]);
  return { code, result: existsSync(file) ? readJson(file) : undefined };
}

function run(command, args) {
  const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
  return new Promise((resolve) => {
    child.once('error', () => resolve(127));
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}
