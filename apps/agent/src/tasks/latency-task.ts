import type { Latency } from '../collect/latency.js';
import type { CollectorReports } from '../collect/reports.js';
import { msToNextTick } from '../delta/clock.js';

const TURN_MS = 1_000;
/** Between two ticks, at 1 as at 4 of them a second: while a tick reads, an answer would wait and seem late. */
const AFTER_TICK_MS = 625;

/** Lets the latency collector take its turns, far from the ticks. */
export class LatencyTask {
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly latency: Pick<Latency, 'next' | 'report' | 'latest'>,
    private readonly wallMs: () => number,
    private readonly reports: Pick<CollectorReports, 'add'>,
  ) {}

  start(): void {
    this.timer = setTimeout(
      () => {
        this.start();
        void this.turn();
      },
      msToNextTick(this.wallMs() - AFTER_TICK_MS, TURN_MS),
    );
  }

  stop(): void {
    if (this.timer) clearTimeout(this.timer);
  }

  private async turn(): Promise<void> {
    await this.latency.next();
    this.reports.add(this.latency.report(), { peers: this.latency.latest()?.peers.length ?? 0 });
  }
}
