import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Interface name to its counters: rx bytes, tx bytes, rx packets, tx packets. */
export type NetDev = Readonly<Record<string, readonly [number | bigint, (number | bigint)?, number?, number?]>>;

const HEADER = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
`;

/** The text of a `net/dev`. */
export function netDevText(table: NetDev): string {
  const lines = Object.entries(table).map(
    ([name, [rxBytes, txBytes = 0, rxPackets = 0, txPackets = 0]]) =>
      `${name.padStart(6)}: ${rxBytes} ${rxPackets} 0 0 0 0 0 0 ${txBytes} ${txPackets} 0 0 0 0 0 0\n`,
  );
  return HEADER + lines.join('');
}

/** A folder that looks like `/proc`: what a kernel would show, as a test wants it. */
export class ProcRoot {
  readonly folder = mkdtempSync(join(tmpdir(), 'weir-proc-'));
  readonly path = join(this.folder, 'proc');
  private inodes = 0;

  constructor() {
    this.write('stat', 'cpu 1 2 3\nbtime 1700000000\n');
    this.write('sys/kernel/random/boot_id', '11111111-2222-4333-8444-555555555555\n');
    this.write('sys/kernel/osrelease', '6.1.0\n');
  }

  /** A copy of a recorded one. */
  static from(recorded: string): ProcRoot {
    const root = new ProcRoot();
    rmSync(root.path, { recursive: true });
    cpSync(recorded, root.path, { recursive: true, verbatimSymlinks: true });
    return root;
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.path, path)), { recursive: true });
    writeFileSync(join(this.path, path), text);
  }

  /** Makes or rewrites a network namespace; its inode stays what it is. */
  namespace(name: string, table: NetDev | string, ifindexes: Readonly<Record<string, number>> = {}): void {
    this.write(`ns/${name}/dev`, typeof table === 'string' ? table : netDevText(table));
    const lines = Object.entries(ifindexes).map(([device, index]) => `${index}\t${device.padEnd(10)}:     1      V3\n`);
    this.write(`ns/${name}/igmp`, `Idx\tDevice    : Count Querier\n${lines.join('')}`);
  }

  /** Makes or rewrites a process. */
  process(pid: number, namespace: string, cgroup = '/', startTicks = 100): void {
    this.end(pid);
    this.write(`${pid}/cgroup`, `0::${cgroup}\n`);
    this.write(`${pid}/stat`, `${pid} (a (b) c) S ${'0 '.repeat(18)}${startTicks} 0 0\n`);
    symlinkSync(`../ns/${namespace}`, join(this.path, `${pid}/net`));
  }

  end(pid: number): void {
    rmSync(join(this.path, String(pid)), { recursive: true, force: true });
  }

  /** Gives a namespace's table another inode, as a new namespace has. */
  renew(name: string): void {
    const dev = join(this.path, `ns/${name}/dev`);
    // The old file stays, so that the new one cannot get its inode.
    renameSync(dev, join(this.folder, `old-${(this.inodes += 1)}`));
    writeFileSync(dev, '');
  }

  /** The files that this process has open, sorted: descriptors are given out anew in any order. */
  heldOpen(): string[] {
    const targets = readdirSync('/proc/self/fd').map((descriptor) => targetOf(`/proc/self/fd/${descriptor}`));
    return targets.flatMap((target) => (target.startsWith(this.path) ? [target.slice(this.path.length)] : [])).sort();
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Descriptors come and go while they are listed. */
function targetOf(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return '';
  }
}
