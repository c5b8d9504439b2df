import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { logFile, type LocalConfig } from '../config.js';
import { startChild } from '../process/child.js';
import { becomesReady } from '../process/readiness.js';
import type { Service } from '../process/supervise.js';

/** What the demo's person is told. */
export const DEMO_SENTENCE =
  'All hosts whose names end in .simulated are invented, traffic and all; your own machine is among them, and real.';

/** A day of history is written and stored by then, on a slow machine too. */
const READY_WITHIN_MS = 900_000;

/** Hosts that do not exist, with a past. */
export function fleetService(config: LocalConfig, natsUrl: string): Service {
  const log = logFile(config, 'fleet');
  const script = join(config.root, 'test/fleet/simulated/demo.ts');
  return {
    name: 'fleet',
    logFile: log,
    stopSignal: 'SIGTERM',
    start: async () =>
      startChild({
        command: process.execPath,
        args: ['--import', 'tsx', script, natsUrl, join(config.home, 'fleet.json')],
        cwd: config.root,
        logFile: log,
      }),
    ready: (child) => becomesReady('fleet', child, log, () => hasPast(log), READY_WITHIN_MS),
  };
}

async function hasPast(log: string): Promise<boolean> {
  return (await readFile(log, 'utf8')).includes('the past is stored');
}
