import { execFileSync } from 'node:child_process';

/** A system user by its numbers, as `spawn` takes them. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** True when this process is root: PostgreSQL then needs another user to run as. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** The numbers of a system user; undefined when there is none of that name. */
export function findAccount(name: string): Account | undefined {
  try {
    return { uid: idOf('-u', name), gid: idOf('-g', name) };
  } catch {
    return undefined;
  }
}

function idOf(flag: string, name: string): number {
  return Number.parseInt(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }).toString(), 10);
}
