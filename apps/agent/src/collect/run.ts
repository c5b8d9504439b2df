import type { Collected, Collector, TableReading } from './collector.js';

/** How a collector's last run went. */
export interface CollectorReport {
  readonly name: string;
  readonly durationMs: number;
  /** Null where all went well. */
  readonly failure: string | null;
}

/** Runs every collector at each tick, so that the failure of one never stops another. */
export class CollectorRun {
  private readonly last = new Map<Collector, readonly TableReading[]>();
  private latest: readonly CollectorReport[] = [];
  /** Whether every collector could list its tables at the last run, readable or not. */
  complete = true;

  /** `monotonicMs` times the collectors. */
  constructor(
    private readonly collectors: readonly Collector[],
    private readonly monotonicMs: () => number,
  ) {}

  collect(): TableReading[] {
    this.complete = true;
    const runs = this.collectors.map((collector) => this.runOne(collector));
    this.latest = runs.map((run) => run.report);
    return runs.flatMap((run) => run.tables);
  }

  reports(): readonly CollectorReport[] {
    return this.latest;
  }

  private runOne(collector: Collector): { tables: readonly TableReading[]; report: CollectorReport } {
    const startMs = this.monotonicMs();
    const { tables, failure } = this.attempt(collector);
    this.last.set(collector, tables);
    return { tables, report: { name: collector.name, durationMs: this.monotonicMs() - startMs, failure } };
  }

  private attempt(collector: Collector): Collected {
    try {
      return collector.collect();
    } catch (error) {
      this.complete = false;
      // What it read before is still there, only unknown: without this, idle would be claimed.
      const unread = (this.last.get(collector) ?? []).map((table) => ({
        ...table,
        content: { kind: 'unread' } as const,
      }));
      return { tables: unread, failure: error instanceof Error ? error.message : String(error) };
    }
  }
}
