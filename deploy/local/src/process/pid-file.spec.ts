import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { knownProcesses, notePid } from './pid-file.js';
import { stopStranger } from './alive.js';

describe('the note of a running program', () => {
  let folder: string;
  let child: ChildProcess;
  let pid: number;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'weir-pid-'));
    child = spawn('sleep', ['600']);
    await once(child, 'spawn');
    pid = child.pid ?? 0;
  });
  afterEach(() => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  });

  it('finds it while it runs', () => {
    notePid(folder, 'sleeper', pid);
    expect(knownProcesses(folder)).toEqual([{ name: 'sleeper', pid }]);
  });

  it('is removed when it runs no more', async () => {
    notePid(folder, 'sleeper', pid);
    const exited = once(child, 'exit');
    await stopStranger(pid, 'SIGTERM', 5_000);
    await exited;
    expect(knownProcesses(folder)).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('does not mistake another program with the same number for it', () => {
    writeFileSync(join(folder, 'other.pid'), JSON.stringify({ pid, command: 'nats-server -js' }));
    expect(knownProcesses(folder)).toEqual([]);
  });

  it('is ignored when it is garbled', () => {
    writeFileSync(join(folder, 'garbled.pid'), '{"pid":');
    expect(knownProcesses(folder)).toEqual([]);
  });
});
