import { jetstream, jetstreamManager, type ConsumerMessages, type JsMsg } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { CONSUMER, STREAM } from '@weir/model';
import { ensureStream } from './stream.js';

/** What one request may bring: all that can wait in memory while the database is away. */
const MAX_BATCH_MESSAGES = 500;
/**
 * A request lives this long. The client gives one up when two heartbeats (half of it apart) are missing, and what the
 * server sends after that waits for its redelivery: so it must outlast any stall of a busy machine.
 */
const REQUEST_MS = 20_000;

/**
 * The messages of the stream, a batch at a time. A batch is what is there when its first message arrives, so one
 * message is stored at once, and under load batches grow by themselves.
 */
export class Inbox {
  private request: { readonly source: ConsumerMessages; readonly messages: AsyncIterator<JsMsg> } | null = null;
  private closed = false;

  constructor(private readonly connection: NatsConnection) {}

  /** The next batch; empty when a request ended. Throws while NATS is away; the next call mends what is missing. */
  async next(): Promise<JsMsg[]> {
    const batch: JsMsg[] = [];
    try {
      this.request ??= await this.open();
      if (this.closed) this.request.source.stop();
      await this.fill(batch, this.request);
    } catch (error) {
      this.request?.source.stop();
      this.request = null;
      // What came before the failure is ours to store.
      if (batch.length === 0) throw error;
    }
    return batch;
  }

  /** Asks for no more; a call that waits ends with what it has. */
  close(): void {
    this.closed = true;
    this.request?.source.stop();
  }

  private async open(): Promise<NonNullable<Inbox['request']>> {
    await ensureStream(await jetstreamManager(this.connection));
    const consumer = await jetstream(this.connection).consumers.get(STREAM, CONSUMER);
    const source = await consumer.fetch({ max_messages: MAX_BATCH_MESSAGES, expires: REQUEST_MS });
    return { source, messages: source[Symbol.asyncIterator]() };
  }

  private async fill(batch: JsMsg[], { source, messages }: NonNullable<Inbox['request']>): Promise<void> {
    do {
      const { done, value } = await messages.next();
      if (done) {
        this.request = null;
        return;
      }
      batch.push(value);
    } while (source.getPending() > 0);
  }
}
