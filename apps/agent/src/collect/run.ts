import type { Collected, Collector, TableReading } from './collector.js';
import type { CollectorName } from './names.js';
import type { CollectorReports, Outcome } from './reports.js';

/** Runs every collector of counters at each tick, so that the failure of one never stops another. */
export class CollectorRun {
  private readonly last = new Map<Collector, readonly TableReading[]>();
  /** Whether every collector could list its tables at the last run, readable or not. */
  complete = true;

  constructor(
    private readonly collectors: readonly Collector[],
    private readonly reports: CollectorReports,
  ) {}

  /** Runs all, or those that are asked for. */
  collect(isAsked: (name: CollectorName) => boolean = () => true): TableReading[] {
    this.complete = true;
    return this.collectors.filter(({ name }) => isAsked(name)).flatMap((collector) => this.runOne(collector));
  }

  private runOne(collector: Collector): readonly TableReading[] {
    const collected = this.reports.run(collector.name, () => withCounts(collector.collect()));
    if (!collected || collected.unlisted) this.complete = false;
    const tables = collected?.tables ?? this.unreadable(collector);
    this.last.set(collector, tables);
    return tables;
  }

  /** What it read before is still there, only unknown: without this, idle would be claimed. */
  private unreadable(collector: Collector): TableReading[] {
    return (this.last.get(collector) ?? []).map((table) => ({ ...table, content: { kind: 'unread' } as const }));
  }
}

function withCounts(collected: Collected): Collected & Outcome {
  const kinds = collected.tables.map(({ content }) => content.kind);
  const changed = kinds.filter((kind) => kind === 'rows').length;
  const unread = kinds.filter((kind) => kind === 'unread').length;
  return { ...collected, counts: { namespaces: kinds.length, changed, unread } };
}
