import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, realpathSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

type Stop = () => Promise<void>;

const running = new Set<Stop>();
let reaper: ChildProcess | undefined;

/*
 * A shell of its own session that outlives the test process: when its input closes, however that process ended, it
 * kills every process group, runs every clean-up command and removes every folder it was told of.
 */
const REAPER = `
pids='' ; paths='' ; commands=':'
while read -r kind value; do
  case "$kind" in
    pid) pids="$pids $value" ;;
    done) pids=$(printf '%s\\n' $pids | grep -vx "$value" | tr '\\n' ' ') ;;
    path) paths="$paths $value" ;;
    run) commands="$commands ; $value" ;;
  esac
done
for pid in $pids; do kill -KILL -"$pid"; done
eval "$commands"
for path in $paths; do rm -rf "$path" || { sleep 2; rm -rf "$path"; }; done
`;

function tell(line: string): void {
  reaper ??= startReaper();
  reaper.stdin?.write(`${line}\n`);
}

function startReaper(): ChildProcess {
  const child = spawn('sh', ['-c', REAPER], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  child.unref();
  const stdin = child.stdin as unknown as { unref(): void };
  stdin.unref();
  return child;
}

/** A new folder, removed when the test process has ended. */
export function temporaryDirectory(name: string): string {
  const path = mkdtempSync(join(realpathSync(tmpdir()), `weir-${name}-`));
  removeAtExit(path);
  return path;
}

/** Has a folder removed when the test process has ended. */
export function removeAtExit(path: string): void {
  tell(`path ${path}`);
}

/** Has a shell command run when the test process has ended, after its processes were killed. */
export function runAtExit(command: string): void {
  tell(`run ${command}`);
}

/** Has the process group of a program killed when the test process ends, however it ends. */
export function killAtExit(pid: number | undefined): void {
  if (pid !== undefined) tell(`pid ${pid}`);
}

/** Takes back {@link killAtExit}: the program has ended and its number may be another's soon. */
export function forgetPid(pid: number | undefined): void {
  if (pid !== undefined) tell(`done ${pid}`);
}

/** Has something stopped at the end of the test file, last started first; the answer stops it sooner, once. */
export function stopLater(stop: Stop): Stop {
  const once = async (): Promise<void> => {
    if (running.delete(once)) await stop();
  };
  running.add(once);
  return once;
}

/** Stops all that the test file started and did not stop. */
export async function stopAll(): Promise<void> {
  for (const stop of [...running].reverse()) await stop();
}

/** Removes a folder now; one that a dying process still writes to is tried again. */
export async function removeDirectory(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
