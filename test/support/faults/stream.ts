import { AckPolicy, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { STREAM, STREAM_SUBJECTS } from '@weir/model';

/** Creates the stream that the agent publishes to, as an aggregator would. */
export async function createStream(url: string): Promise<void> {
  const connection = await connect({ servers: url });
  const manager = await jetstreamManager(connection);
  await manager.streams.add({ name: STREAM, subjects: [...STREAM_SUBJECTS], storage: 'file', discard: 'new' });
  await connection.close();
}

/** Everything in the stream of one kind, once each: by message id → payload. */
export async function readStream(
  url: string,
  kind: string,
): Promise<{ messages: Map<string, string>; stored: number }> {
  const connection = await connect({ servers: url });
  const manager = await jetstreamManager(connection);
  const filter = `weir.v1.${kind}.*`;
  const info = await manager.consumers.add(STREAM, { ack_policy: AckPolicy.None, filter_subject: filter });
  const consumer = await jetstream(connection).consumers.get(STREAM, info.name);
  const messages = new Map<string, string>();
  let stored = 0;
  while (stored < info.num_pending) {
    const batch = await consumer.fetch({ max_messages: Math.min(500, info.num_pending - stored), expires: 5_000 });
    for await (const message of batch) {
      stored += 1;
      messages.set(message.headers?.get('Nats-Msg-Id') ?? `sequence ${message.seq}`, message.string());
    }
  }
  await connection.close();
  return { messages, stored };
}
