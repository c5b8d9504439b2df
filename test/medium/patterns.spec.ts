import { connect, type NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { encodePatterns, PATTERN_SUBJECT } from '@weir/model';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { SeriesAnalysis } from '../../apps/aggregator/src/analyse/engine/series-analysis.js';
import { lookAhead } from '../../apps/aggregator/src/foresight/look-ahead.js';
import { InterfaceRepository } from '../../apps/aggregator/src/query/interfaces.js';
import { CapacityQuery } from '../../apps/aggregator/src/query/outlook/capacity.query.js';
import { HourlyQuery } from '../../apps/aggregator/src/query/outlook/hourly.query.js';
import { SeriesQuery } from '../../apps/aggregator/src/query/series.query.js';
import { SeriesRowsQuery } from '../../apps/aggregator/src/query/series-rows.js';
import { WideTurns } from '../../apps/aggregator/src/query/wide-turns.js';
import { writeBaselines } from '../../apps/aggregator/src/store/patterns/baselines.js';
import { openPool } from '../support/database.js';
import { askGraphql } from '../support/graphql.js';
import { FLEET_IDS, type FleetApi, startFleetApi } from '../support/inventory.js';
import { askPage, askPages } from '../support/list.js';
import { describeIf, natsServer } from '../support/requirements.js';
import { restOf } from '../support/rest.js';
import { netIdOf } from '../support/seed.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const HISTORY_HOURS = 84 * 24;
/** The end of what is stored. */
const NOW = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
/** What began then lasted for an hour. */
const BEGUN = NOW - 4 * HOUR_MS;
const [ONE = '', TWO = ''] = FLEET_IDS;
const UPLINK = netIdOf(ONE, 'host/eth0');

interface Listed {
  readonly id: string;
  readonly class: string;
}

/** Neither round nor alike, and the same each time. */
const noise = (step: number): number => Math.sin(step * 12.9898) * 0.5 + Math.sin(step * 78.233) * 0.5;
/** A link that fills up, on busy days by day. */
const growing = (hour: number): number =>
  (40e6 + (0.4e6 * hour) / 24) * (1 + 0.2 * Math.sin((hour / 24) * 2 * Math.PI) + 0.02 * noise(hour));
const steady = (hour: number): number => 20e6 * (1 + 0.2 * Math.sin((hour / 24) * 2 * Math.PI) + 0.02 * noise(hour));

describeIf(natsServer, 'patterns', () => {
  let fleet: FleetApi;
  let nats: NatsConnection;
  const ids: Record<string, string> = {};
  const keyOf = (index: number, name: string): string => `${`${name}${fleet.hostIds[index]}`.padEnd(12, '0')}/eth0`;
  const netId = (index: number, name: string): string => netIdOf(FLEET_IDS[index] ?? '', keyOf(index, name));
  const containerId = (index: number, name: string): string => name.padEnd(64, String(fleet.hostIds[index]! % 10));
  const seriesId = async (id: string): Promise<number> =>
    Number((await fleet.seed.query('SELECT series_id AS id FROM series WHERE net_id = $1', [id]))[0]?.['id']);
  const ask = async <T>(query: string, variables?: Record<string, unknown>): Promise<T> => {
    const { data, errors } = await askGraphql<T>(fleet.url, query, variables);
    if (!data || errors) throw new Error(JSON.stringify(errors));
    return data;
  };
  const fieldAtFault = async (query: string): Promise<string | undefined> =>
    (await askGraphql(fleet.url, query)).errors?.[0]?.extensions?.field;
  const classesOf = async (args: string): Promise<string[]> =>
    (
      await askPage<Listed>(fleet.url, { list: 'patterns', args: args === '' ? '' : `${args},`, fields: 'id class' })
    ).nodes.map((pattern) => pattern.class);

  interface Seeded {
    readonly host: number;
    readonly series: string | null;
    readonly entity: readonly [kind: string, key: string, name: string];
    readonly class: readonly [name: string, category: string];
    readonly atMs: number;
    readonly untilMs: number | null;
    readonly strength: number;
    readonly seenOn?: readonly object[];
  }
  async function pattern(name: string, seeded: Seeded): Promise<void> {
    const rows = await fleet.seed.query(
      `INSERT INTO pattern (host_id, series_id, finding, entity_kind, entity_key, entity_name, class, category, started_at,
         ended_at, last_seen_at, strength, evidence, sentence, seen_on)
       VALUES ($1, $2, 1, $3, $4, $5, $6, $7, to_timestamp($8::float8 / 1000), to_timestamp($9::float8 / 1000), now(), $10, $11, $12, $13)
       RETURNING pattern_id::text AS id`,
      [
        ...[
          fleet.hostIds[seeded.host],
          seeded.series && (await seriesId(seeded.series)),
          ...seeded.entity,
          ...seeded.class,
        ],
        ...[seeded.atMs, seeded.untilMs, seeded.strength],
        ...[{ peakBytesPerSecond: 5e6, deviations: 9 }, `${name} was found`, JSON.stringify(seeded.seenOn ?? [])],
      ],
    );
    ids[name] = String(rows[0]?.['id']);
  }

  async function seedRates(): Promise<void> {
    for (const [index, rate] of [growing, steady, steady].entries()) {
      const id = await seriesId(netIdOf(FLEET_IDS[index] ?? '', 'host/eth0'));
      const buckets = Array.from({ length: HISTORY_HOURS }, (_, hour) => {
        const bytes = Math.round(rate(hour) * 3_600);
        const deltas = { rxBytes: bytes, txBytes: Math.round(bytes / 10) };
        return { startMs: NOW - (HISTORY_HOURS - hour) * HOUR_MS, series: [{ seriesId: id, deltas }] };
      });
      await fleet.seed.buckets('1h', fleet.hostIds[index] ?? 0, buckets);
    }
    // db follows web two minutes later; job does as it likes.
    const [web, db, job] = await Promise.all(['web', 'db', 'job'].map((name) => seriesId(netId(0, name))));
    const buckets = Array.from({ length: 240 }, (_, minute) => ({
      startMs: NOW - (300 - minute) * MINUTE_MS,
      series: [
        [web ?? 0, 100 + 50 * noise(minute)],
        [db ?? 0, 300 + 150 * noise(minute - 2)],
        [job ?? 0, 200 + 50 * noise(7 * minute + 1_000)],
      ].map(([id = 0, kb = 0]) => ({ seriesId: id, deltas: { rxBytes: Math.round(kb * 60_000) } })),
    }));
    await fleet.seed.buckets('1m', fleet.hostIds[0] ?? 0, buckets);
  }

  beforeAll(async () => {
    fleet = await startFleetApi(3);
    nats = await connect({ servers: fleet.natsUrl });
    await seedRates();
    await pattern('burst', {
      ...{
        host: 0,
        series: netId(0, 'web'),
        entity: ['container', containerId(0, 'web'), 'web'],
        class: ['burst', 'volume'],
      },
      ...{ atMs: BEGUN, untilMs: BEGUN + HOUR_MS, strength: 0.9 },
      seenOn: [{ kind: 'host', key: ONE, name: 'host-01', class: 'level shift', strength: 0.4 }],
    });
    await pattern('flood', {
      ...{ host: 1, series: netId(1, 'db'), entity: ['network', 'back', 'back'], class: ['one-way flood', 'security'] },
      ...{ atMs: BEGUN + HOUR_MS, untilMs: null, strength: 0.7 },
    });
    await pattern('ramp', {
      ...{ host: 1, series: netIdOf(TWO, 'host/eth0'), entity: ['host', TWO, 'host-02'], class: ['ramp', 'volume'] },
      ...{ atMs: BEGUN - 5 * DAY_MS, untilMs: BEGUN - 5 * DAY_MS + HOUR_MS, strength: 0.3 },
    });
    await pattern('taken back', {
      ...{ host: 1, series: null, entity: ['host', TWO, 'host-02'], class: ['drop', 'loss'] },
      ...{ atMs: BEGUN, untilMs: BEGUN, strength: 0 },
    });
    for (const [text, minutes] of [
      ['web was replaced', -3],
      ['web was started', -200],
    ] as const) {
      await fleet.seed.query(`INSERT INTO event VALUES ($1, $2, 'container.started', $3, NULL, NULL, $3)`, [
        ...[fleet.hostIds[0], new Date(BEGUN + minutes * MINUTE_MS).toISOString(), text],
      ]);
    }
  });

  afterAll(async () => {
    await nats?.close();
    await fleet?.seed.end();
  });

  it.each([
    ['', ['one-way flood', 'burst', 'ramp']],
    ['classes: [BURST, RAMP]', ['burst', 'ramp']],
    ['categories: [SECURITY]', ['one-way flood']],
    ['minStrength: 0.7', ['one-way flood', 'burst']],
    ['state: OPEN', ['one-way flood']],
    ['state: ENDED', ['burst', 'ramp']],
    [`from: "${new Date(BEGUN).toISOString()}"`, ['one-way flood', 'burst']],
    [`to: "${new Date(BEGUN).toISOString()}"`, ['ramp']],
    [`filter: { host: { eq: "host-02" } }`, ['one-way flood', 'ramp']],
    [`filter: { hosts: ["${ONE}"] }`, ['burst']],
    // By what it was found on, and by what it is laid to.
    [`filter: { container: { eq: "web" } }`, ['burst']],
    [`filter: { network: { eq: "back" } }`, ['one-way flood']],
    [`filter: { uplink: true }`, ['ramp']],
    [`filter: { text: "WEB" }`, ['burst']],
    [`filter: { service: { ne: "shop/web" } }`, ['one-way flood', 'ramp']],
    [`entities: ["${TWO}/back"]`, ['one-way flood']],
    // Laid to a container of it, and seen on it.
    [`entities: ["${ONE}", "${TWO}"]`, ['burst', 'ramp']],
    [`sort: { by: STRENGTH }`, ['ramp', 'one-way flood', 'burst']],
    [`sort: { by: HOST, direction: DESCENDING }`, ['one-way flood', 'ramp', 'burst']],
    ['dismissed: true', []],
  ])('are found by %s', async (args, expected) => {
    const names = expected.map((name) => name.toUpperCase().replaceAll(/[ -]/g, '_'));
    expect(await classesOf(args)).toEqual(names);
  });

  it('come in pages, each once', async () => {
    for (const sort of ['', 'sort: { by: STRENGTH, direction: DESCENDING },']) {
      const pages = await askPages<Listed>(fleet.url, { list: 'patterns', args: sort, fields: 'id class' }, 1);
      expect(pages.map(({ totalCount }) => totalCount)).toEqual([3, 3, 3]);
      expect(new Set(pages.flatMap(({ nodes }) => nodes.map(({ id }) => id))).size).toBe(3);
    }
  });

  it('are written into files as they are listed', async () => {
    const fileOf = async (query: string): Promise<string> =>
      (await fetch(`${fleet.url}/api/v1/export/patterns.csv?${query}`)).text();
    expect((await fileOf('network=back&open=true')).trim().split(/\r?\n/)).toEqual([
      'startedAt,endedAt,hostId,host,kind,id,name,pattern,category,strength,repeats,feedback,text',
      `${new Date(BEGUN + HOUR_MS).toISOString()},,${TWO},host-02,network,${TWO}/back,back,one-way-flood,security,0.7,0,,flood was found`,
    ]);
    expect((await fileOf('pattern=burst,ramp')).match(/was found/g)).toHaveLength(2);
    expect(await fileOf('pattern=storm')).toContain('which is none of burst, outage');
  });

  it('refuse what cannot be asked, by name', async () => {
    expect(await fieldAtFault('{ patterns(minStrength: 2) { totalCount } }')).toBe('minStrength');
    expect(await fieldAtFault('{ patterns(entities: ["\\u0000"]) { totalCount } }')).toBe('entities');
    expect(await fieldAtFault('{ patternHours(timeZone: "Mars/Olympus") { class } }')).toBe('timeZone');
    expect(await fieldAtFault('{ patternHours(timeZone: "+05:00") { class } }')).toBe('timeZone');
    expect(await fieldAtFault('mutation { patternFeedback(id: "9", verdict: EXPECTED) { id } }')).toBe('id');
  });

  it('say what they are laid to, where else they showed, what they rest on', async () => {
    const { pattern: burst } = await ask<{ pattern: object }>(
      `query ($id: ID!) { pattern(id: $id) { class category startedAt endedAt strength sentence repeats feedback
        evidence { name value unit } entity { kind id name hostId hostName } seenOn { kind id class strength } } }`,
      { id: ids['burst'] },
    );
    expect(burst).toEqual({
      ...{ class: 'BURST', category: 'VOLUME', sentence: 'burst was found', repeats: 0, feedback: null },
      ...{ startedAt: new Date(BEGUN).toISOString(), endedAt: new Date(BEGUN + HOUR_MS).toISOString() },
      strength: expect.closeTo(0.9, 5),
      evidence: expect.arrayContaining([
        { name: 'peakBytesPerSecond', value: 5e6, unit: 'bytes per second' },
        { name: 'deviations', value: 9, unit: 'standard deviations' },
      ]),
      entity: { kind: 'CONTAINER', id: containerId(0, 'web'), name: 'web', hostId: ONE, hostName: 'host-01' },
      seenOn: [{ kind: 'HOST', id: ONE, class: 'LEVEL_SHIFT', strength: 0.4 }],
    });
    const { none } = await ask<{ none: null }>('{ none: pattern(id: "999999999999999999999") { id } }');
    expect(none).toBeNull();
  });

  it('show what was around them: their traffic, what moved with them, what was changed before', async () => {
    const { pattern: burst } = await ask<{
      pattern: {
        series: { from: string; to: string; series: { columns: { rxBytesPerSecond: (number | null)[] } }[] };
        movedWith: { interface: { id: string }; correlation: number; lagMilliseconds: number; chance: number }[];
        changesBefore: { text: string; host: { name: string } }[];
        band: null;
      };
    }>(
      `query ($id: ID!) { pattern(id: $id) { series { from to series { columns } }
        movedWith { interface { id host { name } } correlation lagMilliseconds chance }
        changesBefore { text host { name } } band { at } } }`,
      { id: ids['burst'] },
    );
    expect([burst.series.from, burst.series.to].map(Date.parse)).toEqual([BEGUN - HOUR_MS, BEGUN + 2 * HOUR_MS]);
    expect(burst.series.series[0]?.columns.rxBytesPerSecond.slice(0, 2)).toEqual([
      ...[0, 1].map((minute) => expect.closeTo(1_000 * (100 + 50 * noise(minute)), -2)),
    ]);
    expect(burst.movedWith).toEqual([
      expect.objectContaining({
        ...{ interface: { id: netId(0, 'db'), host: { name: 'host-01' } }, lagMilliseconds: 2 * MINUTE_MS },
        correlation: expect.closeTo(1, 1),
      }),
    ]);
    expect(burst.changesBefore).toEqual([{ text: 'web was replaced', host: { name: 'host-01' } }]);
    expect(burst.band).toBeNull();
  });

  it('are counted by the hours of a week in which they begin', async () => {
    const hoursOf = async (args: string): Promise<number[]> => {
      const { hours } = await ask<{ hours: { class: string; counts: number[] }[] }>(
        `{ hours: patternHours${args} { class counts } }`,
      );
      return hours.map(({ counts }) => counts.findIndex((count) => count === 1));
    };
    const hourOf = (ms: number): number => ((Math.floor(ms / DAY_MS) + 3) % 7) * 24 + new Date(ms).getUTCHours();
    expect(await hoursOf('(classes: [BURST])')).toEqual([hourOf(BEGUN)]);
    // Five hours ahead all year; it may be another day there.
    expect(await hoursOf('(classes: [BURST], timeZone: "Asia/Tashkent")')).toEqual([(hourOf(BEGUN) + 5) % 168]);
    expect(await hoursOf('')).toHaveLength(3);
  });

  it('are told as they change, and taken away where they are not watched any more', async () => {
    const client = createClient({ url: `${fleet.url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket });
    const watch = async (args: string, name: string): Promise<unknown> => {
      const news = client.iterate({ query: `subscription { patternsChanged${args} { id pattern { class } } }` });
      const message = encodePatterns({ v: 1, changed: [Number(ids[name])], gone: [] });
      const telling = setInterval(() => nats.publish(PATTERN_SUBJECT, message), 100);
      // What was told for the question before may still be on its way.
      const told = async (): Promise<unknown> => {
        const { value } = await news.next();
        const { patternsChanged } = (value as { data: { patternsChanged: { id: string } } }).data;
        return patternsChanged.id === ids[name] ? patternsChanged : told();
      };
      const change = await told().finally(() => clearInterval(telling));
      await news.return?.();
      return change;
    };
    const flood = { id: ids['flood'], pattern: { class: 'ONE_WAY_FLOOD' } };
    expect(await watch('', 'flood')).toEqual(flood);
    expect(await watch('(filter: { network: { eq: "back" } }, minStrength: 0.5)', 'flood')).toEqual(flood);
    expect(await watch('(classes: [BURST])', 'flood')).toEqual({ id: ids['flood'], pattern: null });
    expect(await watch('', 'taken back')).toEqual({ id: ids['taken back'], pattern: null });
    await client.dispose();
  });

  it('take what people say of them, and take it back', async () => {
    const say = async (args: string): Promise<unknown> =>
      (
        await ask<{ said: { feedback: string | null } }>(
          `mutation ($id: ID!) { said: patternFeedback(id: $id, ${args}) { feedback } }`,
          { id: ids['ramp'] },
        )
      ).said.feedback;
    const stored = (): Promise<unknown> =>
      fleet.seed.query('SELECT entity_kind, class, verdict, until IS NULL AS "isForGood" FROM pattern_feedback');
    expect(await say(`verdict: EXPECTED, until: "${new Date(Date.now() + DAY_MS).toISOString()}"`)).toBe('EXPECTED');
    expect(await stored()).toEqual([{ entity_kind: 'host', class: 'ramp', verdict: 'expected', isForGood: false }]);
    expect(await classesOf('dismissed: true')).toEqual(['RAMP']);
    expect(await say('verdict: null')).toBeNull();
    expect(await stored()).toEqual([]);
    const past = `mutation { patternFeedback(id: "${ids['ramp']}", verdict: EXPECTED, until: "2020-01-01T00:00:00Z") { id } }`;
    expect(await fieldAtFault(past)).toBe('until');
  });

  it('tell what is usual, once the analysis has saved it', async () => {
    const analysis = new SeriesAnalysis();
    const rates = new Float64Array(8);
    for (let minute = 0; minute < 180; minute += 1) {
      rates[0] = 100_000 + 5_000 * noise(minute);
      analysis.feed({ atMs: BEGUN + minute * MINUTE_MS, lengthMs: MINUTE_MS, rates, capacityBytesPerSecond: NaN });
    }
    const pool = openPool(fleet.watched.url, 1);
    await writeBaselines(pool, [{ seriesId: await seriesId(netId(0, 'web')), atMs: BEGUN, state: analysis.save() }]);
    await pool.end();
    const { band, none } = await ask<{ band: Record<'at' | 'low' | 'middle' | 'high', number[]>; none: null }>(
      `query ($id: ID!, $none: ID!, $from: DateTime!, $to: DateTime!) {
        band: baseline(interface: $id, from: $from, to: $to, points: 10) { at low middle high confidence savedAt stepMilliseconds }
        none: baseline(interface: $none, from: $from, to: $to) { at } }`,
      { id: netId(0, 'web'), none: UPLINK, from: new Date(NOW), to: new Date(NOW + HOUR_MS) },
    );
    expect(none).toBeNull();
    expect(band.at).toHaveLength(6);
    for (const [step, middle] of band.middle.entries()) {
      expect(middle).toBeGreaterThan(80_000);
      expect(middle).toBeLessThan(120_000);
      expect(band.low[step]).toBeLessThan(middle);
      expect(band.high[step]).toBeGreaterThan(middle);
    }
    expect(
      await fieldAtFault(
        `{ baseline(interface: "x", from: "${new Date(NOW).toISOString()}", to: "2100-01-01T00:00:00Z") { at } }`,
      ),
    ).toBe('interface');
  });

  it('are found while somebody keeps up, or not', async () => {
    const QUERY = '{ analysis { at lagMilliseconds seriesCount thinnedCount isThinned since isRunning } }';
    const silent = { at: null, lagMilliseconds: null, seriesCount: 0, thinnedCount: 0, isThinned: false, since: null };
    expect(await ask(QUERY)).toEqual({ analysis: { ...silent, isRunning: false } });
    await fleet.seed.query(
      `INSERT INTO analysis VALUES (0, now() + interval '1 h', 900, 20, 0, NULL), (1, now() + interval '1 h', 1500, 30, 4, '2026-11-20T12:00:00Z')`,
    );
    expect(await ask(QUERY)).toEqual({
      analysis: {
        ...{ at: expect.any(String), lagMilliseconds: 1_500, seriesCount: 50, thinnedCount: 4, isThinned: true },
        ...{ since: '2026-11-20T12:00:00.000Z', isRunning: true },
      },
    });
  });

  it('foretell when links are full, the first in front', async () => {
    interface Link {
      readonly uplink: { readonly host: { readonly name: string } };
      readonly state: string;
      readonly counter: string;
      readonly p95PerSecond: number | null;
      readonly utilisationPercent: number | null;
      readonly daysLeft: number | null;
      readonly low: number | null;
      readonly high: number | null;
    }
    const FIELDS = `linkCount unknownSpeedCount links { uplink { host { name } } counter p95PerSecond state utilisationPercent daysLeft low high
      likelihoodPercent sentence }`;
    const { capacity } = await ask<{ capacity: { links: Link[] } }>(`{ capacity { ${FIELDS} } }`);
    expect(capacity).toMatchObject({ linkCount: 3, unknownSpeedCount: 1 });
    expect(capacity.links.map(({ uplink }) => uplink.host.name)).toEqual(['host-01', 'host-02']);
    const [full, calm] = capacity.links;
    // Of the 168 hours of the last week, 8 are busier than the one that 95 % do not exceed; links are of 1 Gbit/s.
    for (const [link, rate] of [
      [full, growing],
      [calm, steady],
    ] as const) {
      const week = Array.from({ length: 168 }, (_, hour) => rate(HISTORY_HOURS - 168 + hour));
      const busy = week.sort((one, other) => other - one)[8]!;
      expect(link!.p95PerSecond! / busy).toBeCloseTo(1, 4);
      expect(link!.utilisationPercent).toBeCloseTo((busy * 8) / 1e7, 1);
    }
    expect(full).toMatchObject({
      counter: 'RX_BYTES',
      state: 'REACHES',
      sentence: expect.stringMatching(/^reaches 80 % of the link on /),
    });
    // Its busy hours grow by 0.48 MB/s a day, and are some 12 MB/s below the limit.
    expect(full!.daysLeft).toBeGreaterThan(12);
    expect(full!.daysLeft).toBeLessThan(50);
    expect(full!.low!).toBeLessThanOrEqual(full!.daysLeft!);
    expect(full!.high ?? Infinity).toBeGreaterThanOrEqual(full!.daysLeft!);
    expect(calm).toMatchObject({ state: 'NOT_WITHIN', sentence: 'does not reach 80 % of the link within 90 days' });
    const { one } = await ask<{ one: { links: Link[] } }>(
      `{ one: capacity(interface: "${UPLINK}", percent: 20) { links { state daysLeft } } }`,
    );
    expect(one.links).toEqual([{ state: 'REACHED', daysLeft: 0 }]);
    const say = (speed: number | null): Promise<unknown> =>
      ask(
        `mutation { setLinkSpeed(interface: "${netIdOf(FLEET_IDS[2]!, 'host/eth0')}", bitsPerSecond: ${speed}) { name } }`,
      );
    const unknownSpeeds = async (): Promise<number> =>
      (await ask<{ capacity: { unknownSpeedCount: number } }>(`{ capacity { ${FIELDS} } }`)).capacity.unknownSpeedCount;
    await say(1e9);
    expect(await unknownSpeeds()).toBe(0);
    const told = await ask<{ capacity: { links: Link[] } }>(`{ capacity(first: 2) { ${FIELDS} } }`);
    const rest = await (await restOf(fleet.url))<{ links: Link[] }>('/api/v1/capacity', 'limit=2');
    expect(rest.body).toMatchObject({ linkCount: 3, unknownSpeedCount: 0 });
    expect(rest.body.links).toMatchObject(
      told.capacity.links.map(({ uplink, state, counter: _counter, ...link }) => ({
        ...{ ...link, host: uplink.host.name, name: 'eth0', counter: 'rxBytes' },
        state: state.toLowerCase().replaceAll('_', ' '),
      })),
    );
    const refused = await (await restOf(fleet.url))<{ field: string }>('/api/v1/capacity', `net_id=${UPLINK}&host=x`);
    expect(refused.body.field).toBe('net_id');
    await say(null);
    expect(await unknownSpeeds()).toBe(1);
    const { netId: nothingKnown } = await fleet.seed.series(fleet.hostIds[2] ?? 0, FLEET_IDS[2]!, 'host/eth9', {
      firstMs: Date.now(),
    });
    await ask(`mutation { setLinkSpeed(interface: "${nothingKnown}", bitsPerSecond: 1000000000) { name } }`);
    const bare = await ask<{ capacity: object }>(`{ capacity(interface: "${nothingKnown}") { ${FIELDS} } }`);
    await fleet.seed.query('DELETE FROM series WHERE net_id = $1', [nothingKnown]);
    // Before its first hour: what nobody told of is no 0.
    const nothing = { p95PerSecond: null, utilisationPercent: null, daysLeft: null, likelihoodPercent: null };
    expect(bare.capacity).toMatchObject({ links: [{ ...nothing, state: 'UNKNOWN' }] });
    for (const first of [101, 1_000_000_000]) {
      expect(await fieldAtFault(`{ capacity(first: ${first}) { links { uplink { name } } } }`)).toBe('first');
    }
    expect(await fieldAtFault('{ capacity(interface: "x") { linkCount } }')).toBe('interface');
  });

  it('are told of links that will be full, once as long as it lasts', async () => {
    const pool = openPool(fleet.watched.url, 2);
    const wide = new WideTurns();
    const interfaces = new InterfaceRepository(pool);
    const hourly = new HourlyQuery(new SeriesRowsQuery(pool), wide);
    const capacity = new CapacityQuery(new SeriesQuery(pool, wide), hourly, interfaces);
    const looking = { pool, capacity, interfaces };
    const { signal } = new AbortController();
    expect(await lookAhead(looking, AbortSignal.abort())).toEqual([]);
    const told = await lookAhead(looking, signal);
    expect(told).toHaveLength(1);
    expect(await lookAhead(looking, signal)).toEqual(told);
    await pool.end();
    const { nodes } = await askPage<object>(fleet.url, {
      ...{ list: 'patterns', args: 'classes: [SATURATION_AHEAD],' },
      fields: 'id category sentence endedAt entity { kind id name }',
    });
    expect(nodes).toEqual([
      {
        ...{ id: String(told[0]), category: 'CAPACITY', endedAt: null },
        sentence: expect.stringMatching(/^`eth0` on host-01 reaches 80 % of the link on /),
        entity: { kind: 'INTERFACE', id: UPLINK, name: 'eth0' },
      },
    ]);
  });

  it('tell trends and what is to be expected', async () => {
    const range = { from: new Date(NOW - 60 * DAY_MS), to: new Date(NOW) };
    const { trend, calm } = await ask<
      Record<'trend' | 'calm', { slopePerDay: number; sentence: string; direction: string }>
    >(
      `query ($grows: TrendInput!, $stays: TrendInput!) {
        trend(input: $grows) { direction slopePerDay lowPerDay highPerDay startPerSecond endPerSecond sentence }
        calm: trend(input: $stays) { direction slopePerDay sentence } }`,
      { grows: { ...range, host: ONE, counter: 'RX_BYTES' }, stays: { ...range, filter: { hosts: [TWO] } } },
    );
    expect(trend.slopePerDay / 0.4e6).toBeCloseTo(1, 1);
    expect(trend).toMatchObject({ direction: 'UP', sentence: expect.stringMatching(/^grows by .* kB\/s a day/) });
    expect(calm).toMatchObject({ direction: 'NONE', sentence: 'no clear trend' });
    // It came three hours ago.
    await fleet.seed.query('UPDATE series SET first_at = $2 WHERE net_id = $1', [
      netId(1, 'web'),
      new Date(NOW - 3 * HOUR_MS).toISOString(),
    ]);
    const { forecast, little } = await ask<
      Record<'forecast' | 'little', Record<'at' | 'value' | 'low' | 'high', number[]>>
    >(
      `query ($id: ID!, $web: ID!) {
        forecast(input: { interface: $id, counter: RX_BYTES, hours: 24 }) { at value low high historyHours sentence }
        little: forecast(input: { interface: $web }) { at value sentence } }`,
      { id: UPLINK, web: netId(1, 'web') },
    );
    // An hour may have begun since.
    const later = (forecast.at[0]! - NOW) / HOUR_MS;
    expect([0, 1]).toContain(later);
    expect(forecast.at).toHaveLength(24);
    const off = forecast.value.map((value, hour) => Math.abs(value / growing(HISTORY_HOURS + later + hour) - 1));
    expect(Math.max(...off)).toBeLessThan(0.15);
    expect(little).toMatchObject({ at: [], value: [], sentence: expect.stringMatching(/^too little is known/) });
  });

  it('compare any two lines', async () => {
    const range = { from: new Date(NOW - 5 * HOUR_MS), to: new Date(NOW - HOUR_MS) };
    const of = (service: string): object => ({ filter: { hosts: [ONE], container: { eq: service } } });
    const { correlation, none } = await ask<Record<'correlation' | 'none', object>>(
      `query ($close: CorrelationInput!, $apart: CorrelationInput!) {
        correlation(input: $close) { correlation lagMilliseconds chance sentence stepMilliseconds }
        none: correlation(input: $apart) { sentence } }`,
      {
        close: { ...range, one: of('web'), other: of('db') },
        apart: { ...range, one: of('web'), other: { interface: netId(0, 'job') } },
      },
    );
    expect(correlation).toMatchObject({
      ...{ stepMilliseconds: MINUTE_MS, lagMilliseconds: 2 * MINUTE_MS, correlation: expect.closeTo(1, 1) },
      sentence: 'move together closely, the other 2 min later',
    });
    expect(none).toEqual({ sentence: 'do not move together more than chance would have it' });
    const at = `from: "${range.from.toISOString()}", to: "${range.to.toISOString()}"`;
    expect(await fieldAtFault(`{ trend(input: { ${at} }) { sentence } }`)).toBe('interface');
    expect(await fieldAtFault(`{ trend(input: { ${at}, interface: "x" }) { sentence } }`)).toBe('interface');
    expect(await fieldAtFault(`{ trend(input: { ${at}, host: "x" }) { sentence } }`)).toBe('host');
    expect(
      await fieldAtFault(
        `{ correlation(input: { ${at}, one: { interface: "x" }, other: { host: "${ONE}" } }) { chance } }`,
      ),
    ).toBe('one.interface');
  });
});
