import { Histogram, type Registry } from 'prom-client';
import type { Measure, MeasureKind } from './measure.js';

const WAITS = [0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 5, 10];
const FRAMES = [0.017, 0.034, 0.05, 0.1, 0.2, 0.5, 1];

/** How fast the dashboard is where it is looked at, as its pages told this process. */
export class TimingMetrics {
  private readonly histograms: Readonly<Record<MeasureKind, Histogram<'page'>>>;

  constructor(registry: Registry) {
    const histogram = (name: string, help: string, buckets: number[]): Histogram<'page'> =>
      new Histogram({ name, help, buckets, labelNames: ['page'], registers: [registry] });
    this.histograms = {
      load: histogram(
        'weir_dashboard_load_seconds',
        'From opening the dashboard to its first figures, as browsers told.',
        WAITS,
      ),
      page: histogram(
        'weir_dashboard_page_seconds',
        'From choosing another page to its first figures, as browsers told.',
        WAITS,
      ),
      frame: histogram(
        'weir_dashboard_frame_seconds',
        'The longest of 30 frames in a row, looked at twice a minute, as browsers told.',
        FRAMES,
      ),
    };
  }

  observe(measures: readonly Measure[]): void {
    for (const { kind, page, seconds } of measures) this.histograms[kind].observe({ page }, seconds);
  }
}
