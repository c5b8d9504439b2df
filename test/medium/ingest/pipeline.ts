import { jetstream, jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { connect, headers, type NatsConnection } from '@nats-io/transport-node';
import { CONSUMER, encodeTraffic, SENT_HEADER, STREAM, subjectOf, type TrafficMessage } from '@weir/model';
import type pg from 'pg';
import type { TestDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';
import { type NatsOptions, startNats, type TestNats } from '../../support/nats.js';
import { startPostgres } from '../../support/postgres.js';
import { startNode, type TestProcess } from '../../support/process.js';
import { queryStore, SUMS_SQL } from '../../support/unpacked.js';
import type { FakeAgent } from '../store/fake-agent.js';

const MAIN = new URL('../../../apps/aggregator/dist/main.js', import.meta.url).pathname;

/** NATS and a database, and what is needed to put messages in at one end and look at the other. */
export class Pipeline {
  private constructor(
    readonly nats: TestNats,
    readonly database: TestDatabase,
    readonly databaseUrl: string,
    readonly connection: NatsConnection,
  ) {}

  static async start(natsOptions: NatsOptions = {}): Promise<Pipeline> {
    const [nats, database] = await Promise.all([startNats(natsOptions), startPostgres()]);
    const connection = await connect({ servers: nats.url, maxReconnectAttempts: -1, reconnectTimeWait: 200 });
    return new Pipeline(nats, database, await database.createDatabase(), connection);
  }

  /** Another empty database on the same server and an empty stream, for the next test. */
  async renew(): Promise<Pipeline> {
    await (await this.manager()).streams.delete(STREAM).catch(() => undefined);
    return new Pipeline(this.nats, this.database, await this.database.createDatabase(), this.connection);
  }

  /** The built aggregator in the role `ingest`. */
  ingester(): TestProcess {
    return startNode('ingester', MAIN, {
      WEIR_DATABASE_URL: this.databaseUrl,
      WEIR_NATS_URL: this.nats.url,
      WEIR_ROLES: 'ingest',
      WEIR_HTTP_PORT: '0',
      WEIR_LOG_LEVEL: 'debug',
    });
  }

  manager(): Promise<JetStreamManager> {
    return jetstreamManager(this.connection);
  }

  /**
   * Publishes until the stream has taken it, without an id: so that only the ledger keeps doubles out. `clockMs` = how far
   * ahead the clock is by which it is sent.
   */
  async publish(message: TrafficMessage, subject = subjectOf('traffic', message.host), clockMs = 0): Promise<void> {
    const sent = headers();
    sent.set(SENT_HEADER, String(Date.now() + clockMs));
    await this.publishRaw(subject, encodeTraffic(message), sent);
  }

  async publishRaw(subject: string, payload: string, sent = headers()): Promise<void> {
    await eventually('the stream takes it', () =>
      jetstream(this.connection).publish(subject, payload, { headers: sent, timeout: 2_000 }),
    );
  }

  rows<T extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<T[]> {
    return queryStore<T>(this.databaseUrl, text, values);
  }

  /** What a table holds of a host, for each key. */
  async sums(table: string, { host }: FakeAgent): Promise<Map<string, bigint[]>> {
    const rows = await this.rows<Record<string, string>>(
      `SELECT key, ARRAY[${SUMS_SQL}] AS sums FROM ${table} JOIN series USING (series_id) JOIN host USING (host_id)
       WHERE host.id = $1 GROUP BY key`,
      [host],
    );
    return new Map(rows.map(({ key, sums }) => [String(key), [...(sums ?? [])].map(BigInt)]));
  }

  async messagesLeft(): Promise<number> {
    return (await (await this.manager()).streams.info(STREAM)).state.messages;
  }

  /**
   * Waits until everything published was stored and acknowledged, as the consumer tells: a NATS that was killed may keep
   * messages in the stream that were acknowledged just before.
   */
  async drained(withinMs = 60_000): Promise<void> {
    await eventually(
      'all messages are acknowledged',
      async () => {
        const { num_pending: waiting, num_ack_pending: held } = await (
          await this.manager()
        ).consumers.info(STREAM, CONSUMER);
        if (waiting + held > 0) throw new Error(`${waiting} messages wait, ${held} are being stored`);
      },
      withinMs,
    );
  }
}
