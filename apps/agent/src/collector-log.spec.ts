import { describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { collectorLog } from './collector-log.js';
import { readLogLevels } from './config/log-levels.js';

function logged(text: string, failure: string | null = null, runs = 1): Record<string, unknown>[] {
  const lines: string[] = [];
  const { levels } = readLogLevels(text);
  const log = collectorLog(pino({ level: levels.base }, { write: (line: string) => void lines.push(line) }), levels);
  for (let run = 0; run < runs; run += 1) {
    for (const name of ['protocols', 'changes'] as const) log({ name, durationMs: 1.23456, failure }, { unread: 2 });
  }
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('the log of collectors', () => {
  it('has each run of those that are at debug, with duration and counts', () => {
    expect(logged('info,protocols=debug')).toMatchObject([
      { level: 20, collector: 'protocols', durationMs: 1.235, unread: 2, msg: 'protocols ran' },
    ]);
    expect(logged('debug,protocols=info')).toMatchObject([{ level: 20, collector: 'changes' }]);
    expect(logged('info')).toEqual([]);
  });

  it('has each failure once, of those that are not silent', () => {
    expect(logged('info,changes=silent', 'no file', 3)).toMatchObject([
      { level: 40, collector: 'protocols', reason: 'no file', msg: expect.stringContaining('protocols failed') },
    ]);
  });
});
