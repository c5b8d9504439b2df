// Puts the modules of the aggregator and their libraries into a few files: dist/bundle, which dist/main.js runs. Where they are
// made of what is compiled now already, they stay as they are.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

process.chdir(import.meta.dirname);

const BUNDLE = 'dist/bundle';
const MADE_OF = `${BUNDLE}/made-of`;
/** The compiler's notes name every source by its hash. */
const SOURCES = [
  'dist/.tsbuildinfo',
  '../../libs/model/dist/.tsbuildinfo',
  '../../package-lock.json',
  import.meta.filename,
];
/** An addon, and what reads files that lie beside it. */
const WITH_FILES = ['@node-rs/argon2', 'pdfkit'];
/** What libraries import where somebody asks them for it: nobody does, and none of it is installed. */
const ABSENT = [
  ...['@apollo/gateway', '@apollo/subgraph*', '@as-integrations/fastify', '@fastify/static', '@nestjs/microservices*'],
  ...['@nestjs/websockets*', 'class-transformer', 'class-validator', 'ts-morph'],
];

const sources = createHash('sha256');
for (const path of SOURCES) sources.update(readFileSync(path));
const madeOf = sources.digest('hex');
if (!existsSync(MADE_OF) || readFileSync(MADE_OF, 'utf8') !== madeOf) await bundle();

/** Made aside, so that a process that starts meanwhile finds a whole one, but for the moment in which it takes the place of the last. */
async function bundle() {
  const made = `${BUNDLE}.${process.pid}`;
  try {
    await write(made);
    rmSync(BUNDLE, { recursive: true, force: true });
    renameSync(made, BUNDLE);
  } catch (error) {
    // Another one that bundles the same was sooner.
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}

async function write(made) {
  await build({
    // All in one folder: what is found from a module's own address is found from each of them.
    entryPoints: { start: 'dist/start.js', worker: 'dist/report/render/pdf/worker.js' },
    absWorkingDir: import.meta.dirname,
    outdir: made,
    // What a role does not need stays in files that it does not load.
    splitting: true,
    bundle: true,
    external: [...WITH_FILES, ...ABSENT],
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    // Types of GraphQL are named after their classes.
    keepNames: true,
    minifyWhitespace: true,
    lineLimit: 160,
    legalComments: 'linked',
    sourcemap: true,
    sourcesContent: false,
    // Libraries of the older module system ask for Node's own modules when they are loaded.
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
    },
    logLevel: 'warning',
  });
  writeFileSync(`${made}/made-of`, madeOf);
}
