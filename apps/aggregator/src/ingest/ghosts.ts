import type { JetStreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { CONSUMER, STREAM } from '@weir/model';

/**
 * The server lists what is deleted one by one; more of it than this would be a reply of over 10 MB. So many there are only
 * after an old message that nobody delivers; once that is deleted, the next time it is few.
 */
const MOST_DELETED = 1_000_000;

type Manager = Pick<JetStreamManager, 'consumers' | 'streams'>;

/**
 * Acknowledges what the consumer waits for and the stream no longer has. A server that was killed remembers what it deleted
 * but not the acknowledgement that had it deleted; it then redelivers nothing, over and over: before 2.10.25 it looks at
 * one such message whenever something happens and at no other meanwhile, and newer ones count it as held for ever.
 * Safe at any time: what the stream itself says it deleted was stored, and never comes back.
 */
export async function acknowledgeGhosts(
  connection: Pick<NatsConnection, 'publish'>,
  { consumers, streams }: Manager,
): Promise<void> {
  const { num_ack_pending: held, ack_floor: floor, delivered } = await consumers.info(STREAM, CONSUMER);
  if (held === 0) return;
  const { num_deleted: count = 0 } = (await streams.info(STREAM)).state;
  if (count === 0 || count > MOST_DELETED) return;
  const { deleted = [] } = (await streams.info(STREAM, { deleted_details: true })).state;
  for (const sequence of deleted) {
    if (sequence > floor.stream_seq && sequence <= delivered.stream_seq) connection.publish(ackOf(sequence), '+ACK');
  }
}

/** Which delivery it was does not matter: the server looks it up by the number in the stream. */
function ackOf(sequence: number): string {
  return `$JS.ACK.${STREAM}.${CONSUMER}.1.${sequence}.0.0.0`;
}
