import { readdirSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import type { Config } from './config/config.js';
import type { DockerAddress } from './discover/docker-engine.js';
import { OS_SOURCES, type OsSource } from './platform/os-source.js';
import { isSystemError } from './procfs/files.js';

/** Where counters come from. */
export type ReadingMode =
  /** The kernel, through `/proc`. */
  | { readonly kind: 'proc' }
  /** Docker's statistics, and the commands of this machine's system where it has them. */
  | { readonly kind: 'docker'; readonly remote: false; readonly os: OsSource | null }
  /** Docker's statistics alone: the host is another machine. */
  | { readonly kind: 'docker'; readonly remote: true; readonly os: null };

/**
 * The one place where it is decided how the agent reads. An engine elsewhere has its containers elsewhere, whatever this
 * machine's `/proc` shows; else `/proc` is best, wherever it can be read.
 */
export function readingMode(
  config: Pick<Config, 'docker' | 'engine' | 'procRoot'>,
  platform: NodeJS.Platform,
): ReadingMode {
  const remote = config.engine === 'auto' ? isElsewhere(config.docker) : config.engine === 'remote';
  if (remote) return { kind: 'docker', remote, os: null };
  const hasProc = platform === 'linux' && showsProcesses(config.procRoot);
  return hasProc ? { kind: 'proc' } : { kind: 'docker', remote, os: OS_SOURCES[platform] ?? null };
}

/** That the host's process cannot be seen in it, now or for ever, is for the collectors to say: a fault, not a platform. */
function showsProcesses(procRoot: string): boolean {
  try {
    return readdirSync(procRoot).some((name) => /^\d+$/.test(name));
  } catch (error) {
    if (isSystemError(error)) return false;
    throw error;
  }
}

/**
 * TCP in the clear is how one reaches a socket proxy beside the agent; across a network Docker is reached by TLS, since
 * who can speak to it is root.
 */
function isElsewhere(address: DockerAddress): boolean {
  if ('socketPath' in address || address.protocol === 'http') return false;
  return !isThisMachine(address.host);
}

function isThisMachine(host: string): boolean {
  if (host === 'localhost' || host.startsWith('127.') || host === '::1') return true;
  return Object.values(networkInterfaces()).some((infos) => infos?.some(({ address }) => address === host));
}
