import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { COUNTERS } from '@weir/model';
import { type RunningAggregator, startAggregator } from '../support/aggregator.js';
import { askGraphql } from '../support/graphql.js';
import { startNats } from '../support/nats.js';
import { startPostgres } from '../support/postgres.js';
import { describeIf, natsServer } from '../support/requirements.js';
import { openSeed, type Seed } from '../support/seed.js';

const WEB = '0f8fad5b-d9cb-469f-a165-70867728950e';
const DB = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const END = Date.parse('2026-11-20T12:00:00.003Z');
const before = (seconds: number): number => END - seconds * 1_000;
const names = COUNTERS.map((counter) => counter.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase());

interface Average {
  readonly coveredMilliseconds: number;
  readonly perSecond: Record<string, number> | null;
}
interface Group {
  readonly group: string;
  readonly keys: readonly { name: string | null }[];
  readonly oneMinute: Average;
  readonly fiveMinutes: Average;
  readonly fifteenMinutes: Average;
}

const AVERAGES = `query ($input: AveragesInput!) { averages(input: $input) { at groups {
  group keys { name } oneMinute { ...a } fiveMinutes { ...a } fifteenMinutes { ...a } } } }
  fragment a on WindowAverage { coveredMilliseconds perSecond }`;

describeIf(natsServer, 'averages of groups', () => {
  let aggregator: RunningAggregator;
  let seed: Seed;
  let web: number;
  let db: number;

  const ask = async (input: Record<string, unknown>): Promise<{ at: string; groups: readonly Group[] }> => {
    const { data, errors } = await askGraphql<{ averages: { at: string; groups: Group[] } }>(aggregator.url, AVERAGES, {
      input: { at: new Date(END).toISOString(), ...input },
    });
    expect(errors).toBeUndefined();
    return data!.averages;
  };
  const rx = ({ perSecond }: Average): number | null => perSecond?.['rxBytesPerSecond'] ?? null;
  const service = async (hostId: number, namespace: string, name: string): Promise<void> => {
    await seed.query(
      `INSERT INTO container (host_id, id, name, namespace, host_network, stack, service)
       VALUES ($1, $2, $3, $4, false, 'shop', $3)`,
      [hostId, namespace.padEnd(64, '0'), name, namespace],
    );
  };
  const placed = (namespace: string): { class: string; uplink: boolean; namespace: string } => ({
    ...{ class: 'container', uplink: false, namespace },
  });

  beforeAll(async () => {
    const [nats, database] = await Promise.all([startNats(), startPostgres()]);
    aggregator = await startAggregator({
      WEIR_DATABASE_URL: database.url,
      WEIR_NATS_URL: nats.url,
      WEIR_ROLES: 'api',
    });
    seed = await openSeed(database.url);
    web = await seed.host(WEB, 'web', { lastSeenMs: END });
    db = await seed.host(DB, 'db', { lastSeenMs: before(5) });
    // web: an agent that was restarted, then the host was down for 20 s. db: present throughout.
    await seed.presence(web, before(960), before(60));
    await seed.presence(web, before(60), before(40), 20_000);
    await seed.presence(web, before(40), before(30));
    await seed.presence(web, before(10), before(0));
    await seed.presence(db, before(960), before(0));
  });

  afterAll(() => seed.end());

  it('are those of REST for a single interface: across a restart, a gap, a birth and what could not be read', async () => {
    const steady = await seed.series(web, WEB, 'host/steady0');
    const born = await seed.series(web, WEB, 'host/born0', { firstMs: before(45) });
    const missed = await seed.series(web, WEB, 'host/missed0');
    const all = [steady, born, missed];
    for (const { seriesId } of all) {
      await seed.traffic(seriesId, before(60), { rxBytes: 4_000, txPackets: 3 }, 20_000);
      await seed.traffic(seriesId, before(899.5), { rxBytes: 10_000 });
      await seed.traffic(seriesId, before(300.25), { rxBytes: 777, rxErrors: 1 });
      await seed.traffic(seriesId, before(1), { rxBytes: 500 });
    }
    await seed.unread(missed.seriesId, before(38), before(35));
    await seed.unread(missed.seriesId, before(250), before(240));
    await seed.traffic(missed.seriesId, before(250), { rxBytes: 99_000 }, 11_000);
    const { groups } = await ask({ interfaces: all.map(({ netId }) => netId), counters: names });
    expect(groups).toHaveLength(3);
    for (const { group, oneMinute, fiveMinutes, fifteenMinutes } of groups) {
      const rest = await (await fetch(`${aggregator.url}/api/v1/interface/${group}/stats`)).json();
      const { averages } = rest as { averages: Record<string, Record<string, number>> };
      for (const [window, average] of Object.entries({ oneMinute, fiveMinutes, fifteenMinutes })) {
        const { coveredSeconds, ...rates } = averages[window] ?? {};
        expect(average.coveredMilliseconds).toBe((coveredSeconds ?? NaN) * 1_000);
        for (const [name, rate] of Object.entries(rates)) expect(average.perSecond?.[name]).toBeCloseTo(rate, 9);
      }
    }
  });

  it('sum hosts, each over the seconds known of it', async () => {
    for (const [hostId, uuid] of [
      [web, WEB],
      [db, DB],
    ] as const) {
      const { seriesId } = await seed.series(hostId, uuid, 'host/sum0', { class: 'vlan', uplink: false });
      await seed.traffic(seriesId, before(5), { rxBytes: 1_200 });
    }
    const { groups } = await ask({ grouping: 'ALL', filter: { classes: ['VLAN'] } });
    // 40 s of web and all 60 s of db are known.
    expect(groups.map(({ oneMinute }) => [rx(oneMinute), oneMinute.coveredMilliseconds])).toEqual([[50, 60_000]]);
  });

  it('count a service that moved to another host once', async () => {
    await service(web, 'aaaaaaaaaaaa', 'moved');
    await service(db, 'bbbbbbbbbbbb', 'moved');
    const old = await seed.series(web, WEB, 'aaaaaaaaaaaa/eth0', { ...placed('aaaaaaaaaaaa'), goneMs: before(450) });
    const fresh = await seed.series(db, DB, 'bbbbbbbbbbbb/eth0', { ...placed('bbbbbbbbbbbb'), firstMs: before(450) });
    // 100 bytes a second throughout; web is fully known but for 20 s.
    await seed.traffic(old.seriesId, before(900), { rxBytes: 45_000 });
    await seed.traffic(fresh.seriesId, before(400), { rxBytes: 45_000 });
    const { groups } = await ask({ groupBy: ['SERVICE'], filter: { service: { eq: 'moved' } } });
    expect(groups.map(({ keys }) => keys[0]?.name)).toEqual(['shop/moved']);
    expect(rx(groups[0]!.fifteenMinutes)).toBeCloseTo(45_000 / 880 + 45_000 / 900, 9);
  });

  it('begin with the birth of the first member', async () => {
    await service(db, 'cccccccccccc', 'young');
    await service(db, 'dddddddddddd', 'young');
    const first = await seed.series(db, DB, 'cccccccccccc/eth0', { ...placed('cccccccccccc'), firstMs: before(20) });
    await seed.series(db, DB, 'dddddddddddd/eth0', { ...placed('dddddddddddd'), firstMs: before(10) });
    await seed.traffic(first.seriesId, before(15), { rxBytes: 2_000 });
    const { groups } = await ask({ groupBy: ['SERVICE'], filter: { service: { eq: 'young' } } });
    for (const window of ['oneMinute', 'fiveMinutes', 'fifteenMinutes'] as const) {
      expect(groups[0]?.[window]).toEqual({
        coveredMilliseconds: 20_000,
        perSecond: { rxBytesPerSecond: 100, txBytesPerSecond: 0 },
      });
    }
  });

  it('divide a member that could not be read by its own time', async () => {
    const [read, missed] = await Promise.all(
      ['read0', 'missed1'].map((name) => seed.series(db, DB, `host/${name}`, { class: 'virtual', uplink: false })),
    );
    await seed.traffic(read!.seriesId, before(2), { rxBytes: 600 });
    await seed.traffic(missed!.seriesId, before(2), { rxBytes: 600 });
    await seed.unread(missed!.seriesId, before(60), before(30));
    const { groups } = await ask({ groupBy: ['CLASS'], filter: { classes: ['VIRTUAL'] } });
    expect(rx(groups[0]!.oneMinute)).toBe(30);
  });

  it('end with the newest sample, and are unknown where nothing is', async () => {
    const { at, groups } = await ask({ at: null, grouping: 'HOST' });
    expect(at).toBe(new Date(END).toISOString());
    expect(groups.map(({ keys }) => keys[0]?.name).sort()).toEqual(['web']);
    const long = await ask({ at: '2026-11-01T00:00:00Z', grouping: 'HOST' });
    expect(long.groups.map(({ oneMinute }) => oneMinute)).toEqual([{ coveredMilliseconds: 0, perSecond: null }]);
  });

  it.each<[string, Record<string, unknown>]>([
    ['interfaces', { interfaces: ['unknown'] }],
    ['filter', { interfaces: ['unknown'], filter: {} }],
    ['counters', { counters: [] }],
    ['groupBy', { groupBy: [] }],
  ])('refuse bad input by the name of its field: %s', async (field, input) => {
    const { errors } = await askGraphql(aggregator.url, AVERAGES, { input });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field });
  });
});
