import { statSync } from 'node:fs';
import type { ConntrackState } from '@weir/model';
import { inodeOf, isSystemError, readText } from './files.js';
import { parseAmount, parseHex32 } from './number.js';

/** Connections tracked in a namespace, from its `net/stat/nf_conntrack`: the first column, the same on each CPU's line. */
export function parseConntrackEntries(text: string): number | null {
  const [header = '', first = ''] = text.split('\n');
  return header.startsWith('entries') ? parseHex32(first.trim().split(/\s+/)[0] ?? '') : null;
}

/**
 * The host's connection tracking; null where the kernel module is not loaded. `sys/net` is always of the reader's own
 * namespace, so that the limit found there is believed only where it is the host's too.
 */
export function readConntrack(procRoot: string, hostPid: number): ConntrackState | null {
  const text = readText(`${procRoot}/${hostPid}/net/stat/nf_conntrack`);
  const used = text === null ? null : parseConntrackEntries(text);
  if (used === null) return null;
  const maxFile = `${procRoot}/sys/net/netfilter/nf_conntrack_max`;
  const isHosts = isShared(maxFile) || isOwnNamespace(procRoot, hostPid);
  return { used, max: isHosts ? parseAmount(readText(maxFile)?.trim() ?? '') : null };
}

/**
 * Kernels with one limit for all namespaces make it read-only in all but the first (nf_conntrack_standalone.c); one that
 * can be written is the namespace's own.
 */
function isShared(maxFile: string): boolean {
  try {
    return (statSync(maxFile).mode & 0o222) === 0;
  } catch (error) {
    if (isSystemError(error)) return false;
    throw error;
  }
}

function isOwnNamespace(procRoot: string, hostPid: number): boolean {
  const own = inodeOf(`${procRoot}/self/net/dev`);
  return own !== null && own === inodeOf(`${procRoot}/${hostPid}/net/dev`);
}
