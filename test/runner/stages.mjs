import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { ROOT } from '../../deploy/local/setup.mjs';
import { apart } from './apart.mjs';

/**
 * What is run, in this order: the quickest to fail comes first. Of each round the lanes run at once, one that loads both cores
 * and others that wait more than they work, and the stages of a lane one after the other. What builds weir stands beside what
 * reads its sources alone.
 */
export const ROUNDS = [
  [['unit'], ['start']],
  [['medium', 'browser'], ['patient', 'e2e'], ['fleet']],
];

/** Too long for every day: only when asked for. */
export const LONG_STAGES = ['fault'];

const OUTPUT = join(ROOT, 'test/output');
const LABEL_WIDTH = 'browser '.length;
const LAST_LINES_MS = 500;

/**
 * A browser gives up what it loads when an interface comes or goes, as they do in other tests: it runs apart. What has them come
 * and go for itself follows on what has not.
 */
const APART = 'browser';
const WITH_INTERFACES = String.raw`dashboard(-gone)?\.spec`;

/** Runs the lanes of a round at once and answers what Jest said of each suite; lines say which stage they are of. */
export async function runRound(lanes) {
  const label = (stage) => (lanes.length > 1 ? stage : null);
  const runLane = (lane) => inTurn(lane, (stage) => runStage(stage, label(stage)));
  return (await Promise.all(lanes.map(runLane))).flat();
}

/** Runs the suites of a stage, one after the other. */
async function runStage(stage, label) {
  return inTurn(await suitesOf(stage), async (suite) => [
    { name: suite.name, ...(await runSuite({ ...suite, isApart: stage === APART, label })) },
  ]);
}

/** One after the other, and all their results together. */
async function inTurn(all, run) {
  const results = [];
  for (const each of all) results.push(...(await run(each)));
  return results;
}

async function suitesOf(stage) {
  if (stage === 'unit') return Promise.all(unitWorkspaces().map(unitSuite));
  const suite = { name: stage, workspace: '@weir/test', script: stage, args: [] };
  if (stage !== APART) return [suite];
  return [
    { ...suite, args: ['--testPathIgnorePatterns', WITH_INTERFACES] },
    { ...suite, name: `${stage} with interfaces`, args: ['--testPathPatterns', WITH_INTERFACES] },
  ];
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

async function runSuite({ name, workspace, script, args, isApart, label }) {
  const file = join(OUTPUT, `${name.replace(/[^a-z0-9]+/g, '-')}.json`);
  mkdirSync(OUTPUT, { recursive: true });
  rmSync(file, { force: true });
  process.stdout.write(`\n── ${name} ${'─'.repeat(Math.max(0, 70 - name.length))}\n`);
  const jest = ['--passWithNoTests', '--json', `--outputFile=${file}`, ...args];
  const command = ['npm', ['run', '--silent', '-w', workspace, script, '--', ...jest]];
  const took = stopwatch();
  const code = await run(...(isApart ? apart(...command) : command), label);
  return { code, result: existsSync(file) ? readJson(file) : undefined, took: took() };
}

/** How long it is until it is asked, and how busy all cores of this machine were meanwhile, with whatever ran beside. */
function stopwatch() {
  const [fromMs, from] = [performance.now(), coreTimes()];
  return () => {
    const to = coreTimes();
    const idleShare = (to.idleMs - from.idleMs) / Math.max(1, to.allMs - from.allMs);
    return {
      seconds: Math.round((performance.now() - fromMs) / 1_000),
      busyPercent: Math.round(100 * (1 - idleShare)),
    };
  };
}

function coreTimes() {
  const times = cpus().map((core) => core.times);
  const sumOf = (of) => times.reduce((sum, each) => sum + of(each), 0);
  return { idleMs: sumOf(({ idle }) => idle), allMs: sumOf((each) => Object.values(each).reduce((a, b) => a + b, 0)) };
}

function run(command, args, label) {
  const output = label ? 'pipe' : 'inherit';
  const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', output, output] });
  for (const lines of [child.stdout, child.stderr]) if (lines) printLines(lines, `${label.padEnd(LABEL_WIDTH)}│ `);
  return new Promise((resolve) => {
    child.once('error', () => resolve(127));
    // What outlives it may hold its output open for ever; its own last lines are read by then.
    child.once('exit', (code) => setTimeout(() => resolve(code ?? 1), LAST_LINES_MS));
  });
}

function printLines(input, label) {
  createInterface({ input }).on('line', (line) => process.stdout.write(`${label}${line}\n`));
}

function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}
