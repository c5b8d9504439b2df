import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { WHOLE_INVENTORY } from '@weir/model';
import type pg from 'pg';
import type { Edition } from '../../../apps/aggregator/src/store/edition/edition.js';
import { migrate } from '../../../apps/aggregator/src/store/migrate.js';
import type { Arrival, Content } from '../../../apps/aggregator/src/store/write/arrival.js';
import { BatchWriter } from '../../../apps/aggregator/src/store/write/batch-writer.js';
import { type TestDatabase, openPool } from '../../support/database.js';
import { startPostgres } from '../../support/postgres.js';
import { queryUnpacked } from '../../support/unpacked.js';
import { arrivalOf, eight, FakeAgent, inventoryOf, stateOf } from './fake-agent.js';
import { prepareServer } from './prepared-server.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A whole hour, not long ago. */
const T0 = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - HOUR_MS;
const KEY = 'host/eth0';
/** How long messages are on their way: never the same. */
const WAYS_MS = [3, 41, 12, 77, 5, 160, 8];

describe('a host whose clock is wrong', () => {
  let server: TestDatabase;
  let prepared: string;
  let pool: pg.Pool;
  let edition: Edition;
  let writer: BatchWriter;
  let agent: FakeAgent;

  beforeAll(async () => {
    ({ server, prepared } = await prepareServer(startPostgres));
  });

  beforeEach(async () => {
    await pool?.end();
    const url = await server.createDatabase(prepared);
    edition = await migrate(url, () => undefined);
    pool = openPool(url);
    pool.on('error', () => undefined);
    writer = new BatchWriter(pool, edition);
    agent = new FakeAgent();
  });

  afterAll(() => pool.end());

  const rows = (sql: string): Promise<Record<string, unknown>[]> => queryUnpacked(pool, sql);

  /** The second of an agent whose clock shows `offMs` more than ours, sent at once. */
  const tick = (second: number, offMs: number, { header = true, wayMs = wayOf(second) } = {}): Arrival => {
    const atMs = T0 + second * 1_000;
    const message = agent.tick(atMs + offMs, { [KEY]: eight(second) });
    return arrivalOf({ kind: 'traffic', message }, atMs + 5 + wayMs, header ? atMs + 5 + offMs : null);
  };
  const wayOf = (second: number): number => WAYS_MS[second % WAYS_MS.length] ?? 0;
  const seconds = (from: number, until: number, make: (second: number) => Arrival): Arrival[] =>
    Array.from({ length: until - from }, (_, index) => make(from + index));

  /** The stored samples' ends, in seconds since T0. */
  const storedEnds = async (): Promise<number[]> => {
    const stored = await rows(
      `SELECT (extract(epoch FROM time) * 1000)::float8 + ms AS "endMs" FROM presence ORDER BY time`,
    );
    return stored.map(({ endMs }) => (Number(endMs) - T0) / 1_000);
  };
  const expectExact = async (): Promise<void> => {
    const [sum] = await rows('SELECT sum(rx_bytes)::text AS bytes FROM traffic');
    expect(sum).toEqual({ bytes: String(agent.truth.get(KEY)?.[0]) });
  };
  const offset = async (): Promise<unknown> =>
    (await rows('SELECT clock_offset_ms::float8 AS ms FROM host'))[0]?.['ms'];
  const events = async (): Promise<unknown[]> =>
    (await rows(`SELECT before, after FROM event WHERE kind = 'host.clock-wrong' ORDER BY time`)).map(
      ({ before, after }) => [before, after],
    );
  const range = (from: number, until: number): number[] =>
    Array.from({ length: until - from }, (_, index) => from + index);

  it.each([
    ['an hour behind', -HOUR_MS, '60 minutes behind'],
    ['three days ahead', 3 * DAY_MS, '3 days ahead'],
    ['at the beginning of time', -T0, expect.stringMatching(/^\d+ days behind$/)],
  ])('%s is stored by the right time, without hole or overlap, and told of once', async (_, offMs, words) => {
    for (const second of range(1, 21)) await writer.write([tick(second, offMs)]);
    expect(await storedEnds()).toEqual(range(1, 21));
    await expectExact();
    expect(await offset()).toBe(-offMs);
    expect(await events()).toEqual([['right', words]]);
    expect(await rows('SELECT first_seen, last_seen FROM host')).toEqual([
      { first_seen: new Date(T0), last_seen: new Date(T0 + 20_000) },
    ]);
  });

  it('three days ahead, without saying when it sent, is corrected by how far that is in the future', async () => {
    for (const second of range(1, 11)) await writer.write([tick(second, 3 * DAY_MS, { header: false })]);
    expect(await storedEnds()).toEqual(range(1, 11));
    await writer.write([tick(11, 0, { header: false })]);
    expect(await storedEnds()).toEqual(range(1, 12));
    expect(await offset()).toBe(0);
    await expectExact();
  });

  it('refuses nothing for its time, and keeps what is ahead of any clock from the far future', async () => {
    const atMs = Number.MAX_SAFE_INTEGER;
    const message = agent.tick(atMs, { [KEY]: eight(1) });
    await writer.write([arrivalOf({ kind: 'traffic', message }, T0 + 1_000, T0 + 995)]);
    expect(await rows('SELECT FROM refused')).toEqual([]);
    expect(await storedEnds()).toEqual([1]);
    expect(await offset()).toBe(0);
  });

  it('opens few pieces of tables, whatever times it tells and however long all is kept', async () => {
    await pool.query(`INSERT INTO retention VALUES ('raw', NULL)`);
    const told = range(0, 60).map((index) => ({
      ...arrivalOf({ kind: 'traffic', message: agent.tick(index * 340 * DAY_MS, { [KEY]: eight(index) }) }, T0, null),
      ...(index % 2 > 0 && { sentMs: T0 }),
    }));
    for (const each of told) await writer.write([each]);
    await expectExact();
    const { rowCount } = await pool.query(
      `SELECT FROM pg_inherits WHERE inhparent IN ('traffic_recent'::regclass, 'traffic'::regclass)`,
    );
    expect(rowCount).toBeLessThan(10);
  });

  it.each([
    ['an hour behind', -HOUR_MS],
    ['three days ahead', 3 * DAY_MS],
    ['20 seconds ahead', 20_000],
  ])('jumps back to right in the middle, from %s: no hole, no overlap', async (_, offMs) => {
    for (const second of range(1, 11)) await writer.write([tick(second, offMs)]);
    for (const second of range(11, 21)) await writer.write([tick(second, 0)]);
    expect(await storedEnds()).toEqual(range(1, 21));
    expect(await offset()).toBe(0);
    expect((await events()).map((event) => (event as string[])[1])).toEqual([
      expect.not.stringMatching('right'),
      'right',
    ]);
    await expectExact();
  });

  it('is corrected once as it drifts through 2 s, and not back and forth', async () => {
    // 10 ms a second, through 2 s after 200 s and back.
    const drift = (second: number): number => (second <= 220 ? second : 440 - second) * 10;
    await writer.write(seconds(1, 400, (second) => tick(second, drift(second))));
    const ends = await storedEnds();
    const steps = ends.slice(1).map((end, index) => Math.round((end - (ends[index] ?? 0)) * 1_000));
    expect(Math.max(...steps)).toBe(1_010);
    // Two seconds lie upon the two before them, once.
    expect(steps.filter((step) => step < 990)).toHaveLength(2);
    expect(await offset()).toBe(-2_000);
    await expectExact();
  });

  it('that falls behind slowly is believed after a while, since the way may be slow', async () => {
    const behind = (second: number): Arrival => tick(second, second < 5 ? 0 : -10_000);
    await writer.write(seconds(1, 30, behind));
    expect(await offset()).toBe(0);
    for (const second of range(30, 45)) await writer.write([behind(second)]);
    expect(await offset()).toBe(10_000);
    expect((await storedEnds()).slice(-9)).toEqual(range(36, 45));
    await expectExact();
  });

  it('is not thought of one whose messages were held up, or waited in its spool', async () => {
    await writer.write(seconds(1, 5, (second) => tick(second, 0)));
    // Held up after they were sent: all come at once.
    await writer.write(seconds(5, 25, (second) => tick(second, 0, { wayMs: (25 - second) * 1_000 })));
    // Sent late, by a right clock.
    const late = seconds(25, 3_000, (second) => ({
      ...tick(second, 0),
      receivedMs: T0 + 3_000_040 + second,
      sentMs: T0 + 3_000_000 + second,
    }));
    await writer.write(late.reverse());
    expect(await offset()).toBe(0);
    expect(await events()).toEqual([]);
    expect(await storedEnds()).toEqual(range(1, 3_000));
    await expectExact();
  });

  it('is corrected alike by all replicas, whatever they get in whatever order', async () => {
    const other = new BatchWriter(pool, edition);
    const turn = (second: number): number => (second < 20 ? 2 * HOUR_MS : second < 40 ? 0 : -DAY_MS);
    // The last turn is backwards: only a new life of the agent makes it sure at once.
    const all = seconds(1, 60, (second) => {
      if (second === 40) agent.restart();
      return tick(second, turn(second));
    });
    const batches = range(0, 20).map((index) => all.slice(index * 3, index * 3 + 3));
    for (let index = 0; index < batches.length; index += 2) {
      await Promise.all([other.write(batches[index + 1] ?? []), writer.write(batches[index] ?? [])]);
    }
    expect(await storedEnds()).toEqual(range(1, 60));
    expect((await events()).map((event) => (event as string[])[1])).toEqual([
      '2 hours ahead',
      'right',
      '24 hours behind',
    ]);
    await expectExact();
  });

  it('fills no timeline where two machines with two clocks report as one host', async () => {
    const turns = range(1, 101).map((second) => tick(second, second % 2 === 0 ? 0 : HOUR_MS));
    for (const turn of turns) await writer.write([turn]);
    expect((await events()).length).toBeLessThanOrEqual(10);
    await expectExact();
    expect(await storedEnds()).toEqual(range(1, 101));
  });

  it('has its states, events and inventory by the right time, too', async () => {
    const at = T0 - HOUR_MS + 5_000;
    const head = { v: 1, host: agent.host, at } as const;
    const inventory = inventoryOf(agent.host, at, [KEY]);
    const contents: Content[] = [
      { kind: 'state', message: stateOf(agent, at) },
      { kind: 'event', message: { ...head, kind: 'x', subject: 'y', before: null, after: null, text: 'z' } },
      { kind: 'inventory', message: inventory },
    ];
    await writer.write(contents.map((content) => arrivalOf(content, T0 + 5_020, at + 5)));
    const right = new Date(T0 + 5_000);
    expect(await rows(`SELECT time + ms * interval '1 ms' AS at FROM host_state`)).toEqual([{ at: right }]);
    expect(await rows(`SELECT time AS at FROM event WHERE kind = 'x'`)).toEqual([{ at: right }]);
    expect(await rows('SELECT inventory_at AS at FROM host')).toEqual([{ at: right }]);
    expect(await rows('SELECT since FROM series')).toEqual([{ since: new Date(T0 - 55_000) }]);
  });

  it('gets its next inventory after its clock went back, and none that is out of date', async () => {
    const list = (second: number, offMs: number, keys: string[], header = true): Arrival => {
      const message = inventoryOf(agent.host, T0 + second * 1_000 + offMs, keys, { slice: WHOLE_INVENTORY });
      return arrivalOf({ kind: 'inventory', message }, T0 + second * 1_000 + 10, header ? message.at : null);
    };
    const present = async (): Promise<unknown[]> =>
      (await rows('SELECT key FROM series WHERE gone_at IS NULL ORDER BY key')).map(({ key }) => key);
    await writer.write([list(1, 2 * DAY_MS, ['host/a'])]);
    await writer.write([list(2, 0, ['host/b'])]);
    expect(await present()).toEqual(['host/b']);
    await writer.write([{ ...list(1, 0, ['host/a']), receivedMs: T0 + 3_000, sentMs: T0 + 2_990 }]);
    expect(await present()).toEqual(['host/b']);
    await writer.write([list(60, 0, ['host/d'])]);
    // A replica that was killed held this one.
    await writer.write([list(30, 0, ['host/a'])]);
    expect(await present()).toEqual(['host/d']);
    // As an earlier version stored it, which corrected nothing.
    await pool.query(`UPDATE host SET inventory_at = now() + interval '3 days'`);
    await writer.write([list(4, 0, ['host/c'])]);
    expect(await present()).toEqual(['host/c']);
  });
});
