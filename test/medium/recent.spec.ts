import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { chooseGrid } from '../../apps/aggregator/src/query/grid.js';
import { readLines } from '../../apps/aggregator/src/query/lines.js';
import { readMembers } from '../../apps/aggregator/src/query/members.js';
import { RecentHosts } from '../../apps/aggregator/src/query/recent/recent-hosts.js';
import { RecentSamples } from '../../apps/aggregator/src/query/recent/recent-samples.js';
import { readSamples, type SampledSeries } from '../../apps/aggregator/src/query/series-samples.js';
import { seriesOf } from '../../apps/aggregator/src/query/series.answer.js';
import type { SeriesRequest } from '../../apps/aggregator/src/query/series.js';
import { onOpenedSnapshot, onSnapshot } from '../../apps/aggregator/src/query/snapshot.js';
import { forgetGone } from '../../apps/aggregator/src/store/forget.js';
import { LATE_AFTER_MS, readLateWrites } from '../../apps/aggregator/src/store/late-writes.js';
import { migrate } from '../../apps/aggregator/src/store/migrate.js';
import { BatchWriter } from '../../apps/aggregator/src/store/write/batch-writer.js';
import { openPool } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { startPostgres } from '../support/postgres.js';
import { watchStatements } from '../support/statements.js';
import { arrivalOf, eight, FakeAgent, inventoryOf, type TickOptions } from './store/fake-agent.js';

const KEYS = ['host/eth0', 'host/eth1', 'abc/eth0'] as const;
const HISTORY_SECONDS = 400;
const LOCK_HOST = 'SELECT FROM host WHERE id = $1 FOR NO KEY UPDATE';
const WAITING = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;

type Asked = Pick<SeriesRequest, 'grouping' | 'measures' | 'top'> & Partial<Pick<SeriesRequest, 'filter'>>;
const asked: readonly Asked[] = [
  { grouping: { dimensions: ['all'], labels: [] }, measures: ['average', 'maximum'], top: null },
  {
    grouping: { dimensions: ['host'], labels: [] },
    measures: ['average', 'sum'],
    top: { count: 2, by: 'total', counter: null },
  },
  { grouping: { dimensions: ['interface'], labels: [] }, measures: ['average'], top: null },
];

/** What is kept of the last minutes against a reading of all, after whatever may come late. */
/** Sums of the same in another order may be rounded to the next thousandth. */
expect.addEqualityTesters([
  (one: unknown, other: unknown) =>
    typeof one === 'number' && typeof other === 'number' && Math.abs(one - other) < 0.0015 ? true : undefined,
]);

describe('what is kept of hosts', () => {
  const agents = [new FakeAgent(), new FakeAgent(), new FakeAgent()];
  const [first = new FakeAgent()] = agents;
  // Nothing is taken as it is, however fresh.
  const recent = new RecentHosts(undefined, () => 0);
  const samples = new RecentSamples();
  const now = (): number => Math.floor(Date.now() / 1_000) * 1_000;
  let url: string;
  let pool: pg.Pool;
  let writer: BatchWriter;

  const tick = async (
    agent: FakeAgent,
    secondsAgo: number,
    keys: readonly string[],
    more?: TickOptions,
  ): Promise<void> => {
    const deltas = Object.fromEntries(keys.map((key, index) => [key, eight(secondsAgo + 1_000 * index + 7)]));
    // Never just from second to second, so that buckets cut samples.
    const message = agent.tick(now() - secondsAgo * 1_000 + 300, deltas, more);
    await writer.write([arrivalOf({ kind: 'traffic', message })]);
  };
  const notes = async (): Promise<number> => (await pool.query('SELECT FROM late_writes')).rowCount ?? 0;
  /** Does something while another transaction holds rows. */
  const holding = async <T>(lock: string, values: readonly string[], work: () => Promise<T>): Promise<T> => {
    const other = await pool.connect();
    try {
      await other.query('BEGIN');
      await other.query(lock, [...values]);
      return await work();
    } finally {
      await other.query('ROLLBACK');
      other.release();
    }
  };
  const answer = (
    kept: RecentHosts | null,
    { grouping, measures, top, filter = null }: Asked,
    toMs: number,
    rangeSeconds = 600,
    from = pool,
  ): Promise<unknown> =>
    onOpenedSnapshot(from, async (client, { moment }) => {
      const range = { fromMs: toMs - rangeSeconds * 1_000, toMs };
      const request: SeriesRequest = {
        ...{ ...range, grouping, measures, top, counters: ['rxBytes', 'txPackets'] },
        ...{ interfaces: null, filter, points: 300, compareMs: null },
      };
      const at = kept && { hosts: kept, moment };
      const members = await readMembers(client, request);
      const lines = await readLines(client, request, members, chooseGrid(range.fromMs, range.toMs, 300), null, at);
      return seriesOf(members.groups, lines, measures).map(({ columns, keys, others, statistics }) => ({
        ...{ keys, others, statistics: statistics() },
        columns: Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, [...column]])),
      }));
    });
  const expectAlike = async (secondsAhead = 0): Promise<void> => {
    const toMs = now() + secondsAhead * 1_000;
    for (const each of asked) expect(await answer(recent, each, toMs)).toEqual(await answer(null, each, toMs));
    await expectSamplesAlike(toMs);
  };
  const expectSamplesAlike = async (toMs: number): Promise<void> => {
    const sql =
      'SELECT host_id AS "hostId", series_id AS "seriesId" FROM series JOIN host USING (host_id) WHERE id = $1';
    const { rows } = await pool.query<SampledSeries>(sql, [first.host]);
    for (const series of rows) {
      await onOpenedSnapshot(pool, async (client, { moment }) => {
        const range = [toMs - 600_000, toMs + 60_000] as const;
        const read = samples.readerAt(moment);
        expect(await read(client, series, ...range)).toEqual(await readSamples(client, series, ...range));
      });
    }
  };

  beforeAll(async () => {
    url = await (await startPostgres()).createDatabase();
    const edition = await migrate(url, () => undefined);
    pool = openPool(url);
    pool.on('error', () => undefined);
    writer = new BatchWriter(pool, edition);
    await writer.write(
      agents.map(({ host }) => arrivalOf({ kind: 'inventory', message: inventoryOf(host, now() - 900_000, KEYS) })),
    );
    const startMs = now();
    const history = Array.from({ length: HISTORY_SECONDS }, (_, index) => HISTORY_SECONDS - index + 5);
    await writer.write(
      agents.flatMap((agent) =>
        history
          .filter((secondsAgo) => secondsAgo % 50 > 2)
          .map((secondsAgo) => {
            const deltas = {
              'host/eth0': eight(secondsAgo),
              ...(secondsAgo % 3 && { 'abc/eth0': eight(secondsAgo + 3) }),
            };
            const message = agent.tick(startMs - secondsAgo * 1_000 + 300, deltas);
            return arrivalOf({ kind: 'traffic', message });
          }),
      ),
    );
  });
  afterAll(() => pool.end());

  it('is what is stored, and what is stored next', async () => {
    await expectAlike();
    await tick(first, 3, KEYS);
    await tick(first, 2, KEYS);
    await expectAlike();
    await expectAlike(6);
  });

  const late: [string, () => Promise<void>][] = [
    ['a sample of minutes ago', () => tick(first, 200, KEYS)],
    ['a sample that reaches from long ago to just now', () => tick(first, 2, KEYS, { ms: 50_000 })],
    ['what follows that', () => tick(first, 1, KEYS)],
    ['a further part of a tick', () => tick(first, 100, ['more/eth0'], { part: 1 })],
    ['that something could not be read', () => tick(first, 0, ['host/eth0'], { unread: ['abc/eth0'] })],
    ['what was counted meanwhile', () => tick(first, -1, ['abc/eth0'], { ms: 2_000 })],
    ['what makes up for minutes, of another host', () => tick(agents[1] ?? first, 60, KEYS, { ms: 120_000 })],
    ['a new interface', () => tick(agents[2] ?? first, 1, [...KEYS, 'new/eth0'])],
  ];
  it.each(late)('takes in %s', async (_, write) => {
    await write();
    await expectAlike(6);
    await expectAlike(7);
  });

  it.each([
    ['reached over the end of what was asked for', 300],
    ['began behind it', 1_300],
  ])('takes in what %s', async (_, endsAfterMs) => {
    const [agent, kept] = [new FakeAgent(), new RecentHosts(undefined, () => 0)];
    const endMs = Math.floor(Date.now() / 2_000) * 2_000;
    const told = async (atMs: number): Promise<void> => {
      const message = agent.tick(atMs, { 'host/eth0': eight(5) });
      await writer.write([arrivalOf({ kind: 'traffic', message })]);
    };
    await writer.write([arrivalOf({ kind: 'inventory', message: inventoryOf(agent.host, endMs - 60_000, KEYS) })]);
    for (const atMs of [endMs - 2_700, endMs - 1_700]) await told(atMs);
    const [all] = asked.map((each) => ({ ...each, filter: { hosts: [agent.host] } }));
    if (!all) throw new Error('something is asked');
    const alike = async (toMs: number): Promise<void> =>
      expect(await answer(kept, all, toMs)).toEqual(await answer(null, all, toMs));
    await alike(endMs);
    await told(endMs + endsAfterMs);
    await alike(endMs);
    await alike(endMs + 2_000);
  });

  it('takes in what was being written while it was read, once', async () => {
    await expectAlike();
    const { writing } = await holding(LOCK_HOST, [first.host], async () => {
      const writing = tick(first, 1, KEYS);
      await eventually('it waits', async () => expect((await pool.query(WAITING)).rowCount).toBe(1));
      // A later transaction is done before it.
      await tick(agents[1] ?? first, 1, KEYS);
      await expectAlike();
      return { writing };
    });
    await writing;
    await expectAlike();
    await expectAlike();
  });

  it('takes in what many hosts tell late', async () => {
    const many = Array.from({ length: 60 }, () => new FakeAgent());
    await writer.write(
      many.map((agent) => arrivalOf({ kind: 'inventory', message: inventoryOf(agent.host, now(), KEYS) })),
    );
    const told = (agent: FakeAgent, secondsAgo: number): ReturnType<typeof arrivalOf> => {
      const message = agent.tick(now() - secondsAgo * 1_000, { 'host/eth0': eight(3) });
      return arrivalOf({ kind: 'traffic', message });
    };
    await writer.write(many.map((agent) => told(agent, 0)));
    await expectAlike(7);
    await writer.write(many.map((agent) => told(agent, 300)));
    await expectAlike(7);
  });

  it('is told of what grew late while it waited for others', async () => {
    const before = await notes();
    const waiting = await holding(LOCK_HOST, [first.host], async () => {
      const writing = tick(first, 8, KEYS);
      const begunMs = now() - 8_700;
      await eventually('it waits', async () => expect((await pool.query(WAITING)).rowCount).toBe(1));
      await expectAlike();
      await sleep(begunMs + LATE_AFTER_MS + 500 - Date.now());
      return { writing };
    });
    await waiting.writing;
    expect(await notes()).toBe(before + 1);
    await expectAlike();
  });

  it('needs nobody to wait for who notes or forgets what was late', async () => {
    await pool.query("UPDATE late_writes SET written_at = now() - interval '11 minutes'");
    const before = await notes();
    await holding('SELECT FROM late_writes LIMIT 1 FOR UPDATE', [], async () => {
      await Promise.race([tick(first, 150, KEYS), sleep(10_000)]);
      await forgetGone(pool);
      expect([before > 1, await notes()]).toEqual([true, 2]);
    });
    await forgetGone(pool);
    expect(await notes()).toBe(1);
  });

  it('reads all again where more was late than is worth to look at', async () => {
    const note = async (count: number): Promise<void> => {
      const sql = 'INSERT INTO late_writes (first, until) SELECT now(), now() FROM generate_series(1, $1)';
      await pool.query(sql, [count]);
    };
    const read = (): Promise<unknown[] | null> => onSnapshot(pool, (client) => readLateWrites(client, 0n, Date.now()));
    await pool.query('DELETE FROM late_writes');
    await note(500);
    expect(await read()).toHaveLength(500);
    await tick(first, 140, KEYS);
    await expectAlike();
    await note(1);
    expect(await read()).toBeNull();
    await tick(first, 130, KEYS);
    await expectAlike();
    await pool.query('DELETE FROM late_writes');
  });

  it('is read once for all who ask for the same series at a time, by whatever group', async () => {
    const [all, byHost] = asked;
    if (!all || !byHost) throw new Error('something is asked');
    const both = [all, { ...byHost, measures: all.measures }];
    const watched = await watchStatements(url);
    const others = openPool(watched.url);
    const readings = (): number => watched.take().filter((text) => text.startsWith('COPY')).length;
    try {
      const nowMs = now();
      const [first, second] = [new RecentHosts(undefined, () => 60_000), new RecentHosts(undefined, () => 60_000)];
      await answer(first, all, nowMs, 600, others);
      const once = readings();
      expect(once).toBeGreaterThan(0);
      const answers = await Promise.all(both.map((each) => answer(second, each, nowMs, 600, others)));
      expect(readings()).toBe(once);
      expect(answers).toEqual(await Promise.all(both.map((each) => answer(null, each, nowMs))));
    } finally {
      await others.end();
    }
  });

  it('holds no more than it may', async () => {
    const [all, byHost] = asked;
    if (!all || !byHost) throw new Error('something is asked');
    const nowMs = now();
    const once = new RecentHosts();
    await answer(once, all, nowMs);
    const small = new RecentHosts(2 * once.bytes);
    await answer(small, all, nowMs);
    await answer(small, byHost, nowMs);
    expect(small.bytes).toBeGreaterThan(1.5 * once.bytes);
    await answer(small, all, nowMs, 500);
    expect(small.bytes).toBeLessThanOrEqual(2 * once.bytes);
  });
});
