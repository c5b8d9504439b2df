import { Inject, Injectable, Logger } from '@nestjs/common';
import { COUNTERS } from '@weir/model';
import type { Gauge, Registry } from 'prom-client';
import { Background } from '../background/background.js';
import { Outage } from '../background/outage.js';
import { pause } from '../background/pause.js';
import type { MetricsTotals } from '../config/choices.js';
import { CONFIG, type Config } from '../config/config.js';
import { METRICS_REGISTRY } from '../metrics/metrics.module.js';
import type { GroupKey } from '../query/grouping.js';
import { SeriesRowsQuery } from '../query/series-rows.js';
import { StoreSetup } from '../store/store-setup.js';
import { Book } from './book.js';
import { labelNames, refreshGauge, TotalsCounters } from './totals-counters.js';
import { type Labelled, Window } from './window.js';

const MINUTE_MS = 60_000;
const REFRESH_MS = 15_000;
/** What is stored later than this is in the charts, and not in these counters. */
const LATE_MS = 5 * MINUTE_MS;
/** After an outage of the database no more than this is caught up with. */
const MOST_BEHIND_MS = 60 * MINUTE_MS;

/** Names that Docker gives to nothing. */
const OTHERS = '(other)';
const NONE = '(none)';

interface Kind {
  readonly kind: MetricsTotals;
  readonly book: Book;
  readonly counters: TotalsCounters;
  /** Where the next window begins, ms since 1970; null before the first. */
  fromMs: number | null;
}

/** Keeps totals of the fleet for Prometheus: read at its own pace from what is stored, however often they are asked for. */
@Injectable()
export class FleetMetrics extends Background {
  private readonly outage = new Outage('bringing totals of the fleet up to date', new Logger('metrics'));
  private readonly kinds: readonly Kind[];
  private readonly refreshed: Gauge;

  constructor(
    @Inject(CONFIG) { metricsTotals, mostMetricsTotals }: Config,
    @Inject(METRICS_REGISTRY) registry: Registry,
    private readonly query: SeriesRowsQuery,
    private readonly setup: StoreSetup,
  ) {
    super([setup]);
    this.refreshed = refreshGauge(registry);
    this.kinds = metricsTotals.map((kind) => ({
      kind,
      book: new Book(
        mostMetricsTotals,
        labelled(
          labelNames(kind).map(() => OTHERS),
          kind,
        ),
      ),
      counters: new TotalsCounters(kind, registry),
      fromMs: null,
    }));
  }

  protected async main(stopped: AbortSignal): Promise<void> {
    if (!(await this.setup.ready())) return;
    while (!stopped.aborted) {
      await this.outage.trying(() => this.refresh(Date.now()));
      await pause(REFRESH_MS, stopped);
    }
  }

  private async refresh(nowMs: number): Promise<void> {
    for (const kind of this.kinds) await this.refreshKind(kind, nowMs);
    this.refreshed.set(nowMs / 1_000);
  }

  private async refreshKind(kind: Kind, nowMs: number): Promise<void> {
    const nextMs = minuteOf(nowMs - LATE_MS);
    const fromMs = Math.max(kind.fromMs ?? nextMs, minuteOf(nowMs - MOST_BEHIND_MS));
    const window = await this.read(kind.kind, fromMs, nextMs, nowMs);
    kind.counters.add(kind.book.settle(window, nowMs));
    kind.fromMs = nextMs;
  }

  private async read(kind: MetricsTotals, fromMs: number, keptFromMs: number, nowMs: number): Promise<Window> {
    const window = new Window(keptFromMs);
    const opened = await this.query.open({
      ...{ interfaces: null, filter: {}, fromMs, toMs: nowMs + MINUTE_MS, stepMs: MINUTE_MS },
      ...{ counters: COUNTERS, grouping: { dimensions: [kind], labels: [] }, measures: ['sum'] },
    });
    if (!opened.ok) throw new Error(`${opened.refusal.field} ${opened.refusal.reason}`);
    for await (const rows of opened.value.batches) {
      for (const { atMs, keys, values } of rows) window.add(labelled(valuesOf(kind, keys[0]), kind), atMs, values);
    }
    return window;
  }
}

const minuteOf = (ms: number): number => Math.floor(ms / MINUTE_MS) * MINUTE_MS;

function valuesOf(kind: MetricsTotals, key: GroupKey | undefined): string[] {
  const name = key?.name ?? NONE;
  return kind === 'host' ? [name, key?.value ?? NONE] : [name];
}

function labelled(values: readonly string[], kind: MetricsTotals): Labelled {
  const labels = Object.fromEntries(labelNames(kind).map((name, index) => [name, values[index] ?? NONE]));
  return { key: values.join('\u0000'), labels };
}
