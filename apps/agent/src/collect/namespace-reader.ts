import { parseIfindexes } from '../procfs/igmp.js';
import { kernelText } from '../procfs/kernel-text.js';
import { LastBytes } from '../procfs/last-bytes.js';
import { type NetDevTable, NO_TABLE, parseNetDev } from '../procfs/net-dev.js';
import type { TableContent } from './collector.js';
import type { NamespaceFiles } from './namespace-files.js';

/** An interface may be replaced between the two reads; more often than this it is not the same one twice. */
const MAX_ATTEMPTS = 3;

/**
 * Reads the interface table of one network namespace through any process in it. Unchanged bytes are not parsed again:
 * most namespaces are idle most of the time, and most interfaces of a busy one.
 */
export class NamespaceReader {
  private readonly dev = new LastBytes();
  private readonly igmp = new LastBytes();
  private table: NetDevTable = NO_TABLE;
  private ifindexes: ReadonlyMap<string, number> = new Map();

  constructor(private readonly files: NamespaceFiles) {}

  read(pids: readonly number[]): TableContent {
    for (const pid of pids) {
      const content = this.readThrough(pid);
      if (content) return content;
    }
    this.dev.forget();
    return { kind: 'unread' };
  }

  private readThrough(pid: number): TableContent | null {
    for (let attempt = 1; ; attempt += 1) {
      const bytes = this.files.read('dev', pid);
      if (!bytes) return null;
      if (this.dev.equals(bytes)) return { kind: 'same' };
      const text = kernelText(bytes);
      this.dev.keep(bytes);
      // Counters read before their interface was replaced would be charged to its successor.
      if (!this.refreshIfindexes(pid) || attempt === MAX_ATTEMPTS) return this.parse(text);
      this.dev.forget();
    }
  }

  private parse(text: string): TableContent {
    this.table = parseNetDev(text, this.table);
    const { rows, faults } = this.table;
    // A garbled line must be reported again at every tick.
    if (faults.length > 0) this.dev.forget();
    const indexed = rows.map(({ name, counters }) => ({ name, ifindex: this.ifindexes.get(name) ?? null, counters }));
    return { kind: 'rows', rows: indexed, faults };
  }

  /** Whether an interface that was known has become another one. */
  private refreshIfindexes(pid: number): boolean {
    const bytes = this.files.read('igmp', pid) ?? NOTHING;
    if (this.igmp.equals(bytes)) return false;
    const before = this.ifindexes;
    this.ifindexes = parseIfindexes(kernelText(bytes));
    this.igmp.keep(bytes);
    return [...this.ifindexes].some(([name, index]) => (before.get(name) ?? index) !== index);
  }
}

const NOTHING = Buffer.alloc(0);
