import type { ConntrackState, LoadState, MemoryState, SocketState } from '@weir/model';
import { readConntrack } from '../procfs/conntrack.js';
import { type CpuReading, parseCpu } from '../procfs/cpu.js';
import { readText } from '../procfs/files.js';
import { parseLoadavg } from '../procfs/loadavg.js';
import { parseMeminfo } from '../procfs/meminfo.js';
import { parseSockstat, parseSockstat6 } from '../procfs/sockstat.js';
import { parseSoftnet, type SoftnetRow } from '../procfs/softnet.js';
import type { CollectorName } from './names.js';
import type { Outcome } from './reports.js';

/** What the kernel says about the host; null where it cannot be read. CPU and softnet are cumulative. */
export interface HostReading {
  readonly cpu: CpuReading | null;
  readonly memory: MemoryState | null;
  readonly load: LoadState | null;
  readonly softnet: readonly SoftnetRow[] | null;
  /** Null also where nothing is tracked. */
  readonly conntrack: ConntrackState | null;
  readonly sockets: SocketState | null;
}

/** CPU, memory, load, and what the host's own network namespace holds. */
export class HostState {
  readonly name = 'host-state' satisfies CollectorName;

  constructor(
    private readonly procRoot: string,
    private readonly hostPid: number,
  ) {}

  collect(): Outcome & { readonly reading: HostReading } {
    // What lies under `<proc>/net` is of the reader's own namespace, so the host's is read through one of its processes.
    const net = `${this.hostPid}/net`;
    const bad: string[] = [];
    const read = <T>(file: string, parse: (text: string) => T | null): T | null => {
      const text = readText(`${this.procRoot}/${file}`);
      const value = text === null ? null : parse(text);
      if (value === null) bad.push(`${this.procRoot}/${file}`);
      return value;
    };
    const reading = {
      cpu: read('stat', parseCpu),
      memory: read('meminfo', parseMeminfo),
      load: read('loadavg', parseLoadavg),
      softnet: read(`${net}/softnet_stat`, parseSoftnet),
      conntrack: readConntrack(this.procRoot, this.hostPid),
      sockets: read(`${net}/sockstat`, (text) => this.withIpv6(parseSockstat(text))),
    };
    return { reading, failure: failureOf(bad), counts: { unread: bad.length } };
  }

  private withIpv6(sockets: ReturnType<typeof parseSockstat>): SocketState | null {
    const text = readText(`${this.procRoot}/${this.hostPid}/net/sockstat6`) ?? '';
    return sockets && { ...sockets, ...parseSockstat6(text) };
  }
}

function failureOf(files: readonly string[]): string | null {
  return files.length > 0 ? `cannot be read, or hold something else than expected: ${files.join(', ')}` : null;
}
