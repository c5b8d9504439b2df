import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** What the kernel tells of an interface by netlink. */
export interface KernelLink {
  readonly ifname: string;
  readonly link_type: string;
  readonly address: string;
  readonly mtu: number;
  readonly master?: string;
  readonly linkinfo?: { readonly info_kind?: string };
  readonly addr_info: readonly { readonly local: string }[];
  readonly stats64: Record<'rx' | 'tx', { bytes: number; packets: number; errors: number; dropped: number }>;
}

const run = promisify(execFile);

/**
 * The interfaces in the network namespace of a process, asked from inside it and by netlink: not by the files that the
 * agent reads.
 */
export async function kernelLinks(pid: number): Promise<readonly KernelLink[]> {
  return JSON.parse(await inNamespace(pid, 'ip -json -details -stats address show')) as readonly KernelLink[];
}

/** Their counters, in the order of COUNTERS. */
export async function kernelTotals(pid: number): Promise<Map<string, readonly bigint[]>> {
  return new Map(
    (await kernelLinks(pid)).map(({ ifname, stats64: { rx, tx } }) => {
      const both = [rx.bytes, tx.bytes, rx.packets, tx.packets, rx.errors, tx.errors, rx.dropped, tx.dropped];
      return [ifname, both.map(BigInt)] as const;
    }),
  );
}

/** Runs a shell command in the network namespace of a process, with the tools of this machine. */
export async function inNamespace(pid: number, command: string, env: Record<string, string> = {}): Promise<string> {
  const options = { env: { ...process.env, ...env } };
  return (await run('nsenter', [`--net=/proc/${pid}/ns/net`, 'sh', '-c', command], options)).stdout;
}
