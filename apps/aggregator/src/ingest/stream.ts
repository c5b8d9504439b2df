import { Logger } from '@nestjs/common';
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
  type StreamInfo,
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

/**
 * Creates the stream and its one durable consumer, or mends what differs; does nothing where all is well. `replicas` = how
 * many servers of a cluster keep it, and with it its consumer; null leaves an existing one as it is.
 */
export async function ensureStream(manager: JetStreamManager, replicas: number | null = null): Promise<void> {
  const stream = await orMissing(manager.streams.info(STREAM));
  if (!stream) {
    await createStream(manager, replicas ?? 1);
  } else if (differs(stream.config, NEEDED_OF_STREAM)) {
    await manager.streams.update(STREAM, { ...stream.config, ...NEEDED_OF_STREAM });
  }
  if (stream && replicas !== null && stream.config.num_replicas !== replicas) {
    await keepOn(manager, replicas, stream);
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

/** The server's own messages name neither what is missing nor what to do; its codes are in nats-server's `errors.json`. */
const NO_ROOM = 10047;
const TOO_FEW_SERVERS: ReadonlySet<number> = new Set([10005, 10074]);

async function createStream(manager: JetStreamManager, replicas: number): Promise<void> {
  try {
    await manager.streams.add({ ...CREATED_STREAM, num_replicas: replicas });
  } catch (error) {
    throw explained(error, replicas);
  }
}

/** A stream that cannot be kept on so many servers now is still there: it is used as it is, and asked again later. */
async function keepOn(manager: JetStreamManager, replicas: number, { config, cluster }: StreamInfo): Promise<void> {
  const logger = new Logger('ingest');
  try {
    // A server that is in no cluster would take the number, and keep one copy all the same.
    if (!cluster) throw tooFewServers(replicas);
    await manager.streams.update(STREAM, { ...config, ...NEEDED_OF_STREAM, num_replicas: replicas });
    logger.log(`the stream ${STREAM} is kept on ${replicas} of the servers; it was on ${config.num_replicas}`);
  } catch (error) {
    const { message } = explained(error, replicas);
    logger.warn(`the stream ${STREAM} is kept on as many servers as before (${config.num_replicas}): ${message}`);
  }
}

function explained(error: unknown, replicas: number): Error {
  const code = error instanceof JetStreamApiError ? error.code : 0;
  if (TOO_FEW_SERVERS.has(code)) return tooFewServers(replicas, error);
  if (code !== NO_ROOM) return error instanceof Error ? error : new Error(String(error));
  const reason = `NATS has no room for the stream ${STREAM}, which may take ${STREAM_MAX_BYTES} bytes`;
  return new Error(`${reason}: free some of its disk, or raise its max_file_store`, { cause: error });
}

function tooFewServers(replicas: number, cause?: unknown): Error {
  const reason = `NATS has no ${replicas} servers in one cluster with room for ${STREAM_MAX_BYTES} bytes each`;
  return new Error(`${reason}: start more, raise their max_file_store, or lower WEIR_NATS_REPLICAS`, { cause });
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
