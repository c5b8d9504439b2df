import { jetstream, jetstreamManager, RetentionPolicy } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { CONSUMER, STREAM, STREAM_SUBJECTS } from '@weir/model';
import { type RunningAggregator, startAggregator } from '../support/aggregator.js';
import { execute, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { askGraphql, type GraphqlAnswer } from '../support/graphql.js';
import { startNats, type TestNats } from '../support/nats.js';
import { startPostgres } from '../support/postgres.js';
import { describeIf, natsServer } from '../support/requirements.js';

const MAX_BYTES = 1_000_000;
const DAY_SECONDS = 86_400;

interface Health {
  readonly warnings: readonly string[];
  readonly stream: { readonly bytes: number; readonly maxBytes: number; readonly waitingMessages: number } | null;
  readonly storage: { readonly bytes: number; readonly diskFreeBytes: number | null } | null;
}

interface Stored {
  readonly kind: string;
  readonly resolution: string;
  readonly keepSeconds: number | null;
  readonly defaultKeepSeconds: number | null;
  readonly bytes: number;
  readonly tables: readonly { readonly name: string; readonly bytes: number }[];
}

interface Storage {
  readonly edition: string;
  readonly databaseBytes: number;
  readonly diskFreeBytes: number | null;
  readonly diskUnknown: string | null;
  readonly otherBytes: number;
  readonly waitingMessages: number | null;
  readonly stored: readonly Stored[];
}

const FIELDS = `{ edition databaseBytes growthBytesPerDay diskFreeBytes diskUnknown otherBytes waitingMessages
  stored { kind resolution keepSeconds defaultKeepSeconds wholeSince bytes growthBytesPerDay tables { name bytes } } }`;

describeIf(natsServer, 'the stream and the database fill up', () => {
  let nats: TestNats;
  let database: TestDatabase;
  let connection: NatsConnection;
  let aggregator: RunningAggregator;

  beforeAll(async () => {
    [nats, database] = await Promise.all([startNats(), startPostgres()]);
    connection = await connect({ servers: nats.url });
    const manager = await jetstreamManager(connection);
    await manager.streams.add({
      ...{ name: STREAM, subjects: [...STREAM_SUBJECTS], retention: RetentionPolicy.Workqueue, max_bytes: MAX_BYTES },
    });
    await manager.consumers.add(STREAM, { durable_name: CONSUMER, ack_policy: 'explicit' });
    await publish(6);
    // A process that only answers, so that nobody takes anything out of the stream.
    aggregator = await startAggregator({ WEIR_DATABASE_URL: database.url, WEIR_NATS_URL: nats.url, WEIR_ROLES: 'api' });
  });
  beforeEach(() => execute(database.url, 'DELETE FROM retention'));
  afterAll(() => connection.close());

  const publish = async (hundredKilobytes: number): Promise<void> => {
    for (let count = 0; count < hundredKilobytes; count++) {
      await jetstream(connection).publish('weir.v1.traffic.b2f1', new Uint8Array(100_000));
    }
  };
  const health = async (): Promise<Health> => (await (await fetch(`${aggregator.url}/healthz`)).json()) as Health;
  const storage = async (): Promise<Storage> => {
    const answer = await askGraphql<{ storage: Storage }>(aggregator.url, `{ storage ${FIELDS} }`);
    expect(answer.errors).toBeUndefined();
    return answer.data?.storage as Storage;
  };
  const set = (input: Record<string, unknown>): Promise<GraphqlAnswer<{ setRetention: Storage }>> =>
    askGraphql(aggregator.url, `mutation ($input: RetentionInput!) { setRetention(input: $input) ${FIELDS} }`, {
      input,
    });
  const keptAt = ({ stored }: Storage, kind: string, resolution: string): number | null | undefined =>
    stored.find((each) => each.kind === kind && each.resolution === resolution)?.keepSeconds;

  it('is told by /healthz and /metrics, and warned of once a level', async () => {
    await eventually('the stream was looked at', async () => {
      const { stream, warnings } = await health();
      expect(stream).toMatchObject({ maxBytes: MAX_BYTES, waitingMessages: 6 });
      expect(stream?.bytes).toBeGreaterThan(600_000);
      expect(warnings).toEqual([expect.stringMatching(/^the stream WEIR is 60 % full .* 6 messages wait/)]);
    });
    await publish(3);
    await eventually('it is looked at again', async () => expect((await health()).stream?.waitingMessages).toBe(9));
    const metrics = await (await fetch(`${aggregator.url}/metrics`)).text();
    expect(metrics).toMatch(/^weir_stream_bytes 90\d{4}$/m);
    expect(metrics).toMatch(/^weir_stream_max_bytes 1000000$/m);
    expect(metrics).toMatch(/^weir_stream_waiting_messages 9$/m);
    expect(metrics).toMatch(/^weir_database_bytes \d{7,}$/m);
    expect(metrics).toMatch(/^weir_table_bytes\{table="traffic_1m"\} \d+$/m);
    const warned = aggregator.log().match(/the stream WEIR is \d+ % full/g);
    expect(warned).toEqual(['the stream WEIR is 60 % full', 'the stream WEIR is 90 % full']);
  });

  it('is answered by table, by resolution and as a whole', async () => {
    const { edition, databaseBytes, diskFreeBytes, diskUnknown, stored, otherBytes, waitingMessages } = await storage();
    expect({ edition, diskUnknown, waitingMessages }).toEqual({
      edition: 'none',
      diskUnknown: null,
      waitingMessages: 9,
    });
    expect(diskFreeBytes).toBeGreaterThan(1e6);
    expect(stored.map(({ kind, resolution }) => `${kind} ${resolution}`)).toEqual([
      ...['TRAFFIC RAW', 'TRAFFIC MINUTE', 'TRAFFIC FIVE_MINUTES', 'TRAFFIC HOUR', 'TRAFFIC DAY'],
      ...['STATE RAW', 'STATE FIVE_MINUTES', 'STATE HOUR', 'EVENT RAW'],
    ]);
    const total = otherBytes + stored.reduce((sum, { bytes }) => sum + bytes, 0);
    expect(total).toBeGreaterThan(0);
    expect(total).toBeLessThan(databaseBytes);
    expect(stored.map(({ keepSeconds }) => keepSeconds)).toEqual(stored.map((each) => each.defaultKeepSeconds));
  });

  it('grows with what is written, partitions included', async () => {
    const before = await storage();
    await execute(
      database.url,
      `CREATE TABLE protocol_grown PARTITION OF protocol FOR VALUES FROM ('2001-01-01') TO ('2001-01-02');
       INSERT INTO protocol SELECT '2001-01-01', 1, convert_to(repeat('x', 1000), 'UTF8') FROM generate_series(1, 1000)`,
    );
    const bytesOf = ({ stored }: Storage): number =>
      stored.flatMap(({ tables }) => tables).find(({ name }) => name === 'protocol')?.bytes ?? 0;
    expect(bytesOf(await storage()) - bytesOf(before)).toBeGreaterThan(1e6);
  });

  it('is kept for as long as is set', async () => {
    const { data } = await set({ kind: 'TRAFFIC', resolution: 'MINUTE', keepSeconds: 30 * DAY_SECONDS });
    expect(keptAt(data?.setRetention as Storage, 'TRAFFIC', 'MINUTE')).toBe(30 * DAY_SECONDS);
    await set({ kind: 'EVENT', resolution: 'RAW', keepSeconds: null });
    const now = await storage();
    expect(keptAt(now, 'EVENT', 'RAW')).toBeNull();
    expect(keptAt(now, 'TRAFFIC', 'MINUTE')).toBe(30 * DAY_SECONDS);
    expect(keptAt(now, 'STATE', 'HOUR')).toBe(400 * DAY_SECONDS);
  });

  it.each([
    [{ kind: 'TRAFFIC', resolution: 'RAW', keepSeconds: 91 * DAY_SECONDS }, 'keepSeconds', 'is more than 1m is kept'],
    [{ kind: 'STATE', resolution: 'HOUR', keepSeconds: DAY_SECONDS }, 'keepSeconds', 'shorten 5m first'],
    [{ kind: 'STATE', resolution: 'DAY', keepSeconds: DAY_SECONDS }, 'resolution', 'is none that state is kept at'],
    [{ kind: 'TRAFFIC', resolution: 'RAW', keepSeconds: 60 }, 'keepSeconds', 'is not between 21600 (6 hours)'],
    [{ kind: 'TRAFFIC', resolution: 'RAW', keepSeconds: 86400.5 }, 'keepSeconds', 'is not a whole number'],
    [{ kind: 'TRAFFIC', resolution: 'RAW' }, 'keepSeconds', 'is missing'],
  ])('refuses what cannot be, naming the field: %p', async (input, field, reason) => {
    const { errors } = await set(input);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field });
    expect(errors?.[0]?.message).toContain(reason);
    expect(await execute(database.url, 'SELECT FROM retention')).toEqual([]);
  });
});
