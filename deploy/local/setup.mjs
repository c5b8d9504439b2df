import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, closeSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/** The repository. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** By major version, the first minor one that will do, as `engines` in package.json says. */
const NEEDED_MINOR = { 20: 19, 22: 13 };
const ALL_FROM_MAJOR = 24;

/** What keeps the set-up from going on, in a sentence that says what to do. */
export class SetupFault extends Error {}

/** Refuses a Node that will not do, before anything newer than it is loaded. */
export function checkNode(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  if (major >= ALL_FROM_MAJOR || minor >= NEEDED_MINOR[major]) return;
  throw new SetupFault(
    `weir needs Node 20.19, 22.13 or 24 and later, and this is ${version}: install one of these from https://nodejs.org.`,
  );
}

/** True when every package that the lock file wants is there in its version. */
export function isInstalled(root = ROOT) {
  const installed = readJson(join(root, 'node_modules/.package-lock.json'));
  if (!installed) return false;
  const wanted = Object.entries(readJson(join(root, 'package-lock.json')).packages);
  return wanted.every(([path, entry]) => {
    if (!path.includes('node_modules/') || entry.optional || entry.peer) return true;
    const found = installed.packages[path];
    return found !== undefined && found.version === entry.version && existsSync(join(root, path));
  });
}

/** Installs the packages of the lock file when they are not there. */
export async function installPackages(steps) {
  if (isInstalled()) return;
  await steps.step(
    'Installing packages',
    () => runLogged('npm ci', npm(), ['ci', '--no-audit', '--no-fund'], 'Check the connection to the package registry'),
    () => 'Packages installed',
  );
}

/** Builds what has changed since the last build. */
export async function build(steps) {
  const nx = join(ROOT, 'node_modules/.bin/nx');
  await steps.step(
    'Building',
    () => runLogged('The build', [nx], ['run-many', '-t', 'build'], 'Mend what it names'),
    () => 'Built',
  );
}

/** npm as it was called, or the one on PATH. */
function npm() {
  const script = process.env.npm_execpath;
  return script?.endsWith('.js') ? [process.execPath, script] : ['npm'];
}

/** Runs a command with its output in a log, whose end is shown when it fails; it does not outlive this process. */
function runLogged(what, [command, ...first], args, remedy) {
  const { log, out } = openLog();
  const env = { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', FORCE_COLOR: '0' };
  const child = spawn(command, [...first, ...args], { cwd: ROOT, env, stdio: ['ignore', out, out] });
  closeSync(out);
  const end = (signal) => {
    child.kill(signal);
    process.exit(130);
  };
  process.once('SIGTERM', end).once('SIGINT', end);
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new SetupFault(`${what} could not be run: ${error.message}.`)));
    child.once('exit', (code) => {
      if (code === 0) return resolve();
      reject(new SetupFault(`${what} failed:\n${tail(log)}\n${remedy}, then start again. All of it is in ${log}.`));
    });
  }).finally(() => process.off('SIGTERM', end).off('SIGINT', end));
}

/** Opens the log of the set-up under the home folder of `npm start`. */
export function openLog(home = process.env.WEIR_HOME?.trim() || '.weir') {
  const folder = resolve(ROOT, home, 'logs');
  const log = join(folder, 'setup.log');
  try {
    mkdirSync(folder, { recursive: true });
    return { log, out: openSync(log, 'w') };
  } catch (error) {
    throw new SetupFault(
      `${log} cannot be written (${error.code}): run weir from a clone of your own, or set WEIR_HOME to a folder that you can write.`,
    );
  }
}

function tail(log) {
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n').slice(-12);
  return lines.map((line) => `    ${line}`).join('\n');
}

function readJson(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}
