import { jetstream, JetStreamApiError, type JetStreamClient } from '@nats-io/jetstream';
import {
  connect,
  errors,
  headers,
  jwtAuthenticator,
  type NatsConnection,
  type NodeConnectionOptions,
} from '@nats-io/transport-node';
import { inboxPrefixOf, NATS_HOLD, SENT_HEADER } from '@weir/model';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { Listening } from './listening.js';
import type { Envelope, PublishOutcome, Transport } from './transport.js';

/** Where NATS is, and who we are to it. */
export interface NatsAddress {
  readonly servers: readonly string[];
  readonly user: string | null;
  readonly password: string | null;
}

/** What an agent that enrolled proves itself by: then the connection is encrypted, whatever the address says. */
export interface NatsAccess {
  readonly hostId: string;
  /** PEM of the authority that the server's certificate must be signed by; null = one that the system knows. */
  readonly ca: string | null;
  /** Asked at each attempt to connect, so that the newest hold. `seed` = that of the key which the JWT is for. */
  credentials(): { readonly jwt: string; readonly seed: Uint8Array };
  /** Told at each attempt that the server refuses for what we are: expired, revoked, or not known to it. */
  refused(reason: string): void;
}

const PUBLISH_TIMEOUT_MS = 5_000;
const ROUND_TRIP_TIMEOUT_MS = 2_000;
const RECONNECT_MS = 500;

/** Publishes to JetStream, and hears control. NATS may be absent, at start as at any time: the connection is tried for ever. */
export class NatsTransport implements Transport {
  connected = false;
  private connection: NatsConnection | null = null;
  private stream: JetStreamClient | null = null;
  private closed = false;
  private waiting: NodeJS.Timeout | null = null;
  private readonly listenings: Listening[] = [];

  /** `nowMs` is the clock by which samples are timed. */
  constructor(
    private readonly address: NatsAddress,
    private readonly nowMs: () => number,
    private readonly log: Pick<Logger, 'info' | 'warn'>,
    /** Null where the address names the user, if any. */
    private readonly access: NatsAccess | null = null,
  ) {}

  start(connected: () => void): void {
    connect(connectionOptions(this.address, this.access)).then(
      (connection) => this.follow(connection, connected),
      (error: unknown) => {
        if (this.closed) return;
        this.tellRefusal(error);
        if (!this.waiting)
          this.log.warn({ reason: String(error) }, 'NATS cannot be reached; messages wait in the spool');
        this.waiting = setTimeout(() => this.start(connected), RECONNECT_MS);
      },
    );
  }

  async publish({ subject, id, payload }: Envelope): Promise<PublishOutcome> {
    if (!this.stream || !this.connected) return { ok: false, kind: 'disconnected', text: 'not connected to NATS' };
    const sent = headers();
    sent.set(SENT_HEADER, String(Math.round(this.nowMs())));
    try {
      await this.stream.publish(subject, payload, { msgID: id, headers: sent, timeout: PUBLISH_TIMEOUT_MS });
      return { ok: true };
    } catch (error) {
      return describeFailure(error);
    }
  }

  listen(subject: string, received: (payload: Uint8Array) => void): void {
    this.listenings.push(new Listening(subject, received, this.log));
  }

  async roundTripMs(): Promise<number | null> {
    if (!this.connection || !this.connected) return null;
    const startMs = performance.now();
    // What nats.js' rtt() does too, but that counts whole ms.
    const answered = this.connection.flush().then(
      () => performance.now() - startMs,
      () => null,
    );
    return Promise.race([answered, sleep(ROUND_TRIP_TIMEOUT_MS, null, { ref: false })]);
  }

  /** Connects anew, as with credentials that have changed. */
  async reconnect(): Promise<void> {
    await this.connection?.reconnect();
  }

  async close(): Promise<void> {
    this.closed = true;
    this.connected = false;
    if (this.waiting) clearTimeout(this.waiting);
    await this.connection?.close();
  }

  private async follow(connection: NatsConnection, connected: () => void): Promise<void> {
    if (this.closed) return connection.close();
    this.connection = connection;
    this.stream = jetstream(connection);
    const enter = (): void => {
      this.connected = true;
      this.log.info({ server: connection.getServer() }, 'connected to NATS');
      for (const listening of this.listenings) listening.ensure(connection);
      connected();
    };
    enter();
    for await (const status of connection.status()) {
      if (status.type === 'reconnect') enter();
      else if (status.type === 'disconnect' && this.connected) {
        this.connected = false;
        this.log.warn('NATS is away: messages wait in the spool');
      } else if (status.type === 'error') this.tellRefusal(status.error);
    }
  }

  private tellRefusal(error: unknown): void {
    if (error instanceof Error && isRefusal(error)) this.access?.refused(error.message);
  }
}

/** How the agent connects. */
export function connectionOptions(
  { servers, user, password }: NatsAddress,
  access: NatsAccess | null = null,
): NodeConnectionOptions {
  return {
    servers: [...servers],
    // Without it the scheme is a wish: a server that offers no TLS would be spoken to in the clear.
    ...(servers.some((server) => server.startsWith('tls://')) ? { tls: {} } : {}),
    ...(user === null ? {} : { user, pass: password ?? '' }),
    ...(access && accessOptions(access)),
    name: 'weir-agent',
    ...NATS_HOLD,
    reconnectTimeWait: RECONNECT_MS,
    noAsyncTraces: true,
  };
}

function accessOptions(access: NatsAccess): NodeConnectionOptions {
  return {
    authenticator: (nonce) => {
      const { jwt, seed } = access.credentials();
      return jwtAuthenticator(jwt, seed)(nonce);
    },
    tls: access.ca === null ? {} : { ca: access.ca },
    // The server lets it hear no other.
    inboxPrefix: inboxPrefixOf(access.hostId),
  };
}

/** nats.js knows no name for that of a key which was revoked while it was connected. */
function isRefusal(error: Error): boolean {
  return (
    error instanceof errors.AuthorizationError ||
    error instanceof errors.UserAuthenticationExpiredError ||
    /^user authentication revoked$/i.test(error.message)
  );
}

/** Tells what a failed publish means, in words that say what to look at. */
export function describeFailure(error: unknown): PublishOutcome & { ok: false } {
  const text = error instanceof Error ? error.message : String(error);
  // nats.js calls it `jetstream is not enabled`, which sends people looking in the wrong place.
  if (isNoResponders(error)) {
    return { ok: false, kind: 'no-stream', text: 'no stream takes the subject: has an aggregator created it?' };
  }
  if (error instanceof JetStreamApiError) return { ok: false, kind: 'stream-refuses', text };
  if (error instanceof errors.TimeoutError) return { ok: false, kind: 'timeout', text };
  if (error instanceof errors.ClosedConnectionError || error instanceof errors.DrainingConnectionError) {
    return { ok: false, kind: 'disconnected', text };
  }
  return { ok: false, kind: 'other', text };
}

function isNoResponders(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : null;
  return cause instanceof errors.RequestError && cause.isNoResponders();
}
