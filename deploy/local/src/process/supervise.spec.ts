import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { commandOf } from './alive.js';
import { startChild, type Child } from './child.js';
import { restartDelayMs, Supervisor, type Service } from './supervise.js';

describe('the pause before a restart', () => {
  it('doubles from a second to half a minute', () => {
    expect([0, 1, 2, 3, 4, 5, 50].map(restartDelayMs)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  });
});

describe('a supervised program', () => {
  let folder: string;
  let said: string[];
  let pids: number[];
  let supervisor: Supervisor;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'weir-supervise-'));
    said = [];
    pids = [];
  });
  afterEach(async () => {
    await supervisor.stop();
    rmSync(folder, { recursive: true });
  });

  function supervised(args: readonly string[], ready: Service['ready'] = () => Promise.resolve()): Supervisor {
    const logFile = join(folder, 'log');
    const start = (): Promise<Child> => Promise.resolve(startChild({ command: 'sleep', args, logFile }));
    supervisor = new Supervisor(
      { name: 'sleeper', logFile, stopSignal: 'SIGTERM', start, ready },
      { started: (_name, pid) => pids.push(pid), ended: () => undefined, say: (text) => said.push(text) },
    );
    return supervisor;
  }

  async function pidAt(index: number): Promise<number> {
    for (let pid = pids[index]; ; pid = pids[index]) {
      if (pid !== undefined) return pid;
      await sleep(50);
    }
  }

  it('is started again after it was killed, and one line says why', async () => {
    await supervised(['600']).launch();
    process.kill(await pidAt(0), 'SIGKILL');
    expect(commandOf(await pidAt(1))).toBe('sleep 600');
    expect(said[0]).toMatch(/^sleeper was ended by SIGKILL: starting it again in 1 s \(.*log\)$/);
  });

  it('is stopped for good', async () => {
    await supervised(['600']).launch();
    await supervisor.stop();
    await sleep(1_200);
    expect(pids).toHaveLength(1);
    expect(commandOf(await pidAt(0))).toBeUndefined();
    expect(said).toEqual([]);
  });

  it('is stopped for good while it waits to be started again', async () => {
    await supervised(['600']).launch();
    process.kill(await pidAt(0), 'SIGKILL');
    await sleep(200);
    await supervisor.stop();
    await sleep(1_200);
    expect(pids).toHaveLength(1);
  });

  it('does not run when its first start fails', async () => {
    const launched = supervised(['600'], () => Promise.reject(new Error('never ready'))).launch();
    await expect(launched).rejects.toThrow('never ready');
    expect(commandOf(await pidAt(0))).toBeUndefined();
  });
});
