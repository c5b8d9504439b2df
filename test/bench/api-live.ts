import { connect, type NatsConnection } from '@nats-io/transport-node';
import { type Client, createClient } from 'graphql-ws';
import WebSocket from 'ws';

/** One of the live views that a person may have open. */
export interface LiveView {
  readonly query: string;
  readonly variables: Record<string, unknown>;
}

/** What subscribers saw. */
export interface LiveSeen {
  /** From when a message arrived here from NATS until what it changed arrived here, ms. */
  readonly lagsMs: readonly number[];
  readonly updates: number;
}

/** Only what comes late enough to be a mistake of ours is left out: a second that ended so long ago is forgotten. */
const FORGET_AFTER_MS = 10_000;

/** Subscribers with a socket each, and the messages of the same agents straight from NATS beside them, for the times. */
export class LiveClients {
  private readonly arrivals = new Map<string, number>();
  /** By the second that it ends with: when its newest message arrived. */
  private readonly newest = new Map<number, number>();
  private readonly clients: Client[] = [];
  private forgottenMs = 0;
  private lagsMs: number[] = [];
  private updates = 0;
  /** Told to who asks what was seen: thrown where it happens, it would hide what ended the bench. */
  private fault: unknown = null;

  private constructor(private readonly connection: NatsConnection) {}

  /** Opens a socket for each view. */
  static async open(natsUrl: string, url: string, views: readonly LiveView[]): Promise<LiveClients> {
    const live = new LiveClients(await connect({ servers: natsUrl }));
    void live.hear();
    for (const view of views) live.watch(url, view);
    return live;
  }

  /** Forgets what was seen so far. */
  begin(): void {
    [this.lagsMs, this.updates] = [[], 0];
  }

  seen(): LiveSeen {
    if (this.fault !== null) throw new Error('a subscription ended', { cause: this.fault });
    return { lagsMs: this.lagsMs, updates: this.updates };
  }

  async close(): Promise<void> {
    await Promise.all(this.clients.map((client) => client.dispose()));
    await this.connection.close();
  }

  private async hear(): Promise<void> {
    for await (const { subject, data } of this.connection.subscribe('weir.v1.traffic.*')) {
      const nowMs = performance.now();
      const atMs = Number(/"at":(\d+)/.exec(Buffer.from(data.subarray(0, 400)).toString('latin1'))?.[1]);
      if (atMs > this.forgottenMs + 2 * FORGET_AFTER_MS) this.forget(atMs - FORGET_AFTER_MS);
      this.newest.set(atMs, nowMs);
      this.arrivals.set(`${subject.split('.')[3]} ${atMs}`, nowMs);
    }
  }

  private forget(beforeMs: number): void {
    this.forgottenMs = beforeMs;
    for (const at of this.newest.keys()) if (at < beforeMs) this.newest.delete(at);
    for (const name of this.arrivals.keys()) if (Number(name.split(' ')[1]) < beforeMs) this.arrivals.delete(name);
  }

  private watch(url: string, { query, variables }: LiveView): void {
    const client = createClient({ url: `${url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket });
    this.clients.push(client);
    client.subscribe<LiveAnswer>(
      { query, variables },
      {
        next: ({ data, errors }) => {
          if (errors) this.fault ??= errors;
          this.note(data);
        },
        error: (error) => (this.fault ??= error),
        complete: () => undefined,
      },
    );
  }

  private note(data: LiveAnswer | null | undefined): void {
    const arrivedMs = data?.traffic
      ? this.arrivals.get(`${data.traffic.hostId} ${data.traffic.at}`)
      : this.newest.get((data?.liveSeries?.at ?? NaN) + (data?.liveSeries?.milliseconds ?? NaN));
    this.updates += 1;
    if (arrivedMs !== undefined) this.lagsMs.push(performance.now() - arrivedMs);
  }
}

interface LiveAnswer {
  readonly traffic?: { readonly hostId: string; readonly at: number };
  readonly liveSeries?: { readonly at: number; readonly milliseconds: number };
}
