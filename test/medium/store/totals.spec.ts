import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { COUNTERS, type Decoded } from '@weir/model';
import type pg from 'pg';
import { AveragesQuery } from '../../../apps/aggregator/src/query/averages.query.js';
import { SeriesRowsQuery } from '../../../apps/aggregator/src/query/series-rows.js';
import { topOf } from '../../../apps/aggregator/src/query/top.js';
import type { TotalsAnswer, TotalsRequest } from '../../../apps/aggregator/src/query/totals.js';
import { MovedRangeError, TotalsQuery } from '../../../apps/aggregator/src/query/totals.query.js';
import { WideTurns } from '../../../apps/aggregator/src/query/wide-turns.js';
import type { Edition } from '../../../apps/aggregator/src/store/edition/edition.js';
import { migrate } from '../../../apps/aggregator/src/store/migrate.js';
import { refreshRollup } from '../../../apps/aggregator/src/store/rollup/refresh.js';
import { applyRetention } from '../../../apps/aggregator/src/store/rollup/retention.js';
import type { Arrival } from '../../../apps/aggregator/src/store/write/arrival.js';
import { BatchWriter } from '../../../apps/aggregator/src/store/write/batch-writer.js';
import { packRecent } from '../../support/packed.js';
import { startPostgres } from '../../support/postgres.js';
import { arrivalOf, FakeAgent, inventoryOf } from './fake-agent.js';
import { openPool } from '../../support/database.js';

const TICK_MS = 10_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const END = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - HOUR_MS;
/** Every tick of the last hours; before, one each two hours, with bytes that pass 2^53 within days. */
const DENSE_MS = 3 * HOUR_MS;
const SPARSE_MS = 14 * DAY_MS;
const SPARSE_EVERY_MS = 2 * HOUR_MS;
const HUGE = 2 ** 50;
const KEYS = ['host/eth0', 'host/eth1'] as const;
const COUNTED = ['rxBytes', 'txPackets'] as const;

/** What one interface counted in one sample. */
interface Counted {
  readonly host: string;
  readonly startMs: number;
  readonly counts: readonly bigint[];
  /** Told only after everything else was rolled up. */
  readonly isLate: boolean;
}

function accepted<T>(answer: Decoded<T>): T {
  if (!answer.ok) throw new Error(`${answer.refusal.field}: ${answer.refusal.reason}`);
  return answer.value;
}

/** All totals against what was told, added up apart: to the byte, at any edge, whatever was rolled up or dropped. */
describe('totals of a stored range', () => {
  const agents = [new FakeAgent(), new FakeAgent()];
  const counted: Counted[] = [];
  /** Ticks of each host: the time that is known of it. */
  const ticks: { readonly host: string; readonly startMs: number }[] = [];
  let pool: pg.Pool;
  let edition: Edition;
  let query: TotalsQuery;
  let late: Arrival[];
  let isLateTold = false;

  beforeAll(async () => {
    const url = await (await startPostgres()).createDatabase();
    edition = await migrate(url, () => undefined);
    pool = openPool(url);
    pool.on('error', () => undefined);
    query = new TotalsQuery(pool, new WideTurns());
    const writer = new BatchWriter(pool, edition);
    await writer.write(agents.map((agent) => arrivalOf({ kind: 'inventory', message: inventory(agent) })));
    const told = agents.flatMap(messagesOf);
    late = told.flatMap(({ isLate, message }) => (isLate ? [message] : []));
    await writeAll(
      writer,
      told.flatMap(({ isLate, message }) => (isLate ? [] : [message])),
    );
  });
  afterAll(() => pool.end());

  const writeAll = async (writer: BatchWriter, arrivals: readonly Arrival[]): Promise<void> => {
    for (let from = 0; from < arrivals.length; from += 300) await writer.write(arrivals.slice(from, from + 300));
  };
  const inventory = (agent: FakeAgent): ReturnType<typeof inventoryOf> => {
    const told = inventoryOf(agent.host, END - SPARSE_MS - DAY_MS, KEYS);
    return { ...told, agent: { ...told.agent, intervalMs: TICK_MS } };
  };

  function messagesOf(agent: FakeAgent, part: number): { isLate: boolean; message: Arrival }[] {
    const sparse = Array.from(
      { length: SPARSE_MS / SPARSE_EVERY_MS },
      (_, index) => -DENSE_MS - index * SPARSE_EVERY_MS,
    );
    const dense = Array.from({ length: DENSE_MS / TICK_MS }, (_, index) => -index * TICK_MS);
    const ends = [...sparse, ...dense].sort((a, b) => a - b);
    return ends.flatMap((offsetMs, index) => {
      // A host is away at times, ticks a little late, and idle often.
      if (index % 97 < 3) return [];
      const endMs = END + offsetMs + ((index * 7) % 5);
      const startMs = endMs - TICK_MS;
      const [isIdle, isLate] = [index % 4 === 0, index % 9 === 5];
      const deltas = Object.fromEntries(
        (isIdle ? [] : KEYS).map((key, place) => [key, countsOf(part, index, place, offsetMs < -DENSE_MS)]),
      );
      for (const counts of Object.values(deltas))
        counted.push({ host: agent.host, startMs, counts: counts.map(BigInt), isLate });
      ticks.push({ host: agent.host, startMs });
      const reset = index % 131 === 5 ? Object.keys(deltas) : [];
      const message = agent.tick(endMs, deltas, { ms: TICK_MS, reset });
      return [{ isLate, message: arrivalOf({ kind: 'traffic', message }) }];
    });
  }
  const countsOf = (part: number, index: number, place: number, isHuge: boolean): number[] =>
    COUNTERS.map((_, column) => (isHuge ? HUGE : 0) * (column === 0 ? part + 1 : 0) + index * 8 + place * 3 + column);

  const truth = (host: string, fromMs: number, toMs: number): bigint[] => {
    const own = counted.filter((each) => each.host === host && each.startMs >= fromMs && each.startMs < toMs);
    const told = own.filter(({ isLate }) => isLateTold || !isLate);
    return COUNTED.map((name) => told.reduce((sum, { counts }) => sum + (counts[COUNTERS.indexOf(name)] ?? 0n), 0n));
  };
  const requestOf = (more: Partial<TotalsRequest>): TotalsRequest => ({
    ...{ interfaces: null, filter: null, fromMs: END - HOUR_MS, toMs: END, counters: COUNTED, top: null },
    grouping: { dimensions: ['host'], labels: [] },
    ...more,
  });
  const ask = async (more: Partial<TotalsRequest>): Promise<TotalsAnswer> => {
    const answer = await query.answer(requestOf(more));
    if (!answer.ok) throw new Error(`${answer.refusal.field}: ${answer.refusal.reason}`);
    return answer.value;
  };
  /** What a ranking tells of all groups, read from the coarsest levels; those that count most come first. */
  const rankedOf = async (fromMs: number, toMs: number): Promise<Map<string, bigint>> => {
    const top = { count: agents.length, by: 'total', counter: null } as const;
    const answer = await query.top(requestOf({ fromMs, toMs }), top);
    if (!answer.ok) throw new Error(`${answer.refusal.field}: ${answer.refusal.reason}`);
    return new Map(answer.value.groups.map(({ group, total }) => [group, total]));
  };
  const inAll = (totals: ReadonlyMap<string, readonly bigint[]>): Map<string, bigint> =>
    new Map([...totals].map(([group, each]) => [group, each.reduce((sum, total) => sum + total, 0n)]));
  const open = async (fromMs: number): Promise<AsyncIterable<TotalsAnswer>> => {
    const opened = await query.open({
      ...{ interfaces: null, filter: null, fromMs, toMs: END - 33_333, counters: COUNTED, top: null },
      grouping: { dimensions: ['host'], labels: [] },
    });
    return accepted(opened).parts;
  };
  const partsOf = async (opened: AsyncIterable<TotalsAnswer>): Promise<TotalsAnswer[]> => {
    const parts: TotalsAnswer[] = [];
    for await (const part of opened) parts.push(part);
    return parts;
  };
  const totalsOf = ({ groups }: TotalsAnswer): Map<string, bigint[]> =>
    new Map(groups.map(({ group, totals }) => [group, totals.map(({ total }) => total)]));
  const truthOf = ({ fromMs, toMs }: TotalsAnswer): Map<string, bigint[]> =>
    new Map(agents.map(({ host }) => [host, truth(host, fromMs, toMs)]));

  /** Edges anywhere: within a sample, a minute, an hour; spans from seconds to weeks. */
  const RANGES: [number, number][] = [
    [END - HOUR_MS, END],
    [END - 4 * MINUTE_MS - 5_003, END - 7_777],
    [END - HOUR_MS + 4_321, END - 1_234],
    [END - 2 * HOUR_MS - 17, END - HOUR_MS + 20_003],
    [END - DENSE_MS + 61_007, END - 33_333],
    [END - DAY_MS + 1, END - HOUR_MS - 59_999],
    [END - 6 * DAY_MS - 12_345, END - 2 * DAY_MS + 777],
    [END - 13 * DAY_MS - 3_600_007, END - 5_000],
    [END - SPARSE_MS - DAY_MS, END + DAY_MS],
    [END - 3 * DAY_MS, END - 3 * DAY_MS + 90_001],
  ];
  const expectExact = async (): Promise<void> => {
    for (const [fromMs, toMs] of RANGES) {
      const answer = await ask({ fromMs, toMs });
      expect([answer.fromMs, answer.toMs, answer.edgeResolution]).toEqual([fromMs, toMs, 'raw']);
      expect(totalsOf(answer)).toEqual(truthOf(answer));
      expect(await rankedOf(fromMs, toMs)).toEqual(inAll(truthOf(answer)));
    }
  };

  it('are exact before anything is rolled up', expectExact);

  it('are exact once it is, and packed, and when data comes late', async () => {
    while ((await refreshRollup(pool, edition)) > 0);
    await packRecent(pool, edition);
    await expectExact();
    await writeAll(new BatchWriter(pool, edition), late);
    isLateTold = true;
    await expectExact();
    while ((await refreshRollup(pool, edition)) > 0);
    await expectExact();
    expect((await ask({ fromMs: END - 13 * DAY_MS, toMs: END })).resolution).toBe('1h');
  });

  it('pass 2^53, and ranges that follow each other add up', async () => {
    const [fromMs, middleMs, toMs] = [END - 13 * DAY_MS, END - 4 * DAY_MS - 12_347, END - 5_001];
    const sumOf = async (from: number, to: number): Promise<bigint> =>
      (await ask({ fromMs: from, toMs: to })).groups.reduce((sum, { totals }) => sum + (totals[0]?.total ?? 0n), 0n);
    const whole = await sumOf(fromMs, toMs);
    expect(whole).toBeGreaterThan(2n ** 53n);
    expect((await sumOf(fromMs, middleMs)) + (await sumOf(middleMs, toMs))).toBe(whole);
  });

  it.each<[string, number, number]>([
    ['to the ms, cut at its edges, within five minutes', END - 4 * MINUTE_MS + 4_321, END - 1_234],
    ['by samples that begin in it, beyond', END - HOUR_MS + 4_321, END - 1_234],
  ])('say how much of the range is known, and the average over that, %s', async (_, fromMs, toMs) => {
    const isCut = toMs - fromMs < 5 * MINUTE_MS;
    const known = ({ startMs }: { startMs: number }): number => {
      if (!isCut) return startMs >= fromMs && startMs < toMs ? TICK_MS : 0;
      return Math.max(0, Math.min(startMs + TICK_MS, toMs) - Math.max(startMs, fromMs));
    };
    const { groups, stepMs } = await ask({ fromMs, toMs, counters: ['rxBytes'] });
    expect(stepMs).toBe(isCut ? 1_000 : MINUTE_MS);
    for (const { group, statistics } of groups) {
      const knownMs = ticks.filter(({ host }) => host === group).reduce((sum, tick) => sum + known(tick), 0);
      const own = counted.filter((each) => each.host === group && known(each) > 0);
      const bytes = own.reduce((sum, each) => sum + (Number(each.counts[0]) * known(each)) / TICK_MS, 0);
      const [figures] = statistics();
      expect(figures?.coveredMs).toBeCloseTo(knownMs, 3);
      expect((figures?.averagePerSecond ?? 0) / ((bytes * 1_000) / knownMs)).toBeCloseTo(1, 5);
      const rates = own.map(({ counts }) => Math.round((Number(counts[0]) * 1_000) / TICK_MS));
      expect(figures?.maximumPerSecond).toBe(Math.max(...rates));
    }
  });

  it('rank the top by total, sum up the rest, and tell shares', async () => {
    const top = { count: 1, by: 'total', counter: 'rxBytes' } as const;
    const [fromMs, toMs] = [END - 10 * DAY_MS - 3, END - 7];
    const answer = await ask({ fromMs, toMs, top });
    // The second counts twice as much.
    const [rest = 0n, most = 0n] = agents.map(({ host }) => truth(host, fromMs, toMs)[0] ?? 0n);
    expect(answer.groups.map(({ group, others, totals }) => [group, others, totals[0]?.total])).toEqual([
      [agents[1]?.host, null, most],
      ['others', 1, rest],
    ]);
    expect(answer.groupCount).toBe(2);
    const shares = topOf({ ok: true, value: answer }, top);
    const percent = Number((most * 100_000n) / (most + rest)) / 1_000;
    expect(shares.ok && shares.value.groups[0]?.sharePercent).toBeCloseTo(percent, 2);
  });

  it('tell how much a file of them will hold, as averages and series do', async () => {
    const grouping = { dimensions: ['host'], labels: [] } as const;
    const asked = { interfaces: null, filter: null, grouping, counters: COUNTED };
    const range = { fromMs: END - HOUR_MS, toMs: END };
    const totals = accepted(await query.open({ ...asked, ...range, top: null }));
    const averages = accepted(await new AveragesQuery(pool, new WideTurns()).open({ ...asked, atMs: END }));
    const series = accepted(
      await new SeriesRowsQuery(pool).open({ ...asked, ...range, stepMs: MINUTE_MS, measures: ['average'] }),
    );
    let [rows, windows] = [0, 0];
    const steps: object[] = [];
    for await (const { groups } of totals.parts) for (const group of groups) rows += group.totals.length;
    for await (const { groups } of averages.parts) windows += groups.length * 3;
    for await (const step of series.batches) steps.push(step);
    expect([rows, windows, steps.length]).toEqual([agents.length * COUNTED.length, agents.length * 3, 60]);
    expect([totals.rowCount, averages.rowCount, series.stepCount]).toEqual([rows, windows, steps.length]);
  });

  it('are of whole buckets, and say so, where samples of an edge are gone', async () => {
    const fromMs = END - 6 * DAY_MS - 12_345;
    const opened = await open(fromMs);
    const dropped = await applyRetention(pool, edition, Date.now());
    await applyRetention(pool, edition, Date.now(), dropped);
    // One file is of one range.
    await expect(partsOf(opened)).rejects.toThrow(MovedRangeError);
    expect(await partsOf(await open(fromMs))).toHaveLength(1);
    const answer = await ask({ fromMs, toMs: END - 33_333 });
    expect(answer).toMatchObject({
      ...{ fromMs: Math.floor(fromMs / MINUTE_MS) * MINUTE_MS, toMs: END - 33_333, edgeResolution: '1m' },
    });
    expect(totalsOf(answer)).toEqual(truthOf(answer));
    expect(await rankedOf(fromMs, END - 33_333)).toEqual(inAll(truthOf(answer)));
  });
});
