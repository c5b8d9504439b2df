import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Fault } from '../fault.js';
import { startChild } from './child.js';
import { becomesReady } from './readiness.js';

describe('a program that does not become ready', () => {
  let folder: string;
  let logFile: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'weir-readiness-'));
    logFile = join(folder, 'log');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function ends(...lines: readonly string[]): Promise<void> {
    const child = startChild({ command: 'printf', args: ['%s\\n', ...lines], logFile });
    return becomesReady('aggregator', child, logFile, () => Promise.resolve(false), 10_000);
  }

  it('has every fault of its settings told, each on a line', async () => {
    const faults = ['WEIR_ROLES must be a list', 'WEIR_LOG_LEVEL must be one of error, warn'];
    await expect(ends(...faults.map((fault) => `weir aggregator: ${fault}`), 'and more')).rejects.toEqual(
      new Fault(`aggregator ended at once:\n    ${faults.join('\n    ')}\n    (all of it in ${logFile})`),
    );
  });

  it('has its last error told in words, though it logs in JSON', async () => {
    const line = JSON.stringify({ level: 60, err: { message: 'no spool' }, msg: 'weir agent cannot start' });
    await expect(ends(line, 'stopping')).rejects.toThrow(/ended at once: weir agent cannot start: no spool\n/);
  });

  it('has its last line told when none speaks of an error', async () => {
    await expect(ends('one', 'two')).rejects.toThrow(/ended at once: two\n/);
  });

  it('is said to have been silent when it was', async () => {
    await expect(ends()).rejects.toThrow(/ended at once: it said nothing\n/);
  });
});
