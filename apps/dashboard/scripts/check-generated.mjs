// Fails when the committed schema types differ from what the aggregator's schema gives now.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const committed = new URL('../src/api/generated/graphql-env.d.ts', import.meta.url);
const folder = mkdtempSync(join(tmpdir(), 'weir-schema-'));
try {
  const fresh = join(folder, 'graphql-env.d.ts');
  execFileSync('npx', ['gql.tada', 'generate-output', '--output', fresh], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (readFileSync(fresh, 'utf8') !== readFileSync(committed, 'utf8')) {
    console.error('src/api/generated/graphql-env.d.ts is out of date: run "npm run generate -w apps/dashboard".');
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true });
}
