import { execFile } from 'node:child_process';
import type { Command } from './os-source.js';

const TIMEOUT_MS = 10_000;
/** Thousands of interfaces. */
const MAX_OUTPUT_BYTES = 16_777_216;

/** Runs a program and gives what it prints. Fails, in one sentence, where it cannot be run, fails or takes too long. */
export function runCommand({ file, args }: Command, timeoutMs = TIMEOUT_MS): Promise<string> {
  const options = {
    timeout: timeoutMs,
    maxBuffer: MAX_OUTPUT_BYTES,
    windowsHide: true,
    env: { ...process.env, LC_ALL: 'C' },
  };
  return new Promise((resolve, reject) => {
    execFile(file, args, options, (error, stdout, stderr) => {
      if (!error) return resolve(stdout);
      const said = stderr.trim().split('\n', 1)[0]?.slice(0, 200) ?? '';
      const reason = error.killed ? `took longer than ${timeoutMs} ms` : said || (error.code ?? error.message);
      reject(new Error(`${file} failed: ${reason}`));
    });
  });
}
