import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import {
  forgetBaselines,
  readBaselines,
  writeBaselines,
} from '../../../apps/aggregator/src/store/patterns/baselines.js';
import { readFeedback, writeFeedback } from '../../../apps/aggregator/src/store/patterns/feedback.js';
import { keepQuietTimes, readQuietTimes } from '../../../apps/aggregator/src/store/patterns/quiet-times.js';
import { takeBackFeedback } from '../../../apps/aggregator/src/store/patterns/take-back-feedback.js';
import type { PatternRow } from '../../../apps/aggregator/src/store/patterns/pattern-row.js';
import { readOpenPatterns } from '../../../apps/aggregator/src/store/patterns/read-patterns.js';
import {
  closeSilent,
  touchPatterns,
  writePatterns,
} from '../../../apps/aggregator/src/store/patterns/write-patterns.js';
import { migrate } from '../../../apps/aggregator/src/store/migrate.js';
import { detectEdition } from '../../../apps/aggregator/src/store/edition/detect.js';
import { applyStateRetention } from '../../../apps/aggregator/src/store/states/retention.js';
import { onConnection } from '../../../apps/aggregator/src/store/connection.js';
import { openPool } from '../../support/database.js';
import { startPostgres } from '../../support/postgres.js';

const NOW_MS = Date.UTC(2026, 10, 22, 3);
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

describe('patterns that are stored', () => {
  let url: string;
  let pool: Pool;

  beforeAll(async () => {
    url = await (await startPostgres()).createDatabase();
    await migrate(url, () => undefined);
    pool = openPool(url, 2);
  });

  afterAll(() => pool.end());

  beforeEach(async () => {
    await pool.query('TRUNCATE host RESTART IDENTITY CASCADE');
    await pool.query(
      `INSERT INTO host (id, name, first_seen, last_seen) VALUES
         ('0f8fad5b-d9cb-469f-a165-70867728950e', 'web', now(), now()),
         ('7c9e6679-7425-40de-944b-e07fc1f90ae7', 'db', now(), now() - interval '2 days')`,
    );
    await pool.query(
      `INSERT INTO series (host_id, key, net_id, name, first_at, gone_at) VALUES
         (1, 'host/eth0', 'a', 'eth0', now(), NULL), (1, 'host/eth1', 'b', 'eth1', now(), now() - interval '8 days'),
         (1, 'host/eth2', 'c', 'eth2', now(), now() - interval '6 days')`,
    );
  });

  const row = (more: Partial<PatternRow> = {}): PatternRow => ({
    ...{ patternId: null, hostId: 1, seriesId: 1, finding: 7, class: 'outage', category: 'loss', startMs: NOW_MS },
    ...{ entity: { kind: 'container', key: 'shop-id', name: 'shop' }, endMs: null, lastSeenMs: NOW_MS + MINUTE_MS },
    ...{ strength: 0.5, evidence: { silentSeconds: 60 }, sentence: '`shop` carried nothing.', repeats: 0 },
    seenOn: [{ kind: 'host', key: 'h', name: 'web', class: 'drop', strength: 0.25 }],
    dismissed: null,
    ...more,
  });
  const countOf = async (table: string): Promise<number> =>
    (await pool.query<{ count: number }>(`SELECT count(*)::int FROM ${table}`)).rows[0]?.count ?? 0;
  const stored = (): Promise<PatternRow[]> => readOpenPatterns(pool, [1, 2], NOW_MS - DAY_MS);

  it('are read as they were written', async () => {
    const { ids, closed } = await writePatterns(pool, [row()]);
    expect(closed).toEqual([]);
    expect(await stored()).toEqual([row({ patternId: ids[0] ?? null })]);
  });

  it('are one row where an owner that begins anew finds them again', async () => {
    const first = await writePatterns(pool, [row()]);
    const again = row({ startMs: NOW_MS + 3 * MINUTE_MS, finding: 1, endMs: NOW_MS + 9 * MINUTE_MS });
    expect((await writePatterns(pool, [again])).ids).toEqual(first.ids);
    expect((await stored()).map(({ finding, endMs }) => [finding, endMs])).toEqual([[1, NOW_MS + 9 * MINUTE_MS]]);
  });

  it('are open once: what was left open ends where it was seen last', async () => {
    const first = await writePatterns(pool, [row()]);
    const { closed } = await writePatterns(pool, [row({ startMs: NOW_MS + 60 * MINUTE_MS })]);
    expect(closed).toEqual(first.ids);
    expect((await stored()).map(({ endMs }) => endMs)).toEqual([NOW_MS + MINUTE_MS, null]);
  });

  it('keep what people said of them, and are none of a host that was forgotten', async () => {
    const [id = 0] = (await writePatterns(pool, [row()])).ids;
    expect(await writeFeedback(pool, id ?? 0, 'not useful', null)).toBe(true);
    expect(await writeFeedback(pool, id ?? 0, 'not useful', null)).toBe(true);
    expect(await writeFeedback(pool, id ?? 0, 'expected', NOW_MS)).toBe(true);
    await writePatterns(pool, [row({ patternId: id, strength: 0.9 })]);
    expect(await stored()).toMatchObject([{ strength: expect.closeTo(0.9), dismissed: 'expected' }]);
    expect(await readFeedback(pool)).toEqual([
      {
        ...{ hostId: 1, entityKind: 'container', entityKey: 'shop-id', class: 'outage' },
        ...{ notUseful: 1, expectedUntilMs: NOW_MS },
      },
    ]);
    expect((await writePatterns(pool, [row({ hostId: 99, seriesId: 99 })])).ids).toEqual([null]);
  });

  it('count once as not useful each, whatever is said of them, until that is taken back', async () => {
    const { ids } = await writePatterns(pool, [row(), row({ startMs: NOW_MS + 60 * MINUTE_MS })]);
    const [one, other] = ids.map((id) => id ?? 0) as [number, number];
    const times = async (): Promise<unknown> => (await readFeedback(pool)).map(({ notUseful }) => notUseful);
    for (const verdict of ['not useful', 'expected', 'not useful'] as const) {
      await Promise.all([1, 2, 3].map(() => writeFeedback(pool, one, verdict, null)));
    }
    expect(await times()).toEqual([1]);
    await writeFeedback(pool, other, 'not useful', null);
    expect(await times()).toEqual([2]);
    expect(await countOf('pattern_feedback')).toBe(2);
    await takeBackFeedback(pool, one);
    expect(await times()).toEqual([]);
    await writeFeedback(pool, one, 'not useful', null);
    expect(await times()).toEqual([1]);
  });

  it('are expected for the longest that was said, and no row of it is kept for longer', async () => {
    const [id = 0] = (await writePatterns(pool, [row()])).ids;
    const untilMs = async (): Promise<unknown> =>
      (await readFeedback(pool)).map(({ expectedUntilMs }) => expectedUntilMs);
    const retain = async (nowMs: number): Promise<void> => {
      const edition = await onConnection(pool, (client) => detectEdition(client, url));
      await applyStateRetention(pool, edition, nowMs);
    };
    await writeFeedback(pool, id ?? 0, 'expected', NOW_MS + DAY_MS);
    await writeFeedback(pool, id ?? 0, 'expected', NOW_MS + MINUTE_MS);
    expect(await untilMs()).toEqual([NOW_MS + DAY_MS]);
    await retain(NOW_MS + 2 * MINUTE_MS);
    expect(await untilMs()).toEqual([NOW_MS + DAY_MS]);
    await retain(NOW_MS + DAY_MS + 1);
    expect(await countOf('pattern_feedback')).toBe(0);
    await writeFeedback(pool, id ?? 0, 'expected', null);
    await writeFeedback(pool, id ?? 0, 'expected', NOW_MS);
    await retain(NOW_MS + DAY_MS);
    expect(await untilMs()).toEqual([Infinity]);
  });

  it('are seen as long as they last, end with their host’s silence, and are kept as long as events', async () => {
    const { ids } = await writePatterns(pool, [
      row(),
      row({ hostId: 2, seriesId: null }),
      row({ class: 'burst', endMs: NOW_MS, lastSeenMs: NOW_MS - 401 * DAY_MS }),
    ]);
    await touchPatterns(pool, [{ patternId: ids[0] ?? 0, seenMs: NOW_MS + 5 * MINUTE_MS }]);
    expect(await closeSilent(pool)).toEqual([ids[1]]);
    expect(await closeSilent(pool)).toEqual([]);
    const edition = await onConnection(pool, (client) => detectEdition(client, url));
    await applyStateRetention(pool, edition, NOW_MS);
    expect((await stored()).map(({ hostId, endMs, lastSeenMs }) => [hostId, endMs, lastSeenMs])).toEqual([
      [1, null, NOW_MS + 5 * MINUTE_MS],
      [2, NOW_MS + MINUTE_MS, NOW_MS + MINUTE_MS],
    ]);
  });

  it('leave out times of quiet, which end when they are taken back, and are kept as long as samples are read anew', async () => {
    const WEB = '0f8fad5b-d9cb-469f-a165-70867728950e';
    const DB = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
    const [on, soon] = [
      { fromMs: NOW_MS - MINUTE_MS, untilMs: NOW_MS + MINUTE_MS },
      { fromMs: NOW_MS + 2 * MINUTE_MS, untilMs: NOW_MS + 9 * MINUTE_MS },
    ];
    const longer = { ...on, untilMs: NOW_MS + 5 * MINUTE_MS, hostUuids: [DB, '00000000-0000-4000-8000-000000000000'] };
    await keepQuietTimes(pool, [{ ...on, hostUuids: [WEB, DB] }, longer, { ...soon, hostUuids: [WEB] }], NOW_MS);
    expect([...(await readQuietTimes(pool))]).toEqual([
      [1, [on, soon]],
      [2, [{ ...on, untilMs: longer.untilMs }]],
    ]);
    await keepQuietTimes(pool, [{ ...on, untilMs: NOW_MS + 3 * MINUTE_MS, hostUuids: [DB] }], NOW_MS);
    expect([...(await readQuietTimes(pool))]).toEqual([
      [1, [{ ...on, untilMs: NOW_MS }]],
      [2, [{ ...on, untilMs: NOW_MS + 3 * MINUTE_MS }]],
    ]);
    await keepQuietTimes(pool, [], NOW_MS + 14 * DAY_MS + 2.5 * MINUTE_MS);
    expect([...(await readQuietTimes(pool)).keys()]).toEqual([2]);
  });

  it('rest on what is saved: the newest of each interface that is there, or was lately', async () => {
    const saved = (seriesId: number, atMs: number, byte: number) => ({ seriesId, atMs, state: new Uint8Array([byte]) });
    await writeBaselines(pool, [saved(1, NOW_MS, 1), saved(2, NOW_MS, 2), saved(3, NOW_MS, 3), saved(99, NOW_MS, 9)]);
    await writeBaselines(pool, [saved(1, NOW_MS - 1, 8), saved(3, NOW_MS + 1, 4)]);
    expect(await forgetBaselines(pool)).toEqual([2]);
    const read = await readBaselines(pool, [1, 2, 3, 99]);
    expect(read.map(({ seriesId, atMs, state }) => [seriesId, atMs, [...state]]).sort()).toEqual([
      [1, NOW_MS, [1]],
      [3, NOW_MS + 1, [4]],
    ]);
  });
});
