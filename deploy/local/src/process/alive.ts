import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * The command line of a process, words joined by spaces; undefined when there is no such process. A pid from a file
 * means nothing by itself, since numbers are reused: compare this before signalling.
 */
export function commandOf(pid: number): string | undefined {
  try {
    return process.platform === 'linux' ? fromProc(pid) : fromPs(pid);
  } catch {
    return undefined;
  }
}

function fromProc(pid: number): string | undefined {
  // A zombie has an empty command line: it is gone but for its entry.
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() || undefined;
}

function fromPs(pid: number): string | undefined {
  return (
    execFileSync('ps', ['-o', 'command=', '-p', String(pid)])
      .toString()
      .trim() || undefined
  );
}

/** Stops a process that is not our child: `signal`, then SIGKILL after `graceMs`; resolves when it is gone. */
export async function stopStranger(pid: number, signal: NodeJS.Signals, graceMs: number): Promise<void> {
  const command = commandOf(pid);
  if (command === undefined) return;
  process.kill(pid, signal);
  const deadline = Date.now() + graceMs;
  while (commandOf(pid) === command) {
    if (Date.now() > deadline) killIfAlive(pid);
    await sleep(50);
  }
}

function killIfAlive(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended between the look and the signal.
  }
}
