import { type Consumer, jetstream, jetstreamManager, type JsMsg } from '@nats-io/jetstream';
import { CONSUMER, STREAM } from '@weir/model';
import type { NatsConnection } from '@nats-io/transport-node';
import { ensureStream } from './stream.js';

const MAX_BATCH_MESSAGES = 500;
const MAX_BATCH_BYTES = 16_777_216;
/** How long to wait for the first message; also how long a shutdown may have to wait. */
const FIRST_WAIT_MS = 1_000;

/**
 * The messages of the stream, a batch at a time. A batch is what is there when its first message arrives, so one
 * message is stored at once, and under load batches grow by themselves.
 */
export class Inbox {
  private consumer: Consumer | null = null;
  private pending = 0;

  constructor(private readonly connection: NatsConnection) {}

  /** The next batch; empty when nothing came for a second. Throws while NATS is away; the next call mends what is missing. */
  async next(): Promise<JsMsg[]> {
    try {
      this.consumer ??= await this.open();
      const batch = await this.fetch(this.consumer);
      this.pending = batch.at(-1)?.info.pending ?? 0;
      return batch;
    } catch (error) {
      this.consumer = null;
      this.pending = 0;
      throw error;
    }
  }

  private async open(): Promise<Consumer> {
    await ensureStream(await jetstreamManager(this.connection));
    return jetstream(this.connection).consumers.get(STREAM, CONSUMER);
  }

  private async fetch(consumer: Consumer): Promise<JsMsg[]> {
    if (this.pending > 0) return fetchUpTo(consumer, this.pending);
    const first = await consumer.next({ expires: FIRST_WAIT_MS });
    if (!first) return [];
    const more = first.info.pending > 0 ? await fetchUpTo(consumer, first.info.pending, MAX_BATCH_MESSAGES - 1) : [];
    return [first, ...more];
  }
}

/** Another replica may take what was pending; then the wait ends with what came. */
async function fetchUpTo(consumer: Consumer, pending: number, limit = MAX_BATCH_MESSAGES): Promise<JsMsg[]> {
  const messages = await consumer.fetch({
    max_messages: Math.min(pending, limit),
    max_bytes: MAX_BATCH_BYTES,
    expires: FIRST_WAIT_MS,
  });
  const batch: JsMsg[] = [];
  for await (const message of messages) batch.push(message);
  return batch;
}
