import { COUNTERS } from '@weir/model';
import type { Command, OsSource } from '../platform/os-source.js';
import type { PlatformInterface, PlatformRow, PlatformTable } from '../platform/platform-row.js';
import type { Collected, Collector, InterfaceRow, TableContent } from './collector.js';
import { HOST_PREFIX } from './host-interfaces.js';

/** What the collector needs of its surroundings. */
export interface OsInterfacesOptions {
  readonly source: OsSource;
  readonly run: (command: Command) => Promise<string>;
  /** Names this life of the system. */
  readonly life: string;
  readonly monotonicMs: () => number;
}

/** Names, speeds and states are looked at less often than counters: it costs a program each time. */
const LOOK_EVERY_MS = 30_000;

/**
 * The interfaces of a host without `/proc`, as a program of its system prints them. It runs from one tick to the next; a
 * tick by which it has not ended knows nothing.
 */
export class OsInterfaces implements Collector {
  readonly name = 'host-interfaces';
  private known: readonly PlatformInterface[] = [];
  private fresh: PlatformTable | null = null;
  private failure: string | null = null;
  private running = false;
  private lookDueMs = -Infinity;

  constructor(private readonly options: OsInterfacesOptions) {}

  collect(): Collected {
    const content = contentOf(this.fresh);
    this.fresh = null;
    if (!this.running) void this.read();
    return {
      tables: [{ prefix: HOST_PREFIX, life: this.options.life, startedAt: null, content }],
      failure: this.failure,
    };
  }

  /** What is known of them beside their counters. */
  interfaces(): readonly PlatformInterface[] {
    return this.known;
  }

  private async read(): Promise<void> {
    const { source, run } = this.options;
    this.running = true;
    try {
      const output = await run(source.counters);
      this.fresh = source.parseCounters(output);
      await this.look(output);
      this.failure =
        this.fresh === null || this.fresh.rows.length > 0 ? null : `${source.counters.file} told no interface`;
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
    }
    this.running = false;
  }

  private async look(output: string): Promise<void> {
    const { source, run, monotonicMs } = this.options;
    if (monotonicMs() < this.lookDueMs) return;
    this.lookDueMs = monotonicMs() + LOOK_EVERY_MS;
    this.known = source.parseInterfaces(source.interfaces ? await run(source.interfaces) : output);
  }
}

/** Output without any interface is no answer: a host has at least its loopback. */
function contentOf(table: PlatformTable | null): TableContent {
  if (!table || table.rows.length === 0) return { kind: 'unread' };
  return { kind: 'rows', rows: table.rows.map(toRow), faults: table.faults };
}

function toRow({ name, ifindex, counters }: PlatformRow): InterfaceRow {
  return { name, ifindex, counters: COUNTERS.map((counter) => counters[counter]) };
}
