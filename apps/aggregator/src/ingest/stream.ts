import {
  AckPolicy,
  type ConsumerConfig,
  DeliverPolicy,
  DiscardPolicy,
  type JetStreamManager,
  JetStreamApiCodes,
  JetStreamApiError,
  RetentionPolicy,
  StorageType,
  type StreamConfig,
} from '@nats-io/jetstream';
import { CONSUMER, STREAM, STREAM_SUBJECTS } from '@weir/model';
import { nanos } from '@nats-io/transport-node';

/** Room for what arrives while nobody stores; when it is full, publishers are told so and keep their messages. */
const STREAM_MAX_BYTES = 1_073_741_824;
const ACK_WAIT_MS = 15_000;
/** More than all replicas hold together: each has at most 1,500. */
const MAX_ACK_PENDING = 20_000;

/** What correctness needs of the stream; sizes and replicas of an existing one stay as its operator set them. */
const NEEDED_OF_STREAM = {
  subjects: [...STREAM_SUBJECTS],
  discard: DiscardPolicy.New,
  max_age: 0,
  max_msgs: -1,
  max_msgs_per_subject: -1,
} satisfies Partial<StreamConfig>;

const CREATED_STREAM = {
  ...NEEDED_OF_STREAM,
  name: STREAM,
  retention: RetentionPolicy.Workqueue,
  storage: StorageType.File,
  max_bytes: STREAM_MAX_BYTES,
} satisfies Partial<StreamConfig>;

const NEEDED_OF_CONSUMER = {
  ack_wait: nanos(ACK_WAIT_MS),
  max_ack_pending: MAX_ACK_PENDING,
  max_deliver: -1,
} satisfies Partial<ConsumerConfig>;

/** Creates the stream and its one durable consumer, or mends what differs; does nothing where all is well. */
export async function ensureStream(manager: JetStreamManager): Promise<void> {
  const stream = await orMissing(manager.streams.info(STREAM));
  if (!stream) {
    await createStream(manager);
  } else if (differs(stream.config, NEEDED_OF_STREAM)) {
    await manager.streams.update(STREAM, { ...stream.config, ...NEEDED_OF_STREAM });
  }
  const consumer = await orMissing(manager.consumers.info(STREAM, CONSUMER));
  if (!consumer) {
    await manager.consumers.add(STREAM, {
      ...NEEDED_OF_CONSUMER,
      durable_name: CONSUMER,
      ack_policy: AckPolicy.Explicit,
      deliver_policy: DeliverPolicy.All,
    });
  } else if (differs(consumer.config, NEEDED_OF_CONSUMER)) {
    await manager.consumers.update(STREAM, CONSUMER, NEEDED_OF_CONSUMER);
  }
}

/** The server's own message names neither what has no room nor what to do; its code is in nats-server's `errors.json`. */
const NO_ROOM = 10047;

async function createStream(manager: JetStreamManager): Promise<void> {
  try {
    await manager.streams.add(CREATED_STREAM);
  } catch (error) {
    if (!(error instanceof JetStreamApiError) || error.code !== NO_ROOM) throw error;
    const reason = `NATS has no room for the stream ${STREAM}, which may take ${STREAM_MAX_BYTES} bytes`;
    throw new Error(`${reason}: free some of its disk, or raise its max_file_store`, { cause: error });
  }
}

const MISSING: ReadonlySet<number> = new Set([JetStreamApiCodes.StreamNotFound, JetStreamApiCodes.ConsumerNotFound]);

async function orMissing<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof JetStreamApiError && MISSING.has(error.code)) return null;
    throw error;
  }
}

function differs<T extends object>(actual: T, needed: Partial<T>): boolean {
  return Object.entries(needed).some(
    ([name, value]) => JSON.stringify(actual[name as keyof T]) !== JSON.stringify(value),
  );
}
