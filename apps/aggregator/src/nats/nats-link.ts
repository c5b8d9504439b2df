import { Logger } from '@nestjs/common';
import { connect, jwtAuthenticator, type NatsConnection, type NodeConnectionOptions } from '@nats-io/transport-node';
import { NATS_HOLD } from '@weir/model';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NatsAddress } from '../config/nats-address.js';
import type { NatsKeys, NatsUser } from '../config/nats-keys.js';

/** Injection token of the `NatsLink`. */
export const NATS_CONNECTION = Symbol('NATS_CONNECTION');

const RETRY_MS = 1_000;

/** As whom one connects to a NATS with accounts, and whose certificate it takes. */
export interface NatsAccess {
  readonly user: NatsUser;
  readonly ca: string | null;
}

/** That of the account which has the stream. */
export function aggregatorAccess(keys: NatsKeys | null): NatsAccess | null {
  return keys && { user: keys.aggregator, ca: keys.ca };
}

/** How the aggregator connects. */
export function connectionOptions(
  { servers, user, password, tls }: NatsAddress,
  name: string,
  access: NatsAccess | null = null,
): NodeConnectionOptions {
  return {
    servers: [...servers],
    ...(user === null ? {} : { user, pass: password ?? '' }),
    // Without it, a server that does not ask for TLS would be spoken to in the clear.
    ...(tls ? { tls: {} } : {}),
    ...(access && accessOptions(access)),
    name,
    ...NATS_HOLD,
    reconnectTimeWait: RETRY_MS,
  };
}

/** Always encrypted: whatever the address says. */
function accessOptions({ user, ca }: NatsAccess): NodeConnectionOptions {
  return {
    authenticator: jwtAuthenticator(user.jwt, new TextEncoder().encode(user.seed)),
    tls: ca === null ? {} : { ca },
  };
}

/** The process's one connection to NATS: made in the background, kept for ever, so that nobody's start waits for NATS. */
export class NatsLink {
  private readonly logger = new Logger('nats');
  private readonly aborted = new AbortController();
  private connection: NatsConnection | null = null;
  private up = false;
  private session = new AbortController();
  private readonly connecting: Promise<NatsConnection | null>;

  constructor(
    private readonly address: NatsAddress,
    private readonly name: string,
    private readonly access: NatsAccess | null = null,
  ) {
    this.connecting = this.connectForever();
  }

  /** Whether the server is reachable now. */
  get isUp(): boolean {
    return this.up;
  }

  /** Aborted when the connection is lost next: the server then forgets what it was asked for. */
  get disconnected(): AbortSignal {
    return this.session.signal;
  }

  /** The connection, once it was first made; it outlives disconnects. Null only when closed before that. */
  connected(): Promise<NatsConnection | null> {
    return this.connecting;
  }

  /** Ends the attempts to connect for the first time; those who wait for `connected` are answered with null. */
  stopWaiting(): void {
    this.aborted.abort();
  }

  /** Sends what is buffered, and ends. */
  async close(): Promise<void> {
    this.stopWaiting();
    await this.connecting;
    await this.connection?.close();
    this.up = false;
  }

  private async connectForever(): Promise<NatsConnection | null> {
    for (let attempt = 0; !this.aborted.signal.aborted; attempt++) {
      try {
        this.connection = await connect(connectionOptions(this.address, this.name, this.access));
        this.up = true;
        void this.watch(this.connection);
        return this.connection;
      } catch (error) {
        if (attempt === 0) this.logger.warn(`NATS is not reachable yet, trying on: ${String(error)}`);
        await sleep(RETRY_MS, undefined, { signal: this.aborted.signal }).catch(() => undefined);
      }
    }
    return null;
  }

  private async watch(connection: NatsConnection): Promise<void> {
    this.logger.log(`connected to ${connection.getServer()}`);
    for await (const status of connection.status()) {
      if (status.type === 'disconnect') this.lose();
      if (status.type === 'reconnect') this.logger.log(`connected again to ${connection.getServer()}`);
      if (status.type === 'disconnect' || status.type === 'reconnect') this.up = status.type === 'reconnect';
    }
  }

  private lose(): void {
    this.logger.warn('lost the connection to NATS, reconnecting');
    this.session.abort();
    this.session = new AbortController();
  }
}
