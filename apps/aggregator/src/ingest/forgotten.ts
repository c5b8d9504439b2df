import { Logger } from '@nestjs/common';
import type { JetStreamManager } from '@nats-io/jetstream';
import { CONSUMER, STREAM } from '@weir/model';
import { arrivalOf, type Delivery } from './delivery.js';

type Manager = Pick<JetStreamManager, 'consumers' | 'streams'>;

/**
 * What the stream has and the consumer will never deliver, since it counts as acknowledged: a server that was killed may
 * forget what it deleted. It would take room for ever. Most of it is stored already, which the ledger knows; so all is
 * stored once more, and only then deleted. `lost` = the server was.
 */
export async function* forgotten({ consumers, streams }: Manager, lost: AbortSignal): AsyncGenerator<Delivery> {
  const floor = (await consumers.info(STREAM, CONSUMER)).ack_floor.stream_seq;
  const first = (await streams.info(STREAM)).state.first_seq;
  for (let sequence = first; sequence <= floor; sequence++) {
    const next = { seq: sequence, next_by_subj: '>' };
    const message = await streams.getMessage(STREAM, next);
    if (!message || message.seq > floor) return;
    sequence = message.seq;
    yield {
      arrival: arrivalOf(message.subject, message.data, message.header, message.time.getTime()),
      acknowledge: () => {
        // After the server was lost the number may be another message's.
        if (!lost.aborted) streams.deleteMessage(STREAM, message.seq, false).catch(reportKept);
      },
      keep: () => undefined,
    };
  }
}

/** Another replica may have deleted it. If not, it is found again by the next recovery. */
function reportKept(error: unknown): void {
  new Logger('ingest').debug(`a message that is stored could not be deleted from the stream: ${String(error)}`);
}
