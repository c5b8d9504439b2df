import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandOf } from './alive.js';

/** A program that was started and may still run. */
export interface KnownProcess {
  readonly name: string;
  readonly pid: number;
}

/** Notes that a program runs, with its command line, by which a later start knows it again. */
export function notePid(folder: string, name: string, pid: number): void {
  writeFileSync(pidPath(folder, name), JSON.stringify({ pid, command: commandOf(pid) }));
}

/** Takes the note back. */
export function forgetPid(folder: string, name: string): void {
  rmSync(pidPath(folder, name), { force: true });
}

/** The programs noted in a folder that still run; notes of those that do not are removed. */
export function knownProcesses(folder: string): KnownProcess[] {
  const names = readdirSync(folder).flatMap((file) => (file.endsWith('.pid') ? [file.slice(0, -'.pid'.length)] : []));
  return names.flatMap((name) => {
    const pid = runningPid(folder, name);
    if (pid === undefined) forgetPid(folder, name);
    return pid === undefined ? [] : [{ name, pid }];
  });
}

/** The noted pid, if that process still is the program that was noted and not another with its number. */
export function runningPid(folder: string, name: string): number | undefined {
  try {
    const noted = JSON.parse(readFileSync(pidPath(folder, name), 'utf8')) as { pid: number; command: string };
    return noted.command !== undefined && commandOf(noted.pid) === noted.command ? noted.pid : undefined;
  } catch {
    return undefined;
  }
}

function pidPath(folder: string, name: string): string {
  return join(folder, `${name}.pid`);
}
