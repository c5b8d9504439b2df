import { mkdirSync, existsSync, renameSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { logFile, type LocalConfig } from './config.js';
import { Fault } from './fault.js';
import { stopStranger } from './process/alive.js';
import { knownProcesses, notePid, runningPid } from './process/pid-file.js';
import { portFault } from './process/port.js';

const NEEDED_MB = 500;
const STOP_GRACE_MS = 15_000;
const SUPERVISOR = 'supervisor';
/** The order in which what a killed supervisor left is stopped: who writes before who stores. */
const STOP_ORDER = ['fleet', 'agent', 'aggregator', 'NATS', 'PostgreSQL'];

/** Where it is noted which programs run. */
export function runFolder(config: LocalConfig): string {
  return join(config.home, 'run');
}

/** Makes the home folder, claims it for this process, and keeps the last start's logs beside the new ones. */
export function claimHome(config: LocalConfig): void {
  mkdirSync(runFolder(config), { recursive: true });
  mkdirSync(join(config.home, 'logs'), { recursive: true });
  const other = runningPid(runFolder(config), SUPERVISOR);
  if (other !== undefined && other !== process.pid) {
    throw new Fault(`weir already runs here (process ${other}): stop it first, or set WEIR_HOME to another folder.`);
  }
  notePid(runFolder(config), SUPERVISOR, process.pid);
  for (const name of ['nats', 'postgres', 'aggregator', 'agent', 'fleet']) keepLastLog(logFile(config, name));
}

function keepLastLog(path: string): void {
  if (existsSync(path)) renameSync(path, `${path}.1`);
}

/** Stops what a killed supervisor left running; answers the names. */
export async function stopOrphans(config: LocalConfig): Promise<string[]> {
  const orphans = knownProcesses(runFolder(config)).filter(({ name }) => name !== SUPERVISOR);
  orphans.sort((a, b) => STOP_ORDER.indexOf(a.name) - STOP_ORDER.indexOf(b.name));
  for (const { name, pid } of orphans) {
    await stopStranger(pid, name === 'PostgreSQL' ? 'SIGINT' : 'SIGTERM', STOP_GRACE_MS);
  }
  return orphans.map(({ name }) => name);
}

/** Refuses a start that the disk has no room for. */
export async function checkDisk(config: LocalConfig): Promise<void> {
  const { bavail, bsize } = await statfs(config.home);
  const freeMb = Math.floor((bavail * bsize) / 1_000_000);
  if (freeMb < NEEDED_MB) {
    throw new Fault(
      `Only ${freeMb} MB are free at ${config.home}: free ${NEEDED_MB} MB, or set WEIR_HOME to another disk.`,
    );
  }
}

const OTHER_PORT = 'choose another port with WEIR_HTTP_PORT.';
const OTHER_HOST = 'set WEIR_HTTP_HOST to an address of this machine, such as 127.0.0.1, or 0.0.0.0 for all of them.';
const HTTP_FAULTS: Readonly<Record<string, string>> = {
  EADDRINUSE: `is taken by another program: stop that program, or ${OTHER_PORT}`,
  EACCES: `may not be used by this user: ${OTHER_PORT}`,
  EADDRNOTAVAIL: `is on an address that this machine does not have: ${OTHER_HOST}`,
  ENOTFOUND: `is on a host name that is not known: ${OTHER_HOST}`,
};

/** Refuses a start whose HTTP port cannot be had. */
export async function checkHttpPort({ httpPort, httpHost }: LocalConfig): Promise<void> {
  const fault = await portFault(httpPort, httpHost);
  if (fault === undefined) return;
  throw new Fault(
    `Port ${httpPort} of ${httpHost} ${HTTP_FAULTS[fault] ?? `cannot be listened on (${fault}): ${OTHER_HOST}`}`,
  );
}
