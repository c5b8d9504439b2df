import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Example } from './examples.js';
import type { Workshop } from './workshop.js';

const run = promisify(execFile);
const WITHIN_MS = 30_000;
/** What curl exits with where an answer's status is 400 or more, and it was told to mind. */
const CURL_REFUSED = 22;

/** What an example came to. */
export interface Outcome {
  readonly printed: string;
  readonly isRefused: boolean;
}

/** Runs an example of sh or js as a reader would, with the aggregator's address in WEIR and a token in WEIR_TOKEN; throws where it fails. */
export async function runProgram(
  { kind, text }: Pick<Example, 'kind' | 'text'>,
  at: Workshop,
  url: string,
  token: string,
): Promise<Outcome> {
  const env = { ...process.env, WEIR: url, WEIR_TOKEN: token, CURL_HOME: at.directory };
  const options = { cwd: at.directory, env, timeout: WITHIN_MS };
  if (kind === 'sh') return curled(() => run('sh', ['-euc', text], options));
  const script = join(at.directory, 'example.mjs');
  writeFileSync(script, text);
  return { printed: (await run(process.execPath, [script], options)).stdout, isRefused: false };
}

async function curled(program: () => Promise<{ readonly stdout: string }>): Promise<Outcome> {
  try {
    return { printed: (await program()).stdout, isRefused: false };
  } catch (error) {
    const { code, stdout } = error as { code?: unknown; stdout?: string };
    if (code !== CURL_REFUSED || stdout === undefined) throw error;
    return { printed: stdout, isRefused: true };
  }
}
