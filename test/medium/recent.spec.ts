import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { chooseGrid } from '../../apps/aggregator/src/query/grid.js';
import { readLines } from '../../apps/aggregator/src/query/lines.js';
import { readMembers } from '../../apps/aggregator/src/query/members.js';
import { readMoment } from '../../apps/aggregator/src/query/recent/moment.js';
import { RecentHosts } from '../../apps/aggregator/src/query/recent/recent-hosts.js';
import { seriesOf } from '../../apps/aggregator/src/query/series.answer.js';
import type { SeriesRequest } from '../../apps/aggregator/src/query/series.js';
import { onSnapshot } from '../../apps/aggregator/src/query/snapshot.js';
import { migrate } from '../../apps/aggregator/src/store/migrate.js';
import { BatchWriter } from '../../apps/aggregator/src/store/write/batch-writer.js';
import { openPool } from '../support/database.js';
import { startPostgres } from '../support/postgres.js';
import { arrivalOf, eight, FakeAgent, inventoryOf, type TickOptions } from './store/fake-agent.js';

const KEYS = ['host/eth0', 'host/eth1', 'abc/eth0'] as const;
const HISTORY_SECONDS = 400;

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
describe('what is kept of hosts', () => {
  const agents = [new FakeAgent(), new FakeAgent(), new FakeAgent()];
  const [first = new FakeAgent()] = agents;
  const recent = new RecentHosts();
  const now = (): number => Math.floor(Date.now() / 1_000) * 1_000;
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
  const answer = (
    kept: RecentHosts | null,
    { grouping, measures, top, filter = null }: Asked,
    toMs: number,
    rangeSeconds = 600,
  ): Promise<unknown> =>
    onSnapshot(pool, async (client) => {
      const range = { fromMs: toMs - rangeSeconds * 1_000, toMs };
      const request: SeriesRequest = {
        ...{ ...range, grouping, measures, top, counters: ['rxBytes', 'txPackets'] },
        ...{ interfaces: null, filter, points: 300, compareMs: null },
      };
      const members = await readMembers(client, request);
      const lines = await readLines(client, request, members, chooseGrid(range.fromMs, range.toMs, 300), null, kept);
      return seriesOf(members.groups, lines, measures).map(({ columns, keys, others, statistics }) => ({
        ...{ keys, others, statistics: statistics() },
        columns: Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, [...column]])),
      }));
    });
  const expectAlike = async (secondsAhead = 0): Promise<void> => {
    const toMs = now() + secondsAhead * 1_000;
    for (const each of asked) expect(await answer(recent, each, toMs)).toEqual(await answer(null, each, toMs));
  };

  beforeAll(async () => {
    const url = await (await startPostgres()).createDatabase();
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

  it('is not read again', async () => {
    const grouping = { dimensions: ['host' as const], labels: [] };
    const some = { grouping, measures: ['average' as const], top: null, filter: { hosts: [agents[2]?.host ?? ''] } };
    const nowMs = now();
    const before = await answer(recent, some, nowMs);
    await pool.query(`DELETE FROM traffic_recent WHERE time < to_timestamp($1::float8 / 1000)`, [nowMs - 120_000]);
    expect(await answer(recent, some, nowMs)).toEqual(before);
    expect(await answer(new RecentHosts(), some, nowMs)).not.toEqual(before);
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

  it('knows since when writers are at work that are not done', async () => {
    const writing = await pool.connect();
    await writing.query('BEGIN');
    await writing.query('INSERT INTO late_writes (first, until) VALUES (now(), now())');
    const begun = await writing.query<{ ms: number }>('SELECT (extract(epoch FROM now()) * 1000)::float8 AS ms');
    const during = await onSnapshot(pool, readMoment);
    expect(during.sinceMs).toBe(begun.rows[0]?.ms);
    expect(during.nowMs).toBeGreaterThan(during.sinceMs);
    await writing.query('ROLLBACK');
    writing.release();
    const after = await onSnapshot(pool, readMoment);
    expect(after.sinceMs).toBe(after.nowMs);
  });
});
