import { setTimeout as sleep } from 'node:timers/promises';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { COUNTERS, encodeTraffic, subjectOf, type TrafficMessage } from '@weir/model';
import { ensureStream } from '../../apps/aggregator/src/ingest/stream.js';
import { streamDrained } from '../support/nats-cluster.js';
import { queryStore, SUMS_SQL } from '../support/unpacked.js';
import { eight, FakeAgent } from './store/fake-agent.js';

const HOSTS = 5;
const EVERY_MS = 40;

/** By host and key, what its eight counters add up to. */
export type Sums = ReadonlyMap<string, readonly string[]>;

/** Hosts that publish without a rest, and remember each message that they sent. A message is known by `<host> <seq>`. */
export class RestoreLoad {
  private readonly agents = Array.from({ length: HOSTS }, () => new FakeAgent());
  private readonly messages = new Map<string, TrafficMessage>();
  private tick = 0;
  private isPaused = true;
  private running = Promise.resolve();

  private constructor(
    private readonly natsUrl: string,
    private readonly connection: NatsConnection,
  ) {}

  static async start(natsUrl: string): Promise<RestoreLoad> {
    const connection = await connect({ servers: natsUrl });
    await ensureStream(await jetstreamManager(connection));
    return new RestoreLoad(natsUrl, connection);
  }

  /** Everything that was published. */
  get all(): ReadonlySet<string> {
    return new Set(this.messages.keys());
  }

  async begin(): Promise<void> {
    await this.publish(1);
    this.isPaused = false;
    this.running = (async () => {
      while (!this.isPaused) {
        await this.publish(1);
        await sleep(EVERY_MS);
      }
    })();
  }

  async pause(): Promise<void> {
    this.isPaused = true;
    await this.running;
  }

  async end(): Promise<void> {
    await this.pause();
    await this.connection.close();
  }

  /** So many seconds of each host. */
  async publish(ticks: number): Promise<void> {
    for (let count = 0; count < ticks; count += 1) {
      this.tick += 1;
      const at = Date.now() - 600_000 + this.tick * 100;
      for (const [place, agent] of this.agents.entries()) {
        const message = agent.tick(at, { 'host/eth0': eight(this.tick + place) }, { ms: 100 });
        this.messages.set(`${agent.host} ${message.seq}`, message);
        await this.send(message);
      }
    }
  }

  /** As if neither the stream nor an agent knew that any of it was sent before. */
  async publishAllAgain(): Promise<void> {
    for (const message of this.messages.values()) await this.send(message);
  }

  drained(): Promise<void> {
    return streamDrained(this.natsUrl);
  }

  /** What the ledger of a database has. */
  async seen(url: string): Promise<ReadonlySet<string>> {
    const rows = await queryStore<{ message: string }>(
      url,
      `SELECT host.id || ' ' || number AS message FROM run JOIN host USING (host_id), unnest(seen) AS range,
         generate_series(lower(range), upper(range) - 1) AS number`,
    );
    return new Set(rows.map(({ message }) => message));
  }

  /** What a database holds. */
  async stored(url: string): Promise<Sums> {
    const rows = await queryStore<{ name: string; sums: string[] }>(
      url,
      `SELECT host.id || ' ' || key AS name, ARRAY[${SUMS_SQL}] AS sums FROM traffic JOIN series USING (series_id)
         JOIN host USING (host_id) GROUP BY 1 ORDER BY 1`,
    );
    return new Map(rows.map(({ name, sums }) => [name, sums]));
  }

  /** What it must hold if these messages, and no others, are stored once each. */
  sumsOf(names: ReadonlySet<string>): Sums {
    const sums = new Map<string, bigint[]>();
    for (const name of names) {
      const message = this.messages.get(name);
      if (!message) throw new Error(`${name} was never sent`);
      for (const [place, key] of message.keys.entries()) {
        const of = `${message.host} ${key}`;
        const sum = sums.get(of) ?? COUNTERS.map(() => 0n);
        sums.set(
          of,
          COUNTERS.map((counter, index) => (sum[index] ?? 0n) + BigInt(message.columns[counter][place] ?? 0)),
        );
      }
    }
    return new Map([...sums].sort().map(([of, sum]) => [of, sum.map(String)]));
  }

  /** Without an id, so that only the ledger keeps doubles out. */
  private async send(message: TrafficMessage): Promise<void> {
    await jetstream(this.connection).publish(subjectOf('traffic', message.host), encodeTraffic(message));
  }
}
