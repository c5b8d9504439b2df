import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import {
  controlSubjectOf,
  decodeControl,
  encodeEvent,
  encodeTraffic,
  type Focus,
  perCounter,
  subjectOf,
  type TrafficMessage,
} from '@weir/model';
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
const LIVE = `subscription ($input: LiveSeriesInput!) { liveSeries(input: $input) {
  at milliseconds revision hostsExpected hostsHeard groups columns } }`;

interface Frame {
  readonly at: number;
  readonly milliseconds: number;
  readonly revision: number;
  readonly hostsExpected: number;
  readonly hostsHeard: number;
  readonly groups: readonly { index: number; group: string; keys: readonly { name: string }[] }[] | null;
  readonly columns: Readonly<Record<'groups' | 'incomplete' | 'rxBytesPerSecond' | 'txBytesPerSecond', number[]>>;
}
type Answers<T> = AsyncIterableIterator<FormattedExecutionResult<T>>;

/** The second that has just begun, as a tick's end: what is told of the one before. */
const secondNow = (): number => Math.floor(Date.now() / 1_000) * 1_000;

describeIf(natsServer, 'live series', () => {
  let aggregator: RunningAggregator;
  let nats: NatsConnection;
  let seed: Seed;
  let client: Client;
  let seq = 0;

  const publish = (host: string, at: number, bytes: Readonly<Record<string, number>>, ms = 1_000): void => {
    const counts = Object.values(bytes);
    const message: TrafficMessage = {
      ...{ v: 1, host, boot: 'boot', run: 'run', seq: ++seq, part: 0, at, ms, keys: Object.keys(bytes), unread: [] },
      columns: perCounter((_, place) => counts.map((count) => (place === 0 ? count : 0))),
      ...{ base: new Map(), resets: [] },
    };
    nats.publish(subjectOf('traffic', host), encodeTraffic(message));
  };
  const subscribers = async (): Promise<number> => {
    const text = await (await fetch(`${aggregator.url}/metrics`)).text();
    return Number(/^weir_live_subscribers (\d+)$/m.exec(text)?.[1]);
  };
  const subscribe = async <T>(query: string, variables: Record<string, unknown>): Promise<Answers<T>> => {
    const open = await subscribers();
    const answers = client.iterate<T>({ query, variables }) as Answers<T>;
    await eventually('the subscription is open', async () => expect(await subscribers()).toBe(open + 1));
    return answers;
  };
  const watch = (input: object): Promise<Answers<{ liveSeries: Frame }>> => subscribe(LIVE, { input });
  const next = async (answers: Answers<{ liveSeries: Frame }>): Promise<Frame> => {
    const { data, errors } = ((await answers.next()).value ?? {}) as FormattedExecutionResult<{ liveSeries: Frame }>;
    if (!data) throw new Error(JSON.stringify(errors));
    return data.liveSeries;
  };
  const refusal = async (input: object): Promise<unknown> => {
    const answers = client.iterate({ query: LIVE, variables: { input } });
    const { value } = (await answers.next()) as { value: FormattedExecutionResult };
    return value.errors?.[0]?.extensions?.['field'];
  };

  beforeAll(async () => {
    const [server, database] = await Promise.all([startNats(), startPostgres()]);
    aggregator = await startAggregator({
      ...{ WEIR_DATABASE_URL: database.url, WEIR_NATS_URL: server.url, WEIR_ROLES: 'api' },
    });
    nats = await connect({ servers: server.url });
    seed = await openSeed(database.url);
    for (const [uuid, name] of [
      [WEB, 'web'],
      [DB, 'db'],
    ] as const) {
      const hostId = await seed.host(uuid, name, { lastSeenMs: Date.now() });
      await seed.series(hostId, uuid, 'host/eth0');
      await seed.series(hostId, uuid, 'host/docker0', { class: 'bridge', uplink: false });
      await seed.series(hostId, uuid, 'aaaaaaaaaaaa/eth0', {
        class: 'container',
        uplink: false,
        namespace: 'aaaaaaaaaaaa',
      });
      await seed.query(
        `INSERT INTO container (host_id, id, name, namespace, host_network, stack, service)
         VALUES ($1, repeat('a', 64), 'shop-web-1', 'aaaaaaaaaaaa', false, 'shop', 'web')`,
        [hostId],
      );
    }
    client = createClient({
      url: `${aggregator.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
    });
  });

  afterAll(async () => {
    await client.dispose();
    await nats.close();
    await seed.end();
  });

  it('tell each packet once, as soon as all hosts have told of a second', async () => {
    const answers = await watch({ grouping: 'HOST' });
    const at = secondNow();
    publish(WEB, at, { 'host/eth0': 1_000, 'host/docker0': 500, 'aaaaaaaaaaaa/eth0': 500 });
    publish(DB, at, { 'host/docker0': 7 });
    const frame = await next(answers);
    expect(frame).toMatchObject({ at: at - 1_000, milliseconds: 1_000, hostsExpected: 2, hostsHeard: 2, revision: 0 });
    const indexOf = Object.fromEntries(frame.groups?.map(({ index, group }) => [group, index]) ?? []);
    expect(Object.keys(indexOf).sort()).toEqual([WEB, DB].sort());
    expect(frame.columns).toEqual({
      ...{ groups: [indexOf[WEB]], incomplete: [], rxBytesPerSecond: [1_000], txBytesPerSecond: [0] },
    });
    await answers.return?.();
  });

  it('sum up groups over hosts, name them once, and tell a gap from zero', async () => {
    const answers = await watch({ groupBy: ['SERVICE'], counters: ['RX_BYTES'] });
    const at = secondNow();
    publish(WEB, at, { 'aaaaaaaaaaaa/eth0': 300, 'host/eth0': 9 });
    publish(DB, at, { 'aaaaaaaaaaaa/eth0': 100 });
    const frame = await next(answers);
    expect(frame.groups?.map(({ keys }) => keys)).toEqual([
      [{ dimension: 'SERVICE', label: null, value: 'shop/web', name: 'shop/web' }],
    ]);
    expect(frame.columns).toEqual({ groups: [0], incomplete: [], rxBytesPerSecond: [400] });
    publish(WEB, at + 1_000, {});
    const half = await next(answers);
    expect(half).toMatchObject({ at, groups: null, hostsHeard: 1, columns: { groups: [], incomplete: [0] } });
    publish(DB, at + 1_000, { 'aaaaaaaaaaaa/eth0': 50 });
    const whole = await next(answers);
    expect(whole).toMatchObject({ at, revision: 1, hostsHeard: 2, columns: { groups: [0], incomplete: [] } });
    expect(whole.columns.rxBytesPerSecond).toEqual([50]);
    await answers.return?.();
  });

  it('are the same text for all who watch the same', async () => {
    const [one, other] = [await watch({ grouping: 'ALL' }), await watch({ grouping: 'ALL' })];
    const at = secondNow();
    publish(WEB, at, { 'host/eth0': 11 });
    publish(DB, at, { 'host/eth0': 12 });
    const frames = [await next(one), await next(other)];
    expect(frames[1]).toEqual(frames[0]);
    expect(frames[0]?.columns.rxBytesPerSecond).toEqual([23]);
    await Promise.all([one.return?.(), other.return?.()]);
  });

  it('find interfaces that are new in the store within seconds', async () => {
    const answers = await watch({
      filter: { interface: { glob: 'eth*' }, classes: ['UPLINK'] },
      groupBy: ['INTERFACE'],
    });
    const [row] = await seed.query('SELECT host_id FROM host WHERE id = $1', [WEB]);
    await seed.series(Number(row?.['host_id']), WEB, 'host/eth7');
    await seed.query('UPDATE host SET inventory_at = now() WHERE id = $1', [WEB]);
    const names = await eventually(
      'eth7 is told',
      async () => {
        publish(WEB, secondNow(), { 'host/eth7': 5 });
        publish(DB, secondNow(), {});
        const frame = await next(answers);
        const found = frame.groups?.map(({ group }) => group) ?? [];
        expect(found).toContain(netIdOf(WEB, 'host/eth7'));
        return found;
      },
      15_000,
    );
    expect(names).toHaveLength(3);
    await answers.return?.();
  });

  it('ask a host that is looked at closely to sample four times a second, and draw quarters', async () => {
    const asked: Focus[] = [];
    nats.subscribe(controlSubjectOf(WEB), {
      callback: (_, message) => {
        const decoded = decodeControl(message.data);
        if (decoded.ok && decoded.value.focus) asked.push(decoded.value.focus);
      },
    });
    await nats.flush();
    const answers = await watch({ filter: { hosts: [WEB] }, grouping: 'HOST', focus: true });
    await eventually('the lease has come', async () => expect(asked).toHaveLength(1));
    expect(asked[0]).toEqual({ intervalMs: 250, forMs: expect.any(Number) });
    const at = secondNow();
    for (const quarter of [250, 500]) publish(WEB, at + quarter, { 'host/eth0': quarter }, 250);
    const frames = [await next(answers), await next(answers)];
    expect(frames.map((frame) => [frame.at - at, frame.milliseconds, frame.columns.rxBytesPerSecond])).toEqual([
      [0, 250, [1_000]],
      [250, 250, [2_000]],
    ]);
    await eventually('the lease is renewed', async () => expect(asked.length).toBeGreaterThan(1), 10_000);
    await answers.return?.();
    const before = asked.length;
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    expect(asked.length).toBeLessThanOrEqual(before + 1);
  });

  it.each([
    ['focus', { focus: true, filter: { hosts: [WEB, DB] } }],
    ['focus', { focus: true, filter: { hosts: ['x.>'] } }],
    ['counters', { counters: [] }],
    ['top.count', { top: { count: 101 } }],
    ['top.counter', { top: { count: 1, counter: 'TX_ERRORS' } }],
    ['groupBy', { groupBy: [] }],
    ['interfaces', { interfaces: ['unknown'] }],
    ['filter', { interfaces: [netIdOf(WEB, 'host/eth0')], filter: {} }],
  ])('are refused with the name of the field: %s of %j', async (field, input) => {
    expect(await refusal(input)).toBe(field);
  });

  it('end with the reason when what is watched becomes too much', async () => {
    const hostId = await seed.host('3b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed', 'big', { lastSeenMs: Date.now() });
    const answers = await watch({ groupBy: ['INTERFACE'], filter: { interface: { glob: 'many*' } } });
    await seed.query(
      `INSERT INTO series (host_id, key, net_id, name, class, uplink, first_at)
       SELECT $1, 'host/many' || number, 'many' || number, 'many' || number, 'uplink', true, now()
       FROM generate_series(1, 1001) AS number`,
      [hostId],
    );
    await seed.query('UPDATE host SET inventory_at = now() WHERE host_id = $1', [hostId]);
    const last = async (): Promise<FormattedExecutionResult> => {
      const { value } = (await answers.next()) as { value: FormattedExecutionResult };
      return value.errors ? value : last();
    };
    const refused = expect.objectContaining({
      message: expect.stringContaining('makes 1001 groups'),
      extensions: { code: 'BAD_USER_INPUT', field: 'filter' },
    });
    expect((await last()).errors).toEqual([refused]);
    expect((await answers.next()).done).toBe(true);
    for (const table of ['series', 'host']) await seed.query(`DELETE FROM ${table} WHERE host_id = $1`, [hostId]);
  });

  it('come with events as they pass, each once', async () => {
    const query =
      'subscription ($filter: EventFilter) { changes(filter: $filter) { hostId at kind subject before after text } }';
    const answers = await subscribe<{ changes: Record<string, unknown> }>(query, {
      filter: { hosts: [WEB], kinds: ['interface.*'] },
    });
    const at = Date.now();
    const event = {
      v: 1,
      host: WEB,
      at,
      kind: 'interface.mtu',
      subject: 'host/eth0',
      before: '1500',
      after: '9000',
      text: 'MTU',
    } as const;
    for (const each of [
      { ...event, kind: 'network.added' },
      event,
      event,
      { ...event, host: DB },
      { ...event, at: at + 1 },
    ]) {
      nats.publish(subjectOf('event', each.host), encodeEvent(each));
    }
    const { v: _, host, ...told } = event;
    const told1 = ((await answers.next()).value as FormattedExecutionResult<{ changes: object }>).data?.changes;
    expect(told1).toEqual({ ...told, hostId: host, at: new Date(at).toISOString() });
    const told2 = ((await answers.next()).value as FormattedExecutionResult<{ changes: object }>).data?.changes;
    expect(told2).toMatchObject({ at: new Date(at + 1).toISOString() });
    await answers.return?.();
  });

  it('come with the events that pass a filter, also where the store hears of it a moment later', async () => {
    const query = 'subscription ($filter: EventFilter) { changes(filter: $filter) { kind subject } }';
    const answers = await subscribe<{ changes: object }>(query, { filter: { stack: { eq: 'new' } } });
    const event = { v: 1, host: WEB, at: Date.now(), before: null, after: null, text: 'Started' } as const;
    for (const subject of ['c'.repeat(64), 'd'.repeat(64)]) {
      nats.publish(subjectOf('event', WEB), encodeEvent({ ...event, kind: 'container.started', subject }));
    }
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await seed.query(
      `INSERT INTO container (host_id, id, name, host_network, labels, stack)
       SELECT host_id, repeat('d', 64), 'd', false, '{}', 'new' FROM host WHERE id = $1`,
      [WEB],
    );
    const told = (await answers.next()).value as FormattedExecutionResult<{ changes: object }>;
    expect(told.data?.changes).toEqual({ kind: 'container.started', subject: 'd'.repeat(64) });
    await seed.query('DELETE FROM container');
    await answers.return?.();
  });

  it('come with what the aggregator finds itself', async () => {
    const query = 'subscription ($filter: EventFilter) { changes(filter: $filter) { kind hostId } }';
    const found = (place: number): Promise<unknown> =>
      seed.query(
        `INSERT INTO event (host_id, time, kind, subject, text)
         SELECT host_id, now() - $2::int * interval '1 min', 'host.clock-wrong', id::text, 'The clock' FROM host WHERE id = $1`,
        [WEB, place],
      );
    await found(1);
    const answers = await subscribe<{ changes: object }>(query, { filter: { kinds: ['host.*'], host: { eq: 'web' } } });
    // What was found before is no news.
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    await found(2);
    const told = (await answers.next()).value as FormattedExecutionResult<{ changes: object }>;
    expect(told.data?.changes).toEqual({ kind: 'host.clock-wrong', hostId: WEB });
    await seed.query('DELETE FROM event');
    await answers.return?.();
  });

  it('come with news of hosts that pass a filter', async () => {
    const query = 'subscription ($filter: Filter) { hosts(filter: $filter) { kind name } }';
    const answers = await subscribe<{ hosts: object }>(query, { filter: { host: { glob: 'ml-*' } } });
    const news = async (): Promise<unknown> =>
      ((await answers.next()).value as FormattedExecutionResult<{ hosts: object }>).data?.hosts;
    const ids = ['1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4b01', '1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4b02'] as const;
    await seed.host(ids[0], 'web-9', { lastSeenMs: 0 });
    await seed.host(ids[1], 'ml-1', { lastSeenMs: 0 });
    expect(await news()).toEqual({ kind: 'NEW', name: 'ml-1' });
    // A host that ceases to pass is told of once more.
    await seed.query(`UPDATE host SET name = 'x' WHERE id = $1`, [ids[1]]);
    expect(await news()).toEqual({ kind: 'RENAMED', name: 'x' });
    for (const id of ids) await seed.query('DELETE FROM host WHERE id = $1', [id]);
    await answers.return?.();
  });

  it('come with news of hosts', async () => {
    const query = 'subscription { hosts { kind hostId name at } }';
    const answers = await subscribe<{ hosts: Record<string, unknown> }>(query, {});
    const mail = '1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed';
    // The other hosts fall silent meanwhile.
    const news = async (): Promise<unknown> => {
      const told = ((await answers.next()).value as FormattedExecutionResult<{ hosts: Record<string, unknown> }>).data;
      return told?.hosts['hostId'] === mail ? told.hosts : news();
    };
    await seed.host(mail, 'mail', { lastSeenMs: 0 });
    expect(await news()).toMatchObject({ kind: 'NEW', hostId: mail, name: 'mail' });
    await seed.query(`UPDATE host SET name = 'post' WHERE id = $1`, [mail]);
    expect(await news()).toMatchObject({ kind: 'RENAMED', hostId: mail, name: 'post' });
    publish(mail, Date.now(), {});
    expect(await news()).toMatchObject({ kind: 'ALIVE', hostId: mail });
    await seed.query('DELETE FROM host WHERE id = $1', [mail]);
    expect(await news()).toMatchObject({ kind: 'FORGOTTEN', hostId: mail });
    await answers.return?.();
  });

  it('let what a host has be found, until it is forgotten', async () => {
    const find = async (text: string): Promise<readonly string[]> => {
      const query = 'query ($text: String!) { search(text: $text) { kind name where field id gone } }';
      const { data, errors } = await askGraphql<{ search: { kind: string; name: string; where: string }[] }>(
        ...([aggregator.url, query, { text }] as const),
      );
      if (!data) throw new Error(JSON.stringify(errors));
      return data.search.map(({ kind, name, where }) => `${kind} ${name}: ${where}`);
    };
    expect((await find('shpo'))[0]).toBe('STACK shop: stack of 2 containers on 2 hosts');
    expect(await find('shop web')).toEqual([
      'SERVICE shop/web: service of 2 containers on 2 hosts',
      'CONTAINER shop-web-1: container on db',
    ]);
    await seed.host('2b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed', 'archive');
    await eventually('it is found', async () =>
      expect(await find('archvie')).toEqual(['HOST archive: host with 0 containers']),
    );
    await seed.query(`UPDATE series SET addresses = '{10.1.2.3,fd00::7}' WHERE net_id = $1`, [
      netIdOf(WEB, 'host/eth0'),
    ]);
    await seed.query('UPDATE host SET inventory_at = now() WHERE id = $1', [WEB]);
    await eventually('its address is found', async () => {
      for (const text of ['10.1.2.3', '10.1.', '10.0.0.0/8', 'fd00::', 'fd00::/8']) {
        expect(await find(text)).toEqual(['INTERFACE eth0: interface on web']);
      }
    });
    await seed.query(`DELETE FROM host WHERE name = 'archive'`);
    await eventually('it is found no longer', async () => expect(await find('archive')).toEqual([]));
  });

  it.each([
    ['text', { text: 'a\u0000' }],
    ['text', { text: 'x'.repeat(201) }],
    ['first', { text: 'x', first: 0 }],
    ['first', { text: 'x', first: 101 }],
  ])('refuse a search with the name of the field: %s', async (field, variables) => {
    const query = 'query ($text: String!, $first: Int) { search(text: $text, first: $first) { id } }';
    expect((await askGraphql(aggregator.url, query, variables)).errors?.[0]?.extensions?.field).toBe(field);
  });
});
