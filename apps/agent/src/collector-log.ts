import type { Logger } from 'pino';
import { COLLECTOR_NAMES } from './collect/names.js';
import type { RunLog } from './collect/reports.js';
import type { LogLevels } from './config/log-levels.js';
import { StateLog } from './tasks/state-log.js';

type Log = Pick<Logger, 'info' | 'warn' | 'debug' | 'child'>;

/**
 * Logs what collectors do, each at its own level: at `debug` every run, with its duration and counts; else only that one
 * fails, or works again.
 */
export function collectorLog(log: Log, levels: LogLevels): RunLog {
  const logs = new Map(
    COLLECTOR_NAMES.map((name) => {
      const level = levels.collectors.get(name);
      return [name, log.child({ collector: name }, level && { level })];
    }),
  );
  const states = new Map([...logs].map(([name, own]) => [name, new StateLog(own)]));
  return ({ name, durationMs, failure }, counts) => {
    logs.get(name)?.debug({ durationMs: Math.round(durationMs * 1_000) / 1_000, ...counts }, `${name} ran`);
    states.get(name)?.enter(name, failure, `collector ${name} failed; the others go on`);
  };
}
