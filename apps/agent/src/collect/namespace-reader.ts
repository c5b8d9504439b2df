import { readBytes, readText } from '../procfs/files.js';
import { parseIfindexes } from '../procfs/igmp.js';
import { parseNetDev } from '../procfs/net-dev.js';
import type { TableContent } from './collector.js';

/** An interface may be replaced between the two reads; more often than this it is not the same one twice. */
const MAX_ATTEMPTS = 3;

/**
 * Reads the interface table of one network namespace through any process in it. Unchanged bytes are not parsed again:
 * most namespaces are idle most of the time.
 */
export class NamespaceReader {
  private previous: Buffer | null = null;
  private ifindexes: ReadonlyMap<string, number> = new Map();

  /** `inode` guards against a process id that now belongs to a process elsewhere; null accepts any. */
  constructor(
    private readonly procRoot: string,
    private readonly inode: number | null,
  ) {}

  read(pids: readonly number[]): TableContent {
    for (const pid of pids) {
      const content = this.readThrough(pid);
      if (content) return content;
    }
    this.previous = null;
    return { kind: 'unread' };
  }

  private readThrough(pid: number): TableContent | null {
    for (let attempt = 1; ; attempt += 1) {
      const file = readBytes(`${this.procRoot}/${pid}/net/dev`);
      if (!file || (this.inode !== null && file.inode !== this.inode)) return null;
      if (this.previous?.equals(file.bytes)) return { kind: 'same' };
      const text = file.bytes.toString('utf8');
      const bytes = Buffer.from(file.bytes);
      // Counters read before their interface was replaced would be charged to its successor.
      if (this.refreshIfindexes(pid) && attempt < MAX_ATTEMPTS) continue;
      return this.parse(text, bytes);
    }
  }

  private parse(text: string, bytes: Buffer): TableContent {
    const { rows, faults } = parseNetDev(text);
    // A garbled line must be reported again at every tick.
    this.previous = faults.length === 0 ? bytes : null;
    const withIndex = rows.map((row) => ({ ...row, ifindex: this.ifindexes.get(row.name) ?? null }));
    return { kind: 'rows', rows: withIndex, faults };
  }

  /** Whether an interface that was known has become another one. */
  private refreshIfindexes(pid: number): boolean {
    const before = this.ifindexes;
    this.ifindexes = parseIfindexes(readText(`${this.procRoot}/${pid}/net/igmp`) ?? '');
    return [...this.ifindexes].some(([name, index]) => (before.get(name) ?? index) !== index);
  }
}
