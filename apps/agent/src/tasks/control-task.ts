import { controlSubjectOf, type LatencyState } from '@weir/model';
import type { Logger } from 'pino';
import { Latency } from '../collect/latency.js';
import type { CollectorName } from '../collect/names.js';
import type { CollectorReports } from '../collect/reports.js';
import { type ControlCounts, ControlInbox } from '../control/control-inbox.js';
import { FocusLease } from '../control/focus-lease.js';
import type { ClockSource } from '../delta/clock.js';
import type { Transport } from '../publish/transport.js';
import { LatencyTask } from './latency-task.js';

/** Where control comes from and what it moves. */
export interface ControlParts {
  readonly config: { readonly intervalMs: number; readonly collectors: ReadonlySet<CollectorName> };
  readonly hostId: string;
  /** The shortest tick that tells anything new. */
  readonly finestMs: number;
  readonly source: ClockSource;
  readonly transport: Pick<Transport, 'listen' | 'roundTripMs'>;
  readonly reports: Pick<CollectorReports, 'add'>;
  /** The ticks may have become shorter. */
  readonly hasten: () => void;
  readonly log: Pick<Logger, 'info' | 'warn'>;
}

/** Does what the aggregator asks: ticks faster while somebody looks, and measures how far other hosts are. */
export class ControlTask {
  private readonly lease: FocusLease;
  private readonly inbox: ControlInbox;
  /** Null where it is switched off. */
  private readonly latency: Latency | null;
  private readonly measuring: LatencyTask | null;

  constructor({ config, hostId, finestMs, source, transport, reports, hasten, log }: ControlParts) {
    const monotonicMs = (): number => source.monotonicMs();
    this.lease = new FocusLease(config.intervalMs, finestMs, monotonicMs);
    this.latency = config.collectors.has('latency')
      ? new Latency({ roundTripMs: () => transport.roundTripMs(), monotonicMs })
      : null;
    this.measuring = this.latency && new LatencyTask(this.latency, () => source.wallMs(), reports);
    const focus = (lease: Parameters<FocusLease['renew']>[0]): void => {
      this.lease.renew(lease);
      hasten();
    };
    this.inbox = new ControlInbox(hostId, { focus, peers: (peers) => this.latency?.setPeers(peers) }, log);
    transport.listen(controlSubjectOf(hostId), (payload) => this.inbox.receive(payload));
  }

  start(): void {
    this.measuring?.start();
  }

  stop(): void {
    this.measuring?.stop();
  }

  /** How long a tick is, now. */
  intervalMs(): number {
    return this.lease.intervalMs();
  }

  /** Null where it is switched off, and before the first measurement. */
  latencyState(): LatencyState | null {
    return this.latency?.latest() ?? null;
  }

  counts(): ControlCounts {
    return this.inbox.counts();
  }
}
