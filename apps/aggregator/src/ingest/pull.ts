import { createInbox, type Msg, nanos, type NatsConnection, type Subscription } from '@nats-io/transport-node';
import { CONSUMER, STREAM } from '@weir/model';

/** How much one request may bring. */
export interface PullLimits {
  readonly messages: number;
  /** 0 = as much as the messages have. */
  readonly bytes: number;
}

/** How a request ended. */
export interface Pulled {
  readonly messages: number;
  /** Whether the next message had more bytes than were left of the limit. */
  readonly isFull: boolean;
}

/** A request lives this long; then the next is made. */
const REQUEST_MS = 20_000;
const HEARTBEAT_MS = 10_000;
/** What the server sends after that waits for its redelivery: so it must outlast any stall of a busy machine. */
const SILENCE_MS = 25_000;

const NEXT_SUBJECT = `$JS.API.CONSUMER.MSG.NEXT.${STREAM}.${CONSUMER}`;

/** Codes by which the server ends a request, in the headers of an empty message on the inbox itself. */
const HEARTBEAT = 100;
const NO_MESSAGES = 404;
const EXPIRED = 408;
const CONFLICT = 409;
const FULL = /exceeds maxbytes/i;
const COMPLETED = /batch completed/i;

/**
 * One request for messages of the stream, each handed over as it comes. Resolves when the request has ended (by itself, or
 * by one of `ends`), rejects when it failed: what was handed over until then is the caller's. JetStream's own client bounds a request by messages or by
 * bytes; here it is both.
 */
export async function pull(
  connection: NatsConnection,
  limits: PullLimits,
  received: (message: Msg) => void,
  ends: readonly AbortSignal[],
): Promise<Pulled> {
  const request = new Request(limits, received);
  const inbox = createInbox();
  const subscription = connection.subscribe(inbox, {
    callback: (error, message) => (error ? request.fail(error) : request.take(message, message.subject === inbox)),
  });
  const stop = (): void => void drained(subscription).then(() => request.end(false));
  for (const end of ends) end.addEventListener('abort', stop, { once: true });
  try {
    if (ends.some(({ aborted }) => aborted)) stop();
    else connection.publish(NEXT_SUBJECT, JSON.stringify(wireOf(limits)), { reply: inbox });
    return await request.ended;
  } finally {
    for (const end of ends) end.removeEventListener('abort', stop);
    subscription.unsubscribe();
  }
}

function wireOf({ messages, bytes }: PullLimits): object {
  const times = { expires: nanos(REQUEST_MS), idle_heartbeat: nanos(HEARTBEAT_MS) };
  return { batch: messages, ...(bytes > 0 && { max_bytes: bytes }), ...times };
}

/** What is on its way already still comes. */
async function drained(subscription: Subscription): Promise<void> {
  await subscription.drain().catch(() => undefined);
}

class Request {
  readonly ended: Promise<Pulled>;
  private count = 0;
  private resolve: (pulled: Pulled) => void = () => undefined;
  private reject: (error: Error) => void = () => undefined;
  private readonly silence: NodeJS.Timeout;

  constructor(
    private readonly limits: PullLimits,
    private readonly received: (message: Msg) => void,
  ) {
    this.ended = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    this.silence = setTimeout(() => this.fail(new Error('NATS does not answer')), SILENCE_MS);
  }

  take(message: Msg, isStatus: boolean): void {
    this.silence.refresh();
    if (isStatus) return this.judge(message);
    this.count += 1;
    this.received(message);
    if (this.count === this.limits.messages) this.end(false);
  }

  end(isFull: boolean): void {
    clearTimeout(this.silence);
    this.resolve({ messages: this.count, isFull });
  }

  fail(error: Error): void {
    clearTimeout(this.silence);
    this.reject(error);
  }

  private judge({ headers }: Msg): void {
    const [code, description] = [headers?.code ?? 0, headers?.description ?? ''];
    if (code === HEARTBEAT) return;
    const isFull = code === CONFLICT && FULL.test(description);
    const isEnd =
      isFull || code === NO_MESSAGES || code === EXPIRED || (code === CONFLICT && COMPLETED.test(description));
    if (isEnd) this.end(isFull);
    else this.fail(new Error(`NATS ended the request: ${code} ${description}`));
  }
}
