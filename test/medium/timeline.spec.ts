import { connect, type NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ALERT_SETTING_SUBJECT, ALERT_SUBJECT, encodeAlerts, encodePatterns, PATTERN_SUBJECT } from '@weir/model';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { openAlertSeed } from '../support/alerts/seed.js';
import { eventually } from '../support/eventually.js';
import { askGraphql } from '../support/graphql.js';
import { FLEET_IDS, type FleetApi, startFleetApi } from '../support/inventory.js';
import { askPage, askPages } from '../support/list.js';
import { describeIf, natsServer } from '../support/requirements.js';
import { netIdOf } from '../support/seed.js';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** A whole minute, from which all is told backwards. */
const NOW = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
const [ONE = '', TWO = ''] = FLEET_IDS;
/** When containers of the service web were replaced. */
const DEPLOYED = NOW - 2 * HOUR_MS;

interface Entry {
  readonly id: string;
  readonly kind: string;
  readonly text: string;
}

const iso = (ms: number): string => new Date(ms).toISOString();

describeIf(natsServer, 'the timeline', () => {
  let fleet: FleetApi;
  let nats: NatsConnection;

  const ask = async <T>(query: string, variables: Record<string, unknown> = {}): Promise<T> => {
    const { data, errors } = await askGraphql<T>(fleet.url, query, variables);
    if (!data || errors) throw new Error(JSON.stringify(errors));
    return data;
  };
  const fieldAtFault = async (query: string): Promise<string | undefined> =>
    (await askGraphql(fleet.url, query)).errors?.[0]?.extensions?.field;
  const textsOf = async (args: string): Promise<string[]> =>
    (await askPage<Entry>(fleet.url, { list: 'timeline', args: `${args},`, fields: 'id kind text' })).nodes.map(
      ({ text }) => text,
    );
  const seriesId = async (netId: string): Promise<number> =>
    Number((await fleet.seed.query('SELECT series_id AS id FROM series WHERE net_id = $1', [netId]))[0]?.['id']);
  const event = (host: number, atMs: number, kind: string, subject: string, text: string): Promise<unknown> =>
    fleet.seed.query('INSERT INTO event VALUES ($1, $2, $3, $4, NULL, NULL, $5)', [
      fleet.hostIds[host],
      iso(atMs),
      kind,
      subject,
      text,
    ]);

  beforeAll(async () => {
    fleet = await startFleetApi(3);
    nats = await connect({ servers: fleet.natsUrl });
    // What the fleet has by itself began elsewhere.
    await fleet.seed.query('UPDATE container SET started_at = NULL');
    const seed = openAlertSeed(fleet.seed);
    const web = (host: number): string => 'web'.padEnd(64, String(fleet.hostIds[host]! % 10));
    await event(0, NOW - HOUR_MS, 'interface.mtu', 'host/eth0', 'MTU of eth0 is 9000');
    await event(1, NOW - HOUR_MS, 'container.started', web(1), 'web began to run');
    await seed.alert('alert-1', {
      ...{ ruleId: 'host-cpu', severity: 'critical', state: 'resolved', sentence: 'host-01: CPU 95 %' },
      subject: { level: 'host', key: ONE, name: 'host-01', hostId: ONE, hostName: 'host-01' },
      ...{ firedMs: NOW - 90 * MINUTE_MS, resolvedMs: NOW - 80 * MINUTE_MS },
    });
    await seed.alert('pending', {
      ruleId: 'x',
      severity: 'info',
      state: 'pending',
      subject: { level: 'fleet', key: 'fleet', name: 'fleet' },
      firedMs: null,
    });
    const uplink = await seriesId(netIdOf(TWO, 'host/eth0'));
    for (const [strength, sentence] of [
      [0.9, 'a burst of eth0'],
      [0, 'taken back'],
    ] as const) {
      await fleet.seed.query(
        `INSERT INTO pattern (host_id, series_id, finding, entity_kind, entity_key, entity_name, class, category, started_at, ended_at,
           last_seen_at, strength, evidence, sentence)
         VALUES ($1, $2, 1, 'network', 'front', 'front', 'burst', 'volume', $3, $3, now(), $4, '{}', $5)`,
        [fleet.hostIds[1], uplink, iso(NOW - 30 * MINUTE_MS), strength, sentence],
      );
    }
    for (const [index, hostId] of fleet.hostIds.entries()) {
      await fleet.seed.query(
        `INSERT INTO container (host_id, id, name, host_network, stack, service, image, started_at, gone_at)
         VALUES ($1, $2, 'web', false, 'shop', 'web', 'nginx:0.9', $3, $4)`,
        [hostId, `old-${index}`, iso(DEPLOYED - 48 * HOUR_MS), iso(DEPLOYED)],
      );
      await fleet.seed.query(`UPDATE container SET started_at = $2 WHERE host_id = $1 AND id LIKE 'web%'`, [
        hostId,
        iso(DEPLOYED + index * 30 * SECOND_MS),
      ]);
    }
  });

  afterAll(async () => {
    await nats.close();
    await fleet.seed.end();
  });

  const ANNOTATE = `mutation ($input: AnnotationInput!) { annotate(input: $input) { annotation { id at until hostId text author } refusals { field reason } } }`;
  const annotate = (
    input: object,
  ): Promise<{ annotate: { annotation: { id: string } | null; refusals: { field: string }[] } }> =>
    ask(ANNOTATE, { input });

  it('takes notes, refuses them at the field, and lets them go', async () => {
    const input = {
      at: iso(NOW - 3 * HOUR_MS),
      until: iso(NOW - 2.5 * HOUR_MS),
      text: 'moved the rack',
      author: 'Ada',
    };
    const { annotation, refusals } = (await annotate(input)).annotate;
    expect([annotation, refusals]).toEqual([{ id: expect.any(String), ...input, hostId: null }, []]);
    await annotate({ at: iso(NOW - 10 * MINUTE_MS), hostId: TWO, text: 'replaced the cable' });
    const { id } = (await annotate({ text: 'a mistake' })).annotate.annotation!;
    expect(await ask(`mutation { deleteAnnotation(id: "${id}") }`)).toEqual({ deleteAnnotation: id });
    expect(await fieldAtFault(`mutation { deleteAnnotation(id: "${id}") }`)).toBe('id');
    const refused = async (changes: object): Promise<string[]> =>
      (await annotate({ ...input, ...changes })).annotate.refusals.map(({ field }) => field);
    expect(await refused({ text: ' ', author: '' })).toEqual(['text', 'author']);
    expect(await refused({ until: input.at })).toEqual(['until']);
    expect(await refused({ hostId: 'nobody' })).toEqual(['hostId']);
  });

  const ALL = [
    'replaced the cable',
    'a burst of eth0',
    'web began to run',
    'MTU of eth0 is 9000',
    'host-01: CPU 95 %',
    'shop/web was deployed: nginx:1 instead of nginx:0.9, 3 containers on 3 hosts',
    'moved the rack',
    'shop/web was started anew: nginx:0.9, 3 containers on 3 hosts',
  ];
  const having = (...words: string[]): string[] => ALL.filter((text) => words.some((word) => text.includes(word)));

  it('is one stream, the newest first', async () => {
    const texts = await textsOf('kinds: null');
    expect(texts.toSorted()).toEqual(ALL.toSorted());
    expect([texts.slice(0, 2), texts.slice(4)]).toEqual([ALL.slice(0, 2), ALL.slice(4)]);
  });

  it.each([
    ['kinds: [CHANGE]', ['began', 'MTU']],
    ['kinds: [DEPLOY, ANNOTATION]', ['deployed', 'anew', 'rack', 'cable']],
    ['filter: { host: { eq: "host-01" } }, kinds: [CHANGE, ALERT, PATTERN, ANNOTATION]', ['MTU', 'CPU', 'rack']],
    ['filter: { stack: { eq: "shop" } }, kinds: [CHANGE, ALERT, DEPLOY]', ['began', 'CPU', 'deployed', 'anew']],
    ['filter: { network: { eq: "front" } }, kinds: [PATTERN]', ['burst']],
    ['filter: { text: "cable" }, kinds: [ANNOTATION]', ['cable']],
    [`from: "${iso(NOW - 100 * MINUTE_MS)}", to: "${iso(NOW - 20 * MINUTE_MS)}"`, ['burst', 'began', 'MTU', 'CPU']],
  ])('is of what is asked for: %s', async (args, words) => {
    expect((await textsOf(args)).toSorted()).toEqual(having(...words).toSorted());
  });

  it.each([1, 2, 3, 7])('comes page by page, %i at a time, each once', async (first) => {
    const pages = await askPages<Entry>(fleet.url, { list: 'timeline', fields: 'id text' }, first);
    expect(pages.flatMap(({ nodes }) => nodes.map(({ text }) => text))).toEqual(await textsOf('kinds: null'));
    expect(pages[0]?.totalCount).toBe(ALL.length);
  });

  it('says of each what it is', async () => {
    const { timeline } = await ask<{ timeline: { nodes: (Entry & Record<string, unknown>)[] } }>(
      `{ timeline { nodes { id kind at until text what subject hostId hostName severity author host { name }
         deploy { service image imageBefore containerCount hostIds } } } }`,
    );
    const byText = (word: string): Record<string, unknown> | undefined =>
      timeline.nodes.find(({ text }) => text.includes(word));
    expect(byText('CPU')).toMatchObject({
      id: 'alert-1',
      kind: 'ALERT',
      what: 'host-cpu',
      subject: ONE,
      severity: 'CRITICAL',
      host: { name: 'host-01' },
      until: iso(NOW - 80 * MINUTE_MS),
    });
    expect(byText('burst')).toMatchObject({
      kind: 'PATTERN',
      what: 'burst',
      subject: `${TWO}/front`,
      hostName: 'host-02',
      deploy: null,
    });
    expect(byText('MTU')).toMatchObject({ kind: 'CHANGE', what: 'interface.mtu', subject: 'host/eth0', hostId: ONE });
    expect(byText('rack')).toMatchObject({ kind: 'ANNOTATION', author: 'Ada', hostId: null, host: null });
    expect(byText('deployed')).toMatchObject({
      ...{ kind: 'DEPLOY', at: iso(DEPLOYED), until: iso(DEPLOYED + MINUTE_MS), subject: 'shop/web' },
      deploy: {
        service: 'shop/web',
        image: 'nginx:1',
        imageBefore: 'nginx:0.9',
        containerCount: 3,
        hostIds: expect.arrayContaining([ONE, TWO]),
      },
    });
  });

  it.each([
    ['timeline(first: 0) { nodes { id } }', 'first'],
    ['timeline(after: "nonsense") { nodes { id } }', 'after'],
    [`timeline(from: "${iso(NOW)}", to: "${iso(NOW)}") { nodes { id } }`, 'from'],
    ['timeline(filter: { addresses: { inSubnet: "x" } }) { nodes { id } }', 'filter.addresses.inSubnet'],
    [`timelineMarks(from: "${iso(NOW)}", to: "${iso(NOW - 1)}") { id }`, 'from'],
    [`beforeAndAfter(at: "${iso(NOW + HOUR_MS)}") { ratio }`, 'at'],
    [`beforeAndAfter(at: "${iso(NOW - HOUR_MS)}", minutes: 0) { ratio }`, 'minutes'],
  ])('refuses at the field: %s', async (query, field) => {
    expect(await fieldAtFault(`{ ${query} }`)).toBe(field);
  });

  describe('as marks', () => {
    interface Mark {
      readonly at: string;
      readonly kind: string;
      readonly title: string;
      readonly count: number;
      readonly id: string | null;
    }
    const marks = async (fromMs: number, toMs: number): Promise<Mark[]> =>
      (
        await ask<{ timelineMarks: Mark[] }>(
          `{ timelineMarks(from: "${iso(fromMs)}", to: "${iso(toMs)}") { at until kind title count id } }`,
        )
      ).timelineMarks;

    it('is each entry, the oldest first', async () => {
      const found = await marks(NOW - 3 * HOUR_MS, NOW);
      expect(found.map(({ count }) => count)).toEqual(Array.from({ length: ALL.length - 1 }, () => 1));
      expect([found[0]?.title, found.at(-1)?.title]).toEqual(['moved the rack', 'replaced the cable']);
      expect(found.find(({ kind }) => kind === 'ALERT')).toMatchObject({ id: 'alert-1' });
    });

    it('is what is near each other together, where there is much, and none is lost', async () => {
      await fleet.seed.query(
        `INSERT INTO event SELECT $1, $2::timestamptz + n * interval '1 second', 'interface.state', n, NULL, NULL, 'flapping ' || n FROM generate_series(0, 2999) AS n`,
        [fleet.hostIds[2], iso(NOW - 10 * HOUR_MS)],
      );
      const found = await marks(NOW - 10 * HOUR_MS, NOW);
      expect(found.length).toBeLessThanOrEqual(200);
      expect(found.reduce((sum, { count }) => sum + count, 0)).toBe(3_000 + ALL.length - 1);
      expect(found.map(({ at }) => at)).toEqual(found.map(({ at }) => at).toSorted());
      expect(found[0]).toMatchObject({ at: iso(NOW - 10 * HOUR_MS), count: 900, title: 'flapping 899', id: null });
      expect(found.find(({ kind }) => kind === 'DEPLOY')).toMatchObject({
        count: 1,
        title: expect.stringContaining('nginx:1'),
      });
      await fleet.seed.query(`DELETE FROM event WHERE kind = 'interface.state'`);
    });
  });

  describe('tells traffic before and after', () => {
    const AT = NOW - HOUR_MS;
    const rates = `rxBytesPerSecond txBytesPerSecond rxPacketsPerSecond txErrorsPerSecond rxDroppedPerSecond`;
    const around = async (args: string): Promise<Record<string, unknown>> =>
      (
        await ask<{ beforeAndAfter: Record<string, unknown> }>(
          `{ beforeAndAfter(at: "${iso(AT)}", minutes: 10, ${args}) { before { from to ${rates} } after { to ${rates} } ratio sentence } }`,
        )
      ).beforeAndAfter;

    beforeAll(async () => {
      const uplink = await seriesId(netIdOf(ONE, 'host/eth0'));
      const namespace = `web${fleet.hostIds[0]}`.padEnd(12, '0');
      const web = await seriesId(netIdOf(ONE, `${namespace}/eth0`));
      const MINUTES = 10;
      const before = { rxBytes: 60_000, txBytes: 6_000, rxPackets: 60 };
      const after = { rxBytes: 180_000, txBytes: 18_000, rxPackets: 120, txErrors: 6, rxDropped: 60 };
      const buckets = Array.from({ length: 2 * MINUTES }, (_, minute) => ({
        startMs: AT + (minute - MINUTES) * MINUTE_MS,
        series: [
          { seriesId: uplink, deltas: minute < MINUTES ? before : after },
          { seriesId: web, deltas: { rxBytes: minute < MINUTES ? 0 : 600 } },
        ],
      }));
      await fleet.seed.buckets('1m', fleet.hostIds[0]!, buckets);
    });

    it('of a host, by its uplinks, as was counted', async () => {
      expect(await around(`host: "${ONE}"`)).toEqual({
        before: {
          ...{ from: iso(AT - 10 * MINUTE_MS), to: iso(AT), rxBytesPerSecond: 1_000, txBytesPerSecond: 100 },
          ...{ rxPacketsPerSecond: 1, txErrorsPerSecond: 0, rxDroppedPerSecond: 0 },
        },
        after: {
          ...{ to: iso(AT + 10 * MINUTE_MS), rxBytesPerSecond: 3_000, txBytesPerSecond: 300 },
          ...{ rxPacketsPerSecond: 2, txErrorsPerSecond: 0.1, rxDroppedPerSecond: 1 },
        },
        ratio: 3,
        sentence: 'Traffic went from 1.1 kB/s to 3.3 kB/s, 3 times as much; errors began: 0.1/s; drops began: 1/s.',
      });
    });

    it('of a service, by its containers', async () => {
      expect(await around('filter: { service: { eq: "shop/web" }, hosts: ["' + ONE + '"] }')).toMatchObject({
        ...{ before: { rxBytesPerSecond: 0 }, after: { rxBytesPerSecond: 10 }, ratio: null },
        sentence: 'Traffic began: 10 B/s.',
      });
    });

    it('of an interface that is named', async () => {
      expect(await around(`host: "${ONE}", filter: { interface: { eq: "eth0" } }`)).toMatchObject({
        after: { rxBytesPerSecond: 3_010 },
      });
    });

    it('and says where nothing is known', async () => {
      expect(await around(`host: "${TWO}"`)).toMatchObject({
        before: { rxBytesPerSecond: null },
        ratio: null,
        sentence: 'Nothing is known of the traffic before or after.',
      });
      expect(await around('host: "nobody"')).toMatchObject({ ratio: null });
    });
  });

  it('tells of which kind there is something new', async () => {
    const client = createClient({
      url: `${fleet.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
    });
    const told: string[] = [];
    const end = client.subscribe<{ timelineChanged: string[] }>(
      { query: 'subscription { timelineChanged }' },
      {
        next: ({ data }) => told.push(...(data?.timelineChanged ?? [])),
        error: (error) => told.push(String(error)),
        complete: () => undefined,
      },
    );
    const event = {
      v: 1,
      host: ONE,
      kind: 'interface.mtu',
      subject: 'host/eth0',
      before: null,
      after: null,
      text: 'MTU',
    };
    const causes: readonly (readonly [kinds: string[], tell: () => void])[] = [
      [['ALERT'], () => nats.publish(ALERT_SUBJECT, encodeAlerts({ v: 1, alerts: ['alert-1'], incidents: [] }))],
      [['PATTERN'], () => nats.publish(PATTERN_SUBJECT, encodePatterns({ v: 1, changed: [1], gone: [] }))],
      [['ANNOTATION'], () => nats.publish(ALERT_SETTING_SUBJECT)],
      [['CHANGE', 'DEPLOY'], () => nats.publish(`weir.v1.event.${ONE}`, JSON.stringify({ ...event, at: Date.now() }))],
    ];
    for (const [kinds, tell] of causes) {
      await eventually(`${kinds.join()} is told`, () => {
        tell();
        if (!kinds.every((kind) => told.includes(kind))) throw new Error(`told: ${told.join()}`);
      });
    }
    expect(new Set(told)).toEqual(new Set(['ALERT', 'PATTERN', 'ANNOTATION', 'CHANGE', 'DEPLOY']));
    end();
    await client.dispose();
  });
});
