import { execFileSync } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const BUNDLE = fileURLToPath(new URL('../../apps/aggregator/bundle.mjs', import.meta.url));

/** Before any test: what was compiled since the last build is put into the files that the aggregator runs from. */
export default function bundle() {
  execFileSync(process.execPath, [BUNDLE], { stdio: 'inherit' });
}
