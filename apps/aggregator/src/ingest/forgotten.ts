import type { JetStreamManager } from '@nats-io/jetstream';
import { CONSUMER, STREAM } from '@weir/model';
import { arrivalOf, type Delivery } from './delivery.js';

type Manager = Pick<JetStreamManager, 'consumers' | 'streams'>;

/**
 * What the stream has and the consumer will never deliver, since it counts as acknowledged: a server that was killed may
 * forget what it deleted. It would take room for ever. Most of it is stored already, which the ledger knows; so all is
 * stored once more, and only then deleted.
 */
export async function* forgotten({ consumers, streams }: Manager): AsyncGenerator<Delivery> {
  const floor = (await consumers.info(STREAM, CONSUMER)).ack_floor.stream_seq;
  const first = (await streams.info(STREAM)).state.first_seq;
  for (let sequence = first; sequence <= floor; sequence++) {
    const next = { seq: sequence, next_by_subj: '>' };
    const message = await streams.getMessage(STREAM, next);
    if (!message || message.seq > floor) return;
    sequence = message.seq;
    yield {
      arrival: arrivalOf(message.subject, message.data, message.header, message.time.getTime()),
      // Where it fails, another replica has deleted it, or it is found again at the next start.
      acknowledge: () => void streams.deleteMessage(STREAM, message.seq, false).catch(() => undefined),
      keep: () => undefined,
    };
  }
}
