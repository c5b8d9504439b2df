import { jetstream, jetstreamManager, type StreamState } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { controlSubjectOf, encodeTraffic, inboxPrefixOf, STREAM, subjectOf } from '@weir/model';
import { expect } from '@jest/globals';
import { FakeAgent } from '../medium/store/fake-agent.js';
import { type RunningAggregator, startAggregator } from './aggregator.js';
import { eventually } from './eventually.js';
import { fail } from './fail.js';
import { connectAs, type HeldCredentials, type SecuredNats, startSecuredNats } from './nats-secured.js';
import { startPostgres } from './postgres.js';
import { queryStore } from './unpacked.js';

/** Two hosts that have enrolled, and an aggregator that stores what they send. One of them is taken, and tries what it can. */
export class NatsScene {
  readonly taken = new FakeAgent();
  readonly other = new FakeAgent();
  /** What the attacker would have the other host say: the other counted none of it. */
  readonly forger = new FakeAgent(this.other.host);
  /** What the other host hears, and what is heard within the account of the stream. */
  readonly heardByOther: { readonly subject: string; readonly payload: Uint8Array }[] = [];
  readonly heardInside: string[] = [];
  /** What the attacker is told. */
  readonly violations: string[] = [];

  private constructor(
    readonly nats: SecuredNats,
    readonly databaseUrl: string,
    readonly aggregator: RunningAggregator,
  ) {}

  credentials: HeldCredentials;
  attacker: NatsConnection;
  victim: NatsConnection;
  witness: NatsConnection;

  static async start(command: string): Promise<NatsScene> {
    const [nats, database] = await Promise.all([startSecuredNats(command), startPostgres()]);
    const databaseUrl = await database.createDatabase();
    const aggregator = await startAggregator({ ...nats.env, WEIR_DATABASE_URL: databaseUrl });
    const scene = new NatsScene(nats, databaseUrl, aggregator);
    await scene.connect();
    return scene;
  }

  async close(): Promise<void> {
    await Promise.all([this.attacker, this.victim, this.witness].map((connection) => connection.close()));
  }

  /** Sends a second in which the agent's interface received 100 bytes. */
  async publish(connection: NatsConnection, agent: FakeAgent): Promise<void> {
    const payload = secondOf(agent);
    await eventually('the stream takes it', () =>
      jetstream(connection).publish(subjectOf('traffic', agent.host), payload, { timeout: 2_000, retries: 0 }),
    );
  }

  /** Waits until all that the agent counted is stored, and no more is. */
  async stored(agent: FakeAgent): Promise<void> {
    await eventually('it is stored', async () =>
      expect(await this.sumOf(agent)).toBe(String(agent.truth.get(KEY)?.[0] ?? 0n)),
    );
  }

  async sumOf({ host }: FakeAgent): Promise<string> {
    const [row] = await queryStore<{ sum: string }>(
      this.databaseUrl,
      `SELECT coalesce(sum(rx_bytes), 0)::text AS sum FROM traffic JOIN series USING (series_id) JOIN host USING (host_id)
       WHERE host.id = $1 AND key = $2`,
      [host, KEY],
    );
    return row?.sum ?? fail('no sum');
  }

  async stream(): Promise<StreamState> {
    return (await (await jetstreamManager(this.witness)).streams.info(STREAM)).state;
  }

  /** All that others would see of an attack. */
  async seen(): Promise<unknown> {
    const { last_seq } = await this.stream();
    const refused = await queryStore(this.databaseUrl, 'SELECT count(*) FROM refused');
    const heard = [this.heardByOther.length, this.heardInside.length];
    return { last_seq, refused, heard, sum: await this.sumOf(this.other) };
  }

  /** Waits until the attacker is told no, as the server's log says too. */
  async isTold(what: 'Publish' | 'Subscription', subject: string): Promise<void> {
    await this.attacker.flush();
    await eventually('it is told no', () =>
      expect(this.violations.splice(0)).toEqual([`Permissions Violation for ${what} to "${subject}"`]),
    );
    const lines = this.nats.log().split('\n');
    const line = lines.find((each) => each.includes(`${what} Violation`) && each.includes(`Subject "${subject}"`));
    expect(line).toContain(this.credentials.publicKey);
  }

  private async connect(): Promise<void> {
    const { nats, other, taken } = this;
    const { jwt, seed } = nats.keys.aggregator;
    const aggregator = { host: 'witness', publicKey: '', jwt, seed: new TextEncoder().encode(seed) };
    this.credentials = await nats.enrol(taken.host);
    this.attacker = await connectAs(nats, this.credentials);
    this.victim = await connectAs(nats, await nats.enrol(other.host));
    this.witness = await connectAs(nats, aggregator, { reconnect: true });
    void this.watch();
    this.witness.subscribe('weir.>', { callback: (_, { subject }) => void this.heardInside.push(subject) });
    for (const subject of [controlSubjectOf(other.host), `${inboxPrefixOf(other.host)}.heard.>`]) {
      const callback = (_: Error | null, { subject, data: payload }: { subject: string; data: Uint8Array }): void =>
        void this.heardByOther.push({ subject, payload });
      this.victim.subscribe(subject, { callback });
    }
    await Promise.all([this.victim.flush(), this.witness.flush()]);
  }

  private async watch(): Promise<void> {
    for await (const status of this.attacker.status()) {
      if (status.type === 'error') this.violations.push(status.error.message);
    }
  }
}

const KEY = 'host/eth0';

/** A second in which its interface received 100 bytes. */
export function secondOf(agent: FakeAgent): string {
  return encodeTraffic(agent.tick(Date.now(), { [KEY]: [100, 0, 1, 0, 0, 0, 0, 0] }));
}
