import { jetstream } from '@nats-io/jetstream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { encodeInventory, encodeTraffic, type InventoryMessage, subjectOf } from '@weir/model';
import type { Pool } from 'pg';
import { startAggregator } from '../support/aggregator.js';
import { openPool } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { makeToken } from '../support/access.js';
import { askGraphql } from '../support/graphql.js';
import { startNats } from '../support/nats.js';
import { startPostgres } from '../support/postgres.js';
import { describeIf, natsServer } from '../support/requirements.js';
import { FakeAgent, inventoryOf } from './store/fake-agent.js';

const SAMPLE_MS = 300_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const GAMMA = '16fd2706-8baf-433b-82eb-8c7fada847da';
const [ALPHA, BETA] = ['0f8fad5b-d9cb-469f-a165-70867728950e', '7c9e6679-7425-40de-944b-e07fc1f90ae7'];
/** The Saturday before clocks are put back in Berlin, and the Sunday of 25 hours: 49 hours of samples. */
const [START_MS, END_MS] = weekendOf25Hours();
const COUNT = 588;
/** Of these nothing is told at first. */
const isLate = (sample: number): boolean => sample >= 100 && sample < 120;
/** Of this one two minutes of five are told. */
const PARTLY = 50;
/** A container that is made anew each half hour of the first five, and counts in one sample of three. */
const LIVES = 10;

const ASK = `query ($input: PercentileInput!) { percentile(input: $input) {
  from to inBytesPerSecond outBytesPerSecond maxBytesPerSecond sampleCount droppedCount missingCount excludedCount
  curve { rank inBytesPerSecond outBytesPerSecond maxBytesPerSecond } cost currency } }`;

/** The truth: what was counted in a sample, and in how many seconds of it. */
interface Told {
  readonly sample: number;
  readonly key: string;
  readonly bytes: readonly [received: number, transmitted: number];
  readonly seconds: number;
}

interface Percentile {
  readonly from: string;
  readonly to: string;
  readonly inBytesPerSecond: number | null;
  readonly outBytesPerSecond: number | null;
  readonly maxBytesPerSecond: number | null;
  readonly sampleCount: number;
  readonly droppedCount: number;
  readonly missingCount: number;
  readonly excludedCount: number;
  readonly curve: { readonly rank: readonly number[]; readonly inBytesPerSecond: readonly number[] };
  readonly cost: number | null;
}

function weekendOf25Hours(): [number, number] {
  const year = new Date().getUTCFullYear();
  // Clocks are put back on the last Sunday of October; it begins at 22:00 of Saturday, UTC.
  const sundays = [year, year - 1].map((each) => {
    const last = new Date(Date.UTC(each, 9, 31));
    return last.getTime() - last.getUTCDay() * DAY_MS - 2 * HOUR_MS;
  });
  const sunday = sundays.find((ms) => ms < Date.now() - 3 * DAY_MS)!;
  return [sunday - DAY_MS, sunday + 25 * HOUR_MS];
}

/** The hour that clocks of a place show at the begin of a sample. */
function hourAt(sample: number, timeZone: string): string {
  const shown = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', hour: '2-digit' });
  return shown.format(START_MS + sample * SAMPLE_MS);
}

describeIf(natsServer, 'the 95th percentile', () => {
  const truth: Told[] = [];
  const agents: Record<string, FakeAgent> = { [ALPHA]: new FakeAgent(ALPHA), [BETA]: new FakeAgent(BETA) };
  let url: string;
  let pool: Pool;
  let nats: NatsConnection;
  let seed = 11;
  const random = (): number => (seed = (seed * 48_271) % 2_147_483_647);

  const publish = (kind: 'traffic' | 'inventory', host: string, payload: string): Promise<unknown> =>
    jetstream(nats).publish(subjectOf(kind, host), payload);

  /** One message of all of a sample, or of its first two minutes. */
  const tell = async (host: string, sample: number, keys: readonly string[]): Promise<void> => {
    const seconds = sample === PARTLY ? 120 : 300;
    const deltas: Record<string, number[]> = {};
    for (const key of keys) {
      const bytes: [number, number] = [random(), random()];
      deltas[key] = [...bytes, 1, 1, 0, 0, 0, 0];
      truth.push({ sample, key: `${host}/${key}`, bytes, seconds });
    }
    const message = agents[host]!.tick(START_MS + sample * SAMPLE_MS + seconds * 1_000, deltas, {
      ms: seconds * 1_000,
    });
    await publish('traffic', host, encodeTraffic(message));
  };

  beforeAll(async () => {
    const [server, database] = await Promise.all([startNats(), startPostgres()]);
    ({ url } = await startAggregator({ WEIR_NATS_URL: server.url, WEIR_DATABASE_URL: database.url }));
    pool = openPool(database.url, 1);
    nats = await connect({ servers: server.url });
    const inventory = inventoryOf(ALPHA, START_MS, ['host/eth0', 'host/eth1']);
    await publish('inventory', ALPHA, encodeInventory(inventory));
    for (let sample = 0; sample < COUNT; sample += 1) {
      if (!isLate(sample)) await tell(ALPHA, sample, ['host/eth0', 'host/eth1']);
    }
    for (let life = 0; life < LIVES; life += 1) {
      await publish('inventory', BETA, encodeInventory(inventoryOfBeta(life)));
      for (let place = 0; place < 6; place += 1) {
        const inner = place % 3 === 0 ? [`${namespaceOf(life)}/eth0`] : [];
        await tell(BETA, life * 6 + place, ['host/eth0', ...inner]);
      }
    }
  });

  afterAll(async () => {
    await nats?.close();
    await pool?.end();
  });

  const input = (more: object = {}): object => ({
    ...{ subject: { kind: 'UPLINK', host: ALPHA, name: 'eth0' }, timeZone: 'Europe/Berlin' },
    ...{ from: new Date(START_MS).toISOString(), to: new Date(END_MS).toISOString(), ...more },
  });
  const ask = async (more: object = {}): Promise<Percentile> => {
    const { data, errors } = await askGraphql<{ percentile: Percentile }>(url, ASK, { input: input(more) });
    expect(errors).toBeUndefined();
    return data!.percentile;
  };

  /** The rates of each sample, by the test's own account; null where nothing was told. */
  const ratesOf = (isOf: (key: string) => boolean, way: 0 | 1): (number | null)[] =>
    Array.from({ length: COUNT }, (_, sample) => {
      const told = truth.filter((each) => each.sample === sample && isOf(each.key));
      if (told.length === 0) return null;
      return told.reduce((sum, { bytes }) => sum + bytes[way], 0) / told[0]!.seconds;
    });
  /** Sorted from the highest on: five of a hundred are crossed out, and the next one counts. */
  const billed = (rates: readonly number[]): number => {
    const highestFirst = [...rates].sort((one, other) => other - one);
    return highestFirst[Number((BigInt(rates.length) * 5n) / 100n)]!;
  };
  const known = (rates: readonly (number | null)[]): number[] => rates.filter((rate) => rate !== null);
  const isEth0 = (key: string): boolean => key === `${ALPHA}/host/eth0`;
  const ofSamples = (counts: (sample: number) => boolean, missing?: number): Record<string, unknown> => {
    const pick = (way: 0 | 1): (number | null)[] => ratesOf(isEth0, way).filter((_, sample) => counts(sample));
    const [rx, tx] = [pick(0), pick(1)].map((rates) =>
      known(missing === undefined ? rates : rates.map((rate) => rate ?? missing)),
    ) as [number[], number[]];
    return {
      inBytesPerSecond: expect.closeTo(billed(rx), 2),
      outBytesPerSecond: expect.closeTo(billed(tx), 2),
      maxBytesPerSecond: expect.closeTo(billed(rx.map((rate, at) => Math.max(rate, tx[at]!))), 2),
      sampleCount: rx.length,
      droppedCount: Math.floor(rx.length / 20),
    };
  };
  const all = (): boolean => true;

  it('is that of all samples that are known, those of 25 hours in a day', async () => {
    expect((END_MS - START_MS) / SAMPLE_MS).toBe(COUNT);
    await eventually('all is stored', async () => expect((await ask()).sampleCount).toBe(COUNT - 20));
    const told = await ask();
    expect(told).toMatchObject({ ...ofSamples(all), missingCount: 20, excludedCount: 0, cost: null });
    expect([told.from, told.to]).toEqual([new Date(START_MS).toISOString(), new Date(END_MS).toISOString()]);
    const billedAt = told.curve.rank.indexOf(told.sampleCount - told.droppedCount);
    expect(told.curve.inBytesPerSecond[billedAt]).toBe(told.inBytesPerSecond);
    expect(told.curve.rank.length).toBeLessThanOrEqual(300);
  });

  it('takes what is missing for zero where it is told to', async () => {
    expect(await ask({ missing: 'ZERO' })).toMatchObject({
      ...ofSamples(all, 0),
      sampleCount: COUNT,
      missingCount: 20,
    });
  });

  it('leaves out windows by the clocks of a place: an hour more where they show it twice, half an hour off in India', async () => {
    const night = { from: '01:00', to: '04:00' };
    const isDay = (sample: number): boolean => !/0[123]$/.test(hourAt(sample, 'Europe/Berlin'));
    const excludedCount = 3 * 12 + 4 * 12;
    expect(await ask({ excludeWeekly: [night] })).toMatchObject({ ...ofSamples(isDay), excludedCount });
    const sunday = { weekdays: ['SUNDAY'], from: '00:00', to: '06:00' };
    const isKept = (sample: number): boolean => !/^Sun.*0[0-5]$/.test(hourAt(sample, 'Asia/Kolkata'));
    expect(await ask({ excludeWeekly: [sunday], timeZone: 'Asia/Kolkata' })).toMatchObject({
      ...ofSamples(isKept),
      excludedCount: 72,
    });
  });

  it('leaves out stretches, with what they touch in part, and what is missing there is not missing', async () => {
    const at = (sample: number, ms: number): string => new Date(START_MS + sample * SAMPLE_MS + ms).toISOString();
    const excludeRanges = [{ from: at(90, 60_000), to: at(109, 60_000) }];
    const isKept = (sample: number): boolean => sample < 90 || sample > 109;
    expect(await ask({ excludeRanges })).toMatchObject({ ...ofSamples(isKept), excludedCount: 20, missingCount: 10 });
  });

  it('adds up what a host, the fleet and containers of a name pass, however often these are made anew', async () => {
    const uplinks =
      (host: string): ((key: string) => boolean) =>
      (key) =>
        key.startsWith(`${host}/host/`);
    const both = known(ratesOf(uplinks(ALPHA), 0));
    expect(await ask({ subject: { kind: 'HOST', host: ALPHA } })).toMatchObject({
      inBytesPerSecond: expect.closeTo(billed(both), 2),
    });
    const to = new Date(START_MS + LIVES * 6 * SAMPLE_MS).toISOString();
    const fiveHours = (rates: readonly (number | null)[]): (number | null)[] => rates.slice(0, LIVES * 6);
    const [alpha, beta] = [ALPHA, BETA].map((host) => fiveHours(ratesOf(uplinks(host), 1))) as (number | null)[][];
    expect(await ask({ subject: { kind: 'FLEET' }, to })).toMatchObject({
      outBytesPerSecond: expect.closeTo(billed(alpha!.map((rate, sample) => rate! + beta![sample]!)), 2),
    });
    const job = fiveHours(ratesOf((key) => key.includes('/job'), 0)).map((rate) => rate ?? 0);
    expect(await ask({ subject: { kind: 'CONTAINER', name: 'job' }, to })).toMatchObject({
      ...{ inBytesPerSecond: expect.closeTo(billed(job), 2), sampleCount: LIVES * 6, missingCount: 0 },
    });
  });

  it('counts samples that lie in the range as a whole, and are over', async () => {
    const from = new Date(START_MS + 1).toISOString();
    const cut = await ask({ from, to: new Date(START_MS + 3 * SAMPLE_MS - 1).toISOString() });
    expect([cut.sampleCount, Date.parse(cut.from), Date.parse(cut.to)]).toEqual([
      ...[1, START_MS + SAMPLE_MS, START_MS + 2 * SAMPLE_MS],
    ]);
    const ahead = await ask({ to: new Date(Date.now() + DAY_MS).toISOString() });
    expect(Date.parse(ahead.to)).toBeLessThanOrEqual(Date.now());
    // Read in several parts, of which one tells something.
    const before = await ask({ from: new Date(START_MS - 15 * DAY_MS).toISOString() });
    expect(before).toMatchObject({ ...ofSamples(all), missingCount: 15 * 288 + 20 });
  });

  it('costs its commit, and what is above it; REST says the same as GraphQL', async () => {
    const price = { commitMegabitsPerSecond: 10, commitPrice: 50, pricePerMegabitPerSecond: 0.8, currency: 'EUR' };
    const excludeWeekly = [{ weekdays: ['SATURDAY'], from: '22:00', to: '02:00' }];
    const told = await ask({ price, excludeWeekly });
    expect(told.cost).toBe(Math.round((50 + ((told.maxBytesPerSecond! * 8) / 1e6 - 10) * 0.8) * 100) / 100);
    const { subject, ...range } = input() as { subject: { host: string; name: string } };
    const asked = {
      ...range,
      kind: 'uplink',
      host: subject.host,
      name: subject.name,
      excludeWeekly: 'saturday@22:00-02:00',
    };
    const query = new URLSearchParams({ ...asked, ...price } as unknown as Record<string, string>);
    expect(await (await fetch(`${url}/api/v1/percentile?${query.toString()}`)).json()).toEqual(told);
  });

  it.each(['way=out', 'commitMegabitsPerSecond=10', 'commitPrice=50', 'pricePerMegabitPerSecond=1'])(
    'is refused where %s is all that is said of a price',
    async (part) => {
      const refused = await fetch(`${url}/api/v1/percentile?${part}`);
      expect([refused.status, await refused.json()]).toEqual([400, expect.objectContaining({ field: 'currency' })]);
    },
  );

  it('costs nothing, not 0, where a currency comes without a price; and refuses one that is none', async () => {
    const range = `from=${new Date(START_MS).toISOString()}&to=${new Date(START_MS + HOUR_MS).toISOString()}`;
    const answer = await (await fetch(`${url}/api/v1/percentile?${range}&currency=EUR`)).json();
    expect(answer).toMatchObject({ sampleCount: expect.any(Number), cost: null, currency: null });
    for (const [asked, field] of [
      ['commitPrice=1&currency=XXQ', 'currency'],
      ['currency=nonsense', 'currency'],
      ['currency=EUR&way=in', 'pricePerMegabitPerSecond'],
    ]) {
      const refused = await fetch(`${url}/api/v1/percentile?${range}&${asked}`);
      expect([refused.status, await refused.json()]).toEqual([400, expect.objectContaining({ field })]);
    }
  });

  it('takes what passed while an agent was away for even, and for no peak', async () => {
    // Before all else, so that it is rolled up first.
    const [fromMs, hours] = [START_MS - 3 * DAY_MS, 8];
    const toMs = fromMs + hours * HOUR_MS;
    const away = { 'host/eth0': [2_880_000_000, 0, 1, 0, 0, 0, 0, 0] };
    await publish('inventory', GAMMA, encodeInventory(inventoryOf(GAMMA, fromMs, ['host/eth0'])));
    await publish('traffic', GAMMA, encodeTraffic(new FakeAgent(GAMMA).tick(toMs, away, { ms: hours * HOUR_MS })));
    const subject = { kind: 'UPLINK', host: GAMMA, name: 'eth0' };
    const of = (): Promise<Percentile> =>
      ask({ subject, from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() });
    await eventually('it is stored', async () => expect((await of()).sampleCount).toBeGreaterThan(0));
    const rolledUp = async (): Promise<void> => {
      const sql = 'SELECT FROM dirty_1m WHERE bucket < $1 UNION ALL SELECT FROM dirty_5m WHERE bucket < $1';
      expect((await pool.query(sql, [new Date(toMs).toISOString()])).rowCount).toBe(0);
    };
    for (const ready of [async () => undefined, () => eventually('it is rolled up', rolledUp)]) {
      await ready();
      const told = await of();
      const rates = told.curve.inBytesPerSecond.map((rate) => Math.round(rate / 100));
      expect(rates).toEqual(told.curve.rank.map(() => 1_000));
      // Seven hours are told as such, one sample each, and the last one by the minute.
      expect([told.sampleCount, told.missingCount]).toEqual([7 + 12, 7 * 11]);
    }
  });

  it('counts for who sees one host alone what that host passed', async () => {
    const { header } = await makeToken(url, { role: 'VIEWER', scope: { hosts: ['builder-7'] } });
    const to = new Date(START_MS + LIVES * 6 * SAMPLE_MS).toISOString();
    const of = (subject: Record<string, string>): Promise<Response> => {
      const range = { from: new Date(START_MS).toISOString(), to };
      const query = new URLSearchParams({ ...subject, ...range }).toString();
      return fetch(`${url}/api/v1/percentile?${query}`, { headers: header });
    };
    const { inBytesPerSecond, sampleCount } = await ask({ subject: { kind: 'HOST', host: ALPHA }, to });
    expect(await (await of({ kind: 'fleet' })).json()).toMatchObject({ inBytesPerSecond, sampleCount });
    const hidden = await of({ kind: 'host', host: BETA });
    expect([hidden.status, await hidden.json()]).toEqual([400, expect.objectContaining({ field: 'host' })]);
  });

  it('takes in what comes late', async () => {
    for (let sample = 0; sample < COUNT; sample += 1) {
      if (isLate(sample)) await tell(ALPHA, sample, ['host/eth0', 'host/eth1']);
    }
    await eventually('it is stored', async () => expect((await ask()).missingCount).toBe(0));
    expect(await ask()).toMatchObject({ ...ofSamples(all), sampleCount: COUNT });
  });

  describe('refuses', () => {
    const refused = async (more: object): Promise<unknown[]> => {
      const { errors } = await askGraphql(url, ASK, { input: input(more) });
      return [errors?.[0]?.extensions?.['field'], errors?.[0]?.message];
    };
    const none = '00000000-0000-4000-8000-000000000000';

    it.each([
      ['a name that nothing has', { subject: { kind: 'STACK', name: 'nowhere' } }, 'subject.name', /finds no stack/],
      ['a host that there is not', { subject: { kind: 'HOST', host: none } }, 'subject.host', /finds no host/],
      [
        'days before there was a host, of the fleet',
        {
          subject: { kind: 'FLEET' },
          from: new Date(START_MS - 300 * DAY_MS).toISOString(),
          to: new Date(START_MS - 299 * DAY_MS).toISOString(),
        },
        'from',
        /any host/,
      ],
      ['a range that ends before it begins', { to: '2020-01-01T00:00:00Z' }, 'from', /not before to/],
      ['a range of two minutes', { to: new Date(START_MS + 120_000).toISOString() }, 'from', /no five minutes/],
      ['an unknown zone', { timeZone: 'Mars/Olympus' }, 'timeZone', /IANA/],
    ])('%s', async (_, more, field, reason) => {
      expect(await refused(more)).toEqual([field, expect.stringMatching(reason)]);
    });

    it('what is bad in the words of parameters, too', async () => {
      const bad = new URLSearchParams({ kind: 'uplink', from: '2026-01-01T00:00:00Z', timeZone: 'UTC' });
      const answer = await fetch(`${url}/api/v1/percentile?${bad.toString()}`);
      expect([answer.status, await answer.json()]).toEqual([400, expect.objectContaining({ field: 'host' })]);
    });

    it('what is older than five minutes are kept, and says since when they are', async () => {
      const keptSince = new Date(START_MS + DAY_MS).toISOString();
      await pool.query(
        `INSERT INTO horizon (resolution, time) SELECT unnest('{raw,1m,5m}'::text[]), $1
         ON CONFLICT (resolution) DO UPDATE SET time = EXCLUDED.time`,
        [keptSince],
      );
      expect(await refused({})).toEqual(['from', expect.stringContaining(`before ${keptSince}`)]);
      expect((await ask({ from: keptSince })).sampleCount).toBe(25 * 12);
    });
  });
});

const namespaceOf = (life: number): string => `job${String(life).padStart(9, '0')}`;

/** The container job in its so-manyth life. */
function inventoryOfBeta(life: number): InventoryMessage {
  const startedAt = START_MS + life * 6 * SAMPLE_MS;
  const container = {
    ...{ id: String(life).padStart(64, 'b'), name: 'job', image: 'job:1', namespace: namespaceOf(life) },
    ...{ hostNetwork: false, labels: {}, startedAt, stack: null, service: null },
    ...{ pod: null, podNamespace: null, workload: null },
  };
  const keys = ['host/eth0', `${namespaceOf(life)}/eth0`];
  const plain = inventoryOf(BETA, startedAt, keys, { containers: [container] });
  return { ...plain, os: { ...plain.os, hostname: 'worker-1' } };
}
