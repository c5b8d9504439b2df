// Gathers from the built tree what the images hold, each a root of its own: node deploy/docker/gather.mjs FOLDER
// makes FOLDER/agent and FOLDER/aggregator.
import { execFileSync } from 'node:child_process';
import { cpSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const HOME = 'weir';
const AGGREGATOR = '@weir/aggregator';
const MODEL = 'node_modules/@weir/model';

const AGENT_FILES = ['apps/agent/package.json', 'apps/agent/dist/main.js', 'apps/agent/dist/main.js.LEGAL.txt'];
const AGGREGATOR_FILES = [
  'apps/aggregator/package.json',
  'apps/aggregator/dist',
  'apps/dashboard/dist',
  'deploy/docker/start-aggregator.mjs',
  'deploy/docker/make-cluster-secrets.mjs',
  'deploy/docker/make-secrets.mjs',
];
const BOTH = ['LICENSE', 'deploy/docker/healthcheck.mjs'];
/** Types, and what compiles them: peers of libraries that nothing loads when weir runs. */
const FOR_COMPILERS = /(^|\/)node_modules\/(typescript|@types)(\/|$)|\.d\.[cm]?ts$|\.tsbuildinfo$/;

/** Of packages that bring much more than weir loads: what it does. */
const LOADED = {
  '@fontsource/geist': /^files\/geist-[a-z-]+-(400|600)-normal\.woff$/,
  '@fontsource/nanum-gothic': /^files\/nanum-gothic-(\d+|latin)-400-normal\.woff$|^unicode\.json$/,
  '@fontsource/noto-sans-sc': /^files\/noto-sans-sc-(\d+|latin)-400-normal\.woff$|^unicode\.json$/,
  'dejavu-fonts-ttf': /^ttf\/DejaVuSans(-Bold)?\.ttf$/,
  fontkit: /^dist\/module\.mjs$/,
  pdfkit: /^js\/pdfkit\.node\.mjs$/,
};
const OF_EVERY_PACKAGE = /^(package\.json|licen[cs]e.*)$/i;

/** Paths below the repository of all packages that the aggregator loads, also those inside of others. */
function packagesOf(workspace) {
  const args = ['ls', '--workspace', workspace, '--omit=dev', '--all', '--parseable'];
  const paths = execFileSync('npm', args, { cwd: ROOT, encoding: 'utf8', maxBuffer: 2 ** 26 })
    .trim()
    .split('\n');
  return paths.map((path) => relative(ROOT, path)).filter((path) => /(^|\/)node_modules\/(?!@weir\/)/.test(path));
}

/** Packages inside of a package are listed by themselves: some of them are for compiling alone. */
function isOfPackage(path) {
  const loaded = LOADED[path.replace(/^.*node_modules\//, '')];
  return (file) => {
    const name = relative(join(ROOT, path), file);
    if (name.split('/')[0] === 'node_modules' || name.endsWith('.map')) return false;
    return !loaded || OF_EVERY_PACKAGE.test(name) || loaded.test(name) || statSync(file).isDirectory();
  };
}

const copy = (path, target, isWanted) => copyTo(path, join(target, path), isWanted);

function copyTo(path, target, isWanted = () => true) {
  const filter = (file) => !FOR_COMPILERS.test(relative(ROOT, file)) && isWanted(file);
  cpSync(join(ROOT, path), target, { recursive: true, filter });
}

const [folder] = process.argv.slice(2);
if (!folder) throw new Error('Usage: node deploy/docker/gather.mjs FOLDER');
const [agent, aggregator] = [join(folder, 'agent', HOME), join(folder, 'aggregator', HOME)];
for (const path of [...AGENT_FILES, ...BOTH]) copy(path, agent);
for (const path of [...AGGREGATOR_FILES, ...BOTH]) copy(path, aggregator);
for (const path of packagesOf(AGGREGATOR)) copy(path, aggregator, isOfPackage(path));
// npm links it.
for (const path of ['package.json', 'dist']) copyTo(`libs/model/${path}`, join(aggregator, MODEL, path));
