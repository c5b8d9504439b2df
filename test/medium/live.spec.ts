import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { headers, type NatsConnection } from '@nats-io/transport-node';
import { connect } from '@nats-io/transport-node';
import { encodeTraffic, perCounter, SENT_HEADER, subjectOf, type TrafficMessage } from '@weir/model';
import { type Client, createClient, type FormattedExecutionResult } from 'graphql-ws';
import WebSocket from 'ws';
import { type RunningAggregator, startAggregator } from '../support/aggregator.js';
import { eventually } from '../support/eventually.js';
import { askGraphql } from '../support/graphql.js';
import { startNats } from '../support/nats.js';
import { startPostgres } from '../support/postgres.js';
import { describeIf, natsServer } from '../support/requirements.js';
import { netIdOf, openSeed, type Seed } from '../support/seed.js';

const WEB = '0f8fad5b-d9cb-469f-a165-70867728950e';
const DB = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const EDGES = { first: '6fa459ea-ee8a-4ca4-894e-db77e160355e', second: '886313e1-3b8a-4372-9b90-0c9aee199e5d' };
const TRAFFIC =
  'subscription ($filter: TrafficFilter) { traffic(filter: $filter) { hostId at milliseconds part columns } }';

interface Tick {
  readonly hostId: string;
  readonly at: number;
  readonly milliseconds: number;
  readonly part: number;
  readonly columns: Record<string, readonly unknown[]>;
}
type Answers = AsyncIterableIterator<FormattedExecutionResult<{ traffic: Tick }>>;

describeIf(natsServer, 'live traffic', () => {
  let aggregator: RunningAggregator;
  let nats: NatsConnection;
  let seed: Seed;
  let client: Client;
  let seq = 0;
  const socketUrl = (): string => `${aggregator.url.replace('http', 'ws')}/graphql`;

  const message = (more: Partial<TrafficMessage> = {}): TrafficMessage => ({
    ...{ v: 1, host: WEB, boot: 'boot', run: 'run', seq: ++seq, part: 0, at: Date.now(), ms: 1_000 },
    ...{
      keys: ['host/eth0', 'host/eth1'],
      unread: ['host/eth2'],
      columns: perCounter((_, index) => [index, 10 + index]),
    },
    ...{ base: new Map(), resets: [] },
    ...more,
  });
  const publish = (traffic: TrafficMessage, sentMs = Date.now()): void => {
    const header = headers();
    header.set(SENT_HEADER, String(sentMs));
    nats.publish(subjectOf('traffic', traffic.host), encodeTraffic(traffic), { headers: header });
  };
  const subscribers = async (): Promise<string> => (await fetch(`${aggregator.url}/metrics`)).text();
  const subscribe = async (filter?: object): Promise<Answers> => {
    const count = async (): Promise<number> => Number(/^weir_live_subscribers (\d+)$/m.exec(await subscribers())?.[1]);
    const open = await count();
    const answers = client.iterate<{ traffic: Tick }>({ query: TRAFFIC, variables: { filter } }) as Answers;
    while ((await count()) === open) await new Promise((resolve) => setTimeout(resolve, 10));
    return answers;
  };
  const next = async (answers: Answers): Promise<Tick | undefined> =>
    ((await answers.next()).value as FormattedExecutionResult<{ traffic: Tick }> | undefined)?.data?.traffic;

  beforeAll(async () => {
    const [server, database] = await Promise.all([startNats(), startPostgres()]);
    aggregator = await startAggregator({
      WEIR_DATABASE_URL: database.url,
      WEIR_NATS_URL: server.url,
      WEIR_ROLES: 'api',
    });
    nats = await connect({ servers: server.url });
    seed = await openSeed(database.url);
    const hostId = await seed.host(WEB, 'web');
    await seed.series(hostId, WEB, 'host/eth1');
    client = createClient({ url: socketUrl(), webSocketImpl: WebSocket, retryAttempts: 0 });
  });

  afterAll(async () => {
    await client.dispose();
    await nats.close();
    await seed.end();
  });

  it('comes as ticks within moments, without the database', async () => {
    const answers = await subscribe();
    const traffic = message();
    const sentMs = performance.now();
    publish(traffic);
    const tick = await next(answers);
    const elapsedMs = performance.now() - sentMs;
    expect(tick).toEqual({
      hostId: WEB,
      at: traffic.at,
      milliseconds: 1_000,
      part: 0,
      columns: {
        interfaceIds: [netIdOf(WEB, 'host/eth0'), netIdOf(WEB, 'host/eth1')],
        unread: [netIdOf(WEB, 'host/eth2')],
        ...traffic.columns,
      },
    });
    // Not a benchmark: a database round trip, a poll or a timer in between would take longer than this.
    expect(elapsedMs).toBeLessThan(500);
    await answers.return?.();
  });

  it('drops what is old, what came before, and what is garbled', async () => {
    const answers = await subscribe();
    publish(message({ at: Date.now() - 6_000 }));
    nats.publish(subjectOf('traffic', WEB), '{"v":1');
    const shown = message({ ms: 1_001 });
    publish(shown);
    publish(shown);
    publish(message({ ms: 1_002 }));
    expect([(await next(answers))?.milliseconds, (await next(answers))?.milliseconds]).toEqual([1_001, 1_002]);
    await answers.return?.();
  });

  it('shows a host with a wrong clock at our time', async () => {
    const answers = await subscribe();
    const aheadMs = 3_600_000;
    publish(message({ at: Date.now() + aheadMs }), Date.now() + aheadMs);
    expect(Math.abs(((await next(answers))?.at ?? 0) - Date.now())).toBeLessThan(1_000);
    await answers.return?.();
  });

  it('is filtered by host and by interface', async () => {
    const byHost = await subscribe({ hosts: [DB] });
    const byInterface = await subscribe({ interfaces: [netIdOf(WEB, 'host/eth1')] });
    publish(message());
    publish(message({ host: DB, run: 'db' }));
    expect((await next(byHost))?.hostId).toBe(DB);
    expect((await next(byInterface))?.columns).toMatchObject({
      interfaceIds: [netIdOf(WEB, 'host/eth1')],
      unread: [],
      rxBytes: [10],
    });
    await Promise.all([byHost.return?.(), byInterface.return?.()]);
  });

  it('keeps a host alive before anything of it is stored', async () => {
    publish(message());
    await nats.flush();
    const query = '{ hosts { nodes { state lastSeen } } }';
    const { data } = await askGraphql<{ hosts: { nodes: { state: string; lastSeen: string }[] } }>(
      aggregator.url,
      query,
    );
    expect(data?.hosts.nodes).toMatchObject([{ state: 'ALIVE' }]);
  });

  it('refuses unknown interfaces by name', async () => {
    const answers = client.iterate({ query: TRAFFIC, variables: { filter: { interfaces: ['unknown'] } } });
    const { value } = (await answers.next()) as { value: FormattedExecutionResult };
    expect(value.errors?.[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', field: 'interfaces' } });
  });

  it('refuses queries over a WebSocket', async () => {
    const answers = client.iterate({ query: '{ hosts { totalCount } }' });
    await expect(answers.next()).rejects.toEqual([
      expect.objectContaining({ message: expect.stringContaining('Only subscriptions') }),
    ]);
  });

  it.each([
    ['a page of another site', { origin: 'https://evil.example' }, 'graphql-transport-ws', '/graphql', 403],
    [
      'a page whose name is pointed at us',
      { origin: 'http://evil.example', host: 'evil.example' },
      'graphql-transport-ws',
      '/graphql',
      403,
    ],
    ['another path', {}, 'graphql-transport-ws', '/metrics', 404],
    ['another protocol', {}, 'graphql-ws', '/graphql', 400],
  ])('lets no socket be opened by %s', async (_, header, protocol, path, status) => {
    const socket = new WebSocket(socketUrl().replace('/graphql', path), protocol, { headers: header });
    const answered = await new Promise((resolve) => {
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
      socket.on('open', () => resolve('open'));
      socket.on('error', () => undefined);
    });
    socket.terminate();
    expect(answered).toBe(status);
  });

  it('lets the dashboard’s own page open a socket', async () => {
    const socket = new WebSocket(socketUrl(), 'graphql-transport-ws', { headers: { origin: aggregator.url } });
    await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject));
    socket.terminate();
  });

  it('closes a socket that sends more than 64 kB at once, counts it, and writes nothing of it into the log', async () => {
    const socket = new WebSocket(socketUrl(), 'graphql-transport-ws');
    const closed = new Promise<number>((resolve) => socket.on('close', resolve).on('error', () => undefined));
    socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload: 'x'.repeat(70_000) })));
    expect(await closed).toBe(1_009);
    expect(await subscribers()).toMatch(/^weir_live_bad_messages_total 1$/m);
    expect(aggregator.log()).not.toMatch(/max payload|internal error/i);
  });

  it('is filtered as lists are, by what is in the store by then', async () => {
    const answers = await subscribe({ host: { glob: 'w*' }, interface: { eq: 'eth1' } });
    const ids = async (): Promise<unknown> => (await next(answers))?.columns['interfaceIds'];
    publish(message({ host: DB, run: 'other' }));
    publish(message());
    expect(await ids()).toEqual([netIdOf(WEB, 'host/eth1')]);
    const others = await subscribe({ host: { eq: 'web-2' } });
    const renamed = next(others);
    await seed.query(`UPDATE host SET name = 'web-2' WHERE id = $1`, [WEB]);
    const telling = setInterval(() => publish(message()), 200);
    expect((await renamed)?.hostId).toBe(WEB);
    clearInterval(telling);
    await seed.query(`UPDATE host SET name = 'web' WHERE id = $1`, [WEB]);
    await others.return?.();
    await answers.return?.();
  });

  it('adds up from memory what all uplinks count now, unless one host that is there is not heard', async () => {
    const rates = async (): Promise<Record<string, number> | null | undefined> =>
      (await askGraphql<{ fleetRates: Record<string, number> | null }>(aggregator.url, '{ fleetRates }')).data
        ?.fleetRates;
    for (const [name, uuid] of Object.entries(EDGES)) {
      const hostId = await seed.host(uuid, name, { lastSeenMs: Date.now() });
      for (const key of ['host/eth0', 'host/br0'])
        await seed.series(hostId, uuid, key, { uplink: key === 'host/eth0' });
    }
    const columns = perCounter((_, index) => (index === 0 ? [1_000_000, 7_000_000] : [0, 0]));
    const tell = (host: string): void =>
      publish(message({ host, run: host, keys: ['host/eth0', 'host/br0'], columns }));
    publish(message());
    tell(EDGES.first);
    await eventually('the hosts are known, of which one is not heard', async () => expect(await rates()).toBeNull());
    await eventually('all are heard', async () => {
      for (const host of Object.values(EDGES)) tell(host);
      // Beside them, the host of the other tests counts some bytes.
      expect(Math.round(((await rates())?.['rxBytesPerSecond'] ?? 0) / 1_000)).toBe(2_000);
    });
  });

  it('refuses what cannot be a filter', async () => {
    const refused = async (filter: object): Promise<unknown> =>
      (await client.iterate({ query: TRAFFIC, variables: { filter } }).next()).value;
    const field = (name: string): object => ({ errors: [{ extensions: { code: 'BAD_USER_INPUT', field: name } }] });
    expect(await refused({ text: '\u0000' })).toMatchObject(field('filter.text'));
    expect(await refused({ interfaces: [], uplink: true })).toMatchObject(field('interfaces'));
  });

  it('takes at most 16 subscriptions on one socket, so that none takes all that may be watched live', async () => {
    const greedy = createClient({ url: socketUrl(), webSocketImpl: WebSocket, retryAttempts: 0 });
    const open = Array.from({ length: 16 }, () => greedy.iterate({ query: TRAFFIC }));
    for (const answers of open) void answers.next();
    await expect(greedy.iterate({ query: TRAFFIC }).next()).rejects.toEqual([
      expect.objectContaining({ message: expect.stringContaining('More than 16') }),
    ]);
    await greedy.dispose();
  });

  it('ends when the aggregator stops', async () => {
    const answers = await subscribe();
    const ended = answers.next().then(
      () => 'ended',
      () => 'closed',
    );
    await aggregator.stop();
    expect(['ended', 'closed']).toContain(await ended);
  });
});
