import { jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { CONSUMER, STREAM } from '@weir/model';

/** When a message was ready, ms since 1970, and how long it took from then until it was committed. */
export interface Lag {
  readonly readyMs: number;
  readonly lagMs: number;
}

const EVERY_MS = 50;
/** The stream answers nearly in the order of its numbers: no further apart than so many. */
const OUT_OF_ORDER = 4_096;

/**
 * How long messages take from being ready until they are committed: an aggregator acknowledges after its commit, so all
 * up to the consumer's floor are stored. Looked at from outside, every 50 ms, so it says rather too much than too little.
 */
export class LagWatch {
  private readonly readyMs = new Map<number, number>();
  private readonly lags: Lag[] = [];
  private watching = true;

  /** Looks only at messages that are ready after a time, ms since 1970. */
  constructor(private readonly fromMs = 0) {}

  /** Notes that the stream took a message, under its number there. */
  taken(streamSeq: number, readyMs: number): void {
    if (readyMs >= this.fromMs) this.readyMs.set(streamSeq, readyMs);
  }

  /** Looks until it is told to stop and nothing waits. */
  async watch(connection: NatsConnection): Promise<void> {
    const manager = await jetstreamManager(connection);
    while (this.watching || this.readyMs.size > 0) {
      const { ack_floor: acknowledged } = await manager.consumers.info(STREAM, CONSUMER);
      this.settle(acknowledged.stream_seq);
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
  }

  /** All lags that were seen. */
  stop(): readonly Lag[] {
    this.watching = false;
    return this.lags;
  }

  private settle(upTo: number): void {
    const nowMs = Date.now();
    for (const [streamSeq, readyMs] of this.readyMs) {
      if (streamSeq > upTo + OUT_OF_ORDER) return;
      if (streamSeq > upTo) continue;
      this.lags.push({ readyMs, lagMs: nowMs - readyMs });
      this.readyMs.delete(streamSeq);
    }
  }
}
