import { JetStreamApiCodes, JetStreamApiError, jetstreamManager } from '@nats-io/jetstream';
import { CONSUMER, STREAM } from '@weir/model';
import type { NatsConnection } from '@nats-io/transport-node';
import type { StreamFill } from './fill.js';

/** Asks how full the stream is; null where there is none yet. */
export async function readStreamFill(connection: NatsConnection): Promise<StreamFill | null> {
  const manager = await jetstreamManager(connection, { checkAPI: false });
  try {
    const { state, config } = await manager.streams.info(STREAM);
    const consumer = await manager.consumers.info(STREAM, CONSUMER);
    return {
      bytes: state.bytes,
      maxBytes: config.max_bytes > 0 ? config.max_bytes : null,
      waiting: consumer.num_pending + consumer.num_ack_pending,
    };
  } catch (error) {
    if (error instanceof JetStreamApiError && MISSING.has(error.code)) return null;
    throw error;
  }
}

const MISSING: ReadonlySet<number> = new Set([JetStreamApiCodes.StreamNotFound, JetStreamApiCodes.ConsumerNotFound]);
