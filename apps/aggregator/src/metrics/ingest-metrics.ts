import type { MessageKind } from '@weir/model';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

export type RefusedKind = MessageKind | 'unknown';

/** What one committed batch did. */
export interface BatchOutcome {
  readonly stored: ReadonlyMap<MessageKind, number>;
  readonly refused: ReadonlyMap<RefusedKind, number>;
  readonly duplicates: number;
  readonly rows: number;
  readonly seconds: number;
  /** How old the newest stored message was at its commit. */
  readonly lagSeconds: number | null;
  /** End of the newest interval stored, ms since 1970. */
  readonly lastSampleMs: number | null;
}

/** What this process stored and refused; zeros in a process that does not ingest. */
export class IngestMetrics {
  private readonly stored: Counter<'kind'>;
  private readonly refused: Counter<'kind'>;
  private readonly duplicates: Counter;
  private readonly rows: Counter;
  private readonly batchSeconds: Histogram;
  private readonly lagSeconds: Gauge;
  private readonly lastSample: Gauge;
  private readonly totals = { stored: 0, refused: 0, duplicates: 0, rows: 0 };
  private streamFault: () => string | null = () => null;
  private lag: number | null = null;
  private lastSampleMs: number | null = null;

  constructor(registry: Registry) {
    const registers = [registry];
    this.stored = new Counter({
      name: 'weir_stored_messages_total',
      help: 'Messages committed to the database.',
      labelNames: ['kind'],
      registers,
    });
    this.refused = new Counter({
      name: 'weir_refused_messages_total',
      help: 'Messages moved to the table "refused", which has the reasons.',
      labelNames: ['kind'],
      registers,
    });
    this.duplicates = new Counter({
      name: 'weir_duplicate_messages_total',
      help: 'Messages skipped because they were stored before.',
      registers,
    });
    this.rows = new Counter({
      name: 'weir_stored_rows_total',
      help: 'Rows of traffic committed to the database.',
      registers,
    });
    this.batchSeconds = new Histogram({
      name: 'weir_ingest_batch_seconds',
      help: 'Time from a fetched batch to its commit.',
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers,
    });
    this.lagSeconds = new Gauge({
      name: 'weir_ingest_lag_seconds',
      help: 'Age of the newest message of the last batch when it was committed.',
      registers,
    });
    this.lastSample = new Gauge({
      name: 'weir_last_sample_timestamp_seconds',
      help: 'End of the newest interval stored, seconds since 1970.',
      registers,
    });
  }

  /** Adds what a committed batch did. */
  observe(outcome: BatchOutcome): void {
    for (const [kind, count] of outcome.stored) this.stored.inc({ kind }, count);
    for (const [kind, count] of outcome.refused) this.refused.inc({ kind }, count);
    this.duplicates.inc(outcome.duplicates);
    this.rows.inc(outcome.rows);
    this.batchSeconds.observe(outcome.seconds);
    this.totals.stored += sum(outcome.stored.values());
    this.totals.refused += sum(outcome.refused.values());
    this.totals.duplicates += outcome.duplicates;
    this.totals.rows += outcome.rows;
    this.observeTime(outcome);
  }

  /** Has the health page told why messages cannot be taken from the stream; null where they can. */
  watchStream(fault: () => string | null): void {
    this.streamFault = fault;
  }

  /** The same figures for the health page. */
  snapshot(): {
    readonly stored: number;
    readonly refused: number;
    readonly duplicates: number;
    readonly rows: number;
    readonly lagSeconds: number | null;
    readonly lastSampleMs: number | null;
    readonly streamFault: string | null;
  } {
    return { ...this.totals, streamFault: this.streamFault(), lagSeconds: this.lag, lastSampleMs: this.lastSampleMs };
  }

  private observeTime({ lagSeconds, lastSampleMs }: BatchOutcome): void {
    if (lagSeconds !== null) {
      this.lag = lagSeconds;
      this.lagSeconds.set(lagSeconds);
    }
    if (lastSampleMs !== null && lastSampleMs > (this.lastSampleMs ?? 0)) {
      this.lastSampleMs = lastSampleMs;
      this.lastSample.set(lastSampleMs / 1000);
    }
  }
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
