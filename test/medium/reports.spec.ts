import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Counter, COUNTERS, type ReportBlock, type ReportCell, type WholeReport } from '@weir/model';
import type pg from 'pg';
import type { Edition } from '../../apps/aggregator/src/store/edition/edition.js';
import { migrate } from '../../apps/aggregator/src/store/migrate.js';
import { refreshRollup } from '../../apps/aggregator/src/store/rollup/refresh.js';
import { writeDays } from '../../apps/aggregator/src/store/billing/quota-days.js';
import { refreshStates } from '../../apps/aggregator/src/store/states/refresh.js';
import { BatchWriter } from '../../apps/aggregator/src/store/write/batch-writer.js';
import { type RunningAggregator, startAggregator } from '../support/aggregator.js';
import { openAlertSeed } from '../support/alerts/seed.js';
import { openPool } from '../support/database.js';
import { askGraphql } from '../support/graphql.js';
import { startNats } from '../support/nats.js';
import { startPostgres } from '../support/postgres.js';
import {
  type Counted,
  DAY_MS,
  HOSTILE,
  HOUR_MS,
  JOINED,
  knownFleet,
  NOVEMBER,
  OCTOBER,
  SECOND_MS,
  SPEED_BYTES_PER_SECOND,
  TICK_MS,
} from '../support/reports/known-fleet.js';
import { type KnownHour, tellLinks } from '../support/reports/known-links.js';
import { type KnownState, knownStates, tellStates } from '../support/reports/known-states.js';
import { describeIf, natsServer } from '../support/requirements.js';
import { figuresOfReports } from './reports/figures.js';

const BERLIN = 'Europe/Berlin';
const KOLKATA = 'Asia/Kolkata';
const OCTOBER_RANGE = { fromMs: OCTOBER, toMs: NOVEMBER };
const LENGTH_MS = NOVEMBER - OCTOBER;
const WAYS = ['rxBytes', 'txBytes'] as const;
type Of<Type extends ReportBlock['type']> = Extract<ReportBlock, { type: Type }>;
type Which = (each: Counted) => boolean;

const iso = (ms: number): string => new Date(ms).toISOString();
/** Halves of hours of three days by the clocks of Berlin, which are put forward at 01:00 UTC on the 29th of March. */
const MARCH = [
  '2026-03-28T00:00+01:00',
  '2026-03-29T00:00+01:00',
  '2026-03-30T00:00+02:00',
  '2026-03-31T00:00+02:00',
].map((text) => Date.parse(text)) as [number, number, number, number];
const MARCH_BEGINS = Array.from(
  { length: (MARCH[3] - MARCH[0]) / (HOUR_MS / 2) },
  (_, half) => MARCH[0] + half * (HOUR_MS / 2),
);
const isUplink: Which = (each) => each.isUplink;

/** Each figure of each report against what was told, added up apart. */
describeIf(natsServer, 'reports of a fleet whose traffic is known', () => {
  const fleet = knownFleet();
  const [alpha = '', hostile = '', gamma = ''] = fleet.agents.map(({ host }) => host);
  let hours: KnownHour[];
  let states: KnownState[];
  let aggregator: RunningAggregator;
  let pool: pg.Pool;
  let edition: Edition;

  const query = async (sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> =>
    (await pool.query<Record<string, unknown>>(sql, values)).rows;
  const hostNumber = async (id: string): Promise<unknown> =>
    (await query('SELECT host_id FROM host WHERE id = $1', [id]))[0]?.['host_id'];

  beforeAll(async () => {
    const [nats, database] = await Promise.all([startNats(), startPostgres()]);
    edition = await migrate(database.url, () => undefined);
    pool = openPool(database.url);
    const writer = new BatchWriter(pool, edition);
    await fleet.write(writer);
    while ((await refreshRollup(pool, edition)) > 0);
    // What comes late is added to what was rolled up, of containers too that are gone by then.
    await fleet.tellLate(new BatchWriter(pool, edition));
    // An hour's sample of each of the last nine days, by which links are told of.
    const hourMs = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
    const recent = Array.from({ length: 9 * 24 }, (_, ago) => hourMs - (9 * 24 - ago) * HOUR_MS);
    await fleet.tellRecent(new BatchWriter(pool, edition), recent);
    await fleet.tellRecent(new BatchWriter(pool, edition), MARCH_BEGINS);
    hours = await tellLinks(new BatchWriter(pool, edition), Date.now());
    await tellOfState(new BatchWriter(pool, edition));
    await seedRest();
    aggregator = await startAggregator({
      ...{ WEIR_DATABASE_URL: database.url, WEIR_NATS_URL: nats.url, WEIR_ROLES: 'api' },
    });
  });
  afterAll(() => pool.end());

  /** At each sample of the first host, and twice where it is noon. */
  async function tellOfState(writer: BatchWriter): Promise<void> {
    const begins = fleet.ticks[0]?.flatMap((ms) => (ms % DAY_MS === DAY_MS / 2 ? [ms, ms + TICK_MS] : [ms])) ?? [];
    states = knownStates(begins.sort((one, other) => one - other));
    const [agent] = fleet.agents;
    if (agent) await tellStates(writer, agent, states);
    while ((await refreshStates(pool, edition, Date.now())) > 0);
  }

  async function seedRest(): Promise<void> {
    const seed = openAlertSeed({ query } as Parameters<typeof openAlertSeed>[0]);
    await seed.rule('cpu', { name: 'CPU is busy' });
    const on = (id: string, name: string) => ({ level: 'host', key: id, name, hostId: id, hostName: name });
    const at = (text: string): number => Date.parse(text);
    await seed.alert('over', {
      ...{
        ruleId: 'cpu',
        severity: 'critical',
        state: 'resolved',
        sentence: 'alpha: CPU 95 %',
        subject: on(alpha, 'alpha'),
      },
      ...{ firedMs: at('2026-10-05T10:00:00Z'), resolvedMs: at('2026-10-05T10:30:00Z') },
      acknowledged: { by: 'ann', atMs: at('2026-10-05T10:05:00Z'), note: '' },
    });
    // From three hours before the month until an hour into it: fired for an hour of it, and resolved after four.
    await seed.alert('before', {
      ...{
        ruleId: 'cpu',
        severity: 'warning',
        state: 'resolved',
        sentence: 'alpha: CPU 85 %',
        subject: on(alpha, 'alpha'),
      },
      ...{ firedMs: OCTOBER - 3 * HOUR_MS, resolvedMs: OCTOBER + HOUR_MS },
    });
    await seed.alert('lasts', {
      ...{ ruleId: 'gone', severity: 'info', state: 'firing', sentence: 'it lasts', subject: on(hostile, HOSTILE) },
      firedMs: NOVEMBER - 2 * HOUR_MS,
    });
    await seed.alert('after', {
      ...{ ruleId: 'cpu', severity: 'info', state: 'firing', sentence: 'in November', subject: on(alpha, 'alpha') },
      firedMs: NOVEMBER,
    });
    const number = await hostNumber(alpha);
    for (const [ms, text] of [
      [OCTOBER - 1, 'too early'],
      [OCTOBER, 'at the first moment'],
      [NOVEMBER - 1, 'at the last'],
      [NOVEMBER, 'too late'],
    ] as const) {
      await query(`INSERT INTO event VALUES ($1, $2, 'interface.mtu', 'host/eth0', NULL, NULL, $3)`, [
        number,
        iso(ms),
        text,
      ]);
    }
    await query(
      `INSERT INTO pattern (host_id, series_id, finding, entity_kind, entity_key, entity_name, class, category, started_at,
         ended_at, last_seen_at, strength, evidence, sentence)
       SELECT host_id, series_id, 1, 'interface', net_id, 'eth0', 'burst', 'volume', $2, $2, $2, 0.9, '{}', 'a burst of eth0'
       FROM series WHERE host_id = $1 AND key = 'host/eth0'`,
      [number, iso(OCTOBER + DAY_MS)],
    );
  }

  const path = (name: string, asked: Record<string, string>): string =>
    `${aggregator.url}/api/v1/report/${name}?${new URLSearchParams(asked).toString()}`;
  const OF_OCTOBER = { from: iso(OCTOBER), to: iso(NOVEMBER), timeZone: BERLIN };
  const report = async (kind: string, asked: Record<string, string> = {}): Promise<WholeReport> => {
    const response = await fetch(path(`${kind}.json`, { ...OF_OCTOBER, ...asked }));
    const text = await response.text();
    if (response.status !== 200) throw new Error(text);
    return JSON.parse(text) as WholeReport;
  };
  const found = <Type extends ReportBlock['type']>({ blocks }: WholeReport, type: Type, id?: string): Of<Type> => {
    const block = blocks.find((each) => each.type === type && (id === undefined || ('id' in each && each.id === id)));
    if (!block)
      throw new Error(
        `no ${type} ${id ?? ''} among ${blocks.map((each) => `${each.type} ${'id' in each ? each.id : ''}`).join()}`,
      );
    return block as Of<Type>;
  };
  /** While sums of whole days are all that is kept. */
  const onlyDays = async <T>(work: () => Promise<T>): Promise<T> => {
    await query(`INSERT INTO horizon SELECT name, $1 FROM unnest('{raw,1m,5m,1h}'::text[]) AS name`, [
      iso(NOVEMBER + DAY_MS),
    ]);
    return work().finally(() => query('DELETE FROM horizon'));
  };
  const rowsOf = (whole: WholeReport, id: string): ReportCell[][] => found(whole, 'table', id).rows;
  const figureOf = (whole: WholeReport, label: string) =>
    whole.blocks.flatMap((block) => (block.type === 'figures' ? block.items : [])).find((item) => item.label === label);
  const sum = (which: Which, counters: readonly Counter[], { fromMs, toMs } = OCTOBER_RANGE): number =>
    fleet.counted
      .filter((each) => which(each) && each.startMs >= fromMs && each.startMs < toMs)
      .reduce(
        (total, { counts }) => total + counters.reduce((some, each) => some + (counts[COUNTERS.indexOf(each)] ?? 0), 0),
        0,
      );
  const sums = (which: Which, range = OCTOBER_RANGE): number[] => [
    ...WAYS.map((way) => sum(which, [way], range)),
    sum(which, WAYS, range),
  ];
  const BEFORE = { fromMs: OCTOBER - LENGTH_MS, toMs: OCTOBER };
  /** Midnights of a zone that has only one offset in the range, or of Berlin, one day after another. */
  const daysIn = (
    fromMs: number,
    toMs: number,
    midnightUtcHours: (ms: number) => number,
  ): { fromMs: number; toMs: number }[] => {
    const borders = [fromMs];
    for (let day = Math.floor(fromMs / DAY_MS) - 1; day * DAY_MS < toMs + DAY_MS; day += 1) {
      const midnight = day * DAY_MS - midnightUtcHours(day * DAY_MS) * HOUR_MS;
      if (midnight > fromMs && midnight < toMs) borders.push(midnight);
    }
    return borders.map((from, index) => ({ fromMs: from, toMs: borders[index + 1] ?? toMs }));
  };

  it('tell the totals of a month by the clocks of Berlin, and of as long before', async () => {
    const whole = await report('fleet');
    expect(whole.head).toMatchObject({
      kind: 'fleet',
      title: 'Fleet',
      isEmpty: false,
      ...OCTOBER_RANGE,
      before: BEFORE,
    });
    for (const [label, counters] of [
      ['Received', ['rxBytes']],
      ['Transmitted', ['txBytes']],
      ['Both ways', WAYS],
      ['Packets', ['rxPackets', 'txPackets']],
      ['Packets with errors', ['rxErrors', 'txErrors']],
      ['Dropped packets', ['rxDropped', 'txDropped']],
    ] as const) {
      expect([label, figureOf(whole, label)]).toMatchObject([
        label,
        { value: sum(isUplink, counters), before: sum(isUplink, counters, BEFORE) },
      ]);
    }
    expect(figureOf(whole, 'Hosts')?.value).toBe(3);
    expect(figureOf(whole, 'Alerts')?.value).toBe(3);
    expect(figureOf(whole, 'Patterns')?.value).toBe(1);
  });

  it('tell each day, one of 25 hours among them, and they add up to the month', async () => {
    // Clocks are put back at 01:00 UTC on the 25th of October.
    const days = daysIn(OCTOBER, NOVEMBER, (ms) => (ms < Date.parse('2026-10-25T12:00:00Z') ? 2 : 1));
    expect(days.filter(({ fromMs, toMs }) => toMs - fromMs === 25 * HOUR_MS)).toHaveLength(1);
    const rows = rowsOf(await report('fleet'), 'parts');
    expect(rows.map(([name]) => name)).toEqual(
      Array.from({ length: 31 }, (_, day) => `2026-10-${String(day + 1).padStart(2, '0')}`),
    );
    expect(rows.map((row) => row.slice(1, 4))).toEqual(days.map((day) => sums(isUplink, day)));
    expect(rows.reduce((total, row) => total + Number(row[3]), 0)).toBe(sum(isUplink, WAYS));
    const known = (range: { fromMs: number; toMs: number }): number =>
      new Set(fleet.ticks.flat().filter((ms) => ms >= range.fromMs && ms < range.toMs)).size * TICK_MS;
    expect(rows.map((row) => row[4])).toEqual(
      days.map((day) => Math.round((known(day) / (day.toMs - day.fromMs)) * 10_000) / 100),
    );
  });

  it('tell a day of 23 hours as one, and each of its hours once', async () => {
    // What `tellRecent` tells: each sample has more than the one before, of every counter.
    const truth = (fromMs: number, toMs: number): number[] => {
      const way = MARCH_BEGINS.reduce(
        (sum, ms, index) => (ms >= fromMs && ms < toMs ? sum + 1_000_000_000 + index : sum),
        0,
      );
      return [way, way, 2 * way];
    };
    const percent = (samples: number, hours: number): number =>
      Math.round(((samples * TICK_MS) / (hours * HOUR_MS)) * 10_000) / 100;
    const [, from, to, end] = MARCH;
    const days = await report('fleet', { from: iso(MARCH[0]), to: iso(end) });
    expect(rowsOf(days, 'parts')).toEqual([
      ['2026-03-28', ...truth(MARCH[0], from), percent(48, 24)],
      ['2026-03-29', ...truth(from, to), percent(46, 23)],
      ['2026-03-30', ...truth(to, end), percent(48, 24)],
    ]);
    expect(figureOf(days, 'Both ways')?.value).toBe(truth(MARCH[0], end)[2]);

    const day = await report('host', { host: alpha, from: iso(from), to: iso(to) });
    expect(figureOf(day, 'Both ways')?.value).toBe(truth(from, to)[2]);
    const clocks = Array.from({ length: 24 }, (_, hour) => hour).filter((hour) => hour !== 2);
    expect(rowsOf(day, 'parts')).toEqual(
      clocks.map((hour, place) => [
        `2026-03-29 ${String(hour).padStart(2, '0')}:00`,
        ...truth(from + place * HOUR_MS, from + (place + 1) * HOUR_MS),
        percent(2, 1),
      ]),
    );
  });

  it('tell each hour of a day of 25, and by its offset which of two is meant', async () => {
    const from = Date.parse('2026-10-25T00:00:00+02:00');
    const day = { from: iso(from), to: iso(from + 25 * HOUR_MS), timeZone: 'Europe/Berlin' };
    const rows = rowsOf(await report('fleet', day), 'parts');
    expect(rows.slice(1, 5).map(([name]) => name)).toEqual([
      '2026-10-25 01:00',
      '2026-10-25 02:00+02:00',
      '2026-10-25 02:00+01:00',
      '2026-10-25 03:00',
    ]);
    const hours = Array.from({ length: 25 }, (_, hour) => from + hour * HOUR_MS);
    // Of hours without a sample nothing is known.
    expect(rows.map((row) => row.slice(1, 4).map(Number))).toEqual(
      hours.map((fromMs) => sums(isUplink, { fromMs, toMs: fromMs + HOUR_MS })),
    );
  });

  it('tell how long a day of half an hour less is, and the range before it', async () => {
    const day = { from: '2026-10-04T00:00:00+10:30', to: '2026-10-05T00:00:00+11:00', timeZone: 'Australia/Lord_Howe' };
    const texts = JSON.stringify((await report('fleet', day)).blocks);
    expect(texts).toMatch(/In these 23 h 30 min [^"]* in the 23 h 30 min before\./);
  });

  it('tell the days of a host by the clocks of Kolkata, half an hour beside those of UTC', async () => {
    const midnight = (date: string): number => Date.parse(`${date}T00:00:00+05:30`);
    const range = { fromMs: midnight('2026-09-20'), toMs: midnight('2026-10-20') };
    const asked = { host: alpha, from: iso(range.fromMs), to: iso(range.toMs), timeZone: KOLKATA };
    const whole = await report('host', asked);
    expect(whole.head.title).toBe('Host alpha');
    const days = daysIn(range.fromMs, range.toMs, () => 5.5);
    const isAlpha: Which = (each) => each.host === 0 && each.isUplink;
    expect(rowsOf(whole, 'parts').map((row) => row.slice(0, 4))).toEqual(
      days.map((day) => [iso(day.fromMs + 5.5 * HOUR_MS).slice(0, 10), ...sums(isAlpha, day)]),
    );
    // An hour of Kolkata is two halves of hours of UTC, and the mean of those of which anything is known.
    const halves = new Map<number, number[]>();
    for (const { startMs, counts } of fleet.counted.filter(isAlpha)) {
      if (startMs < range.fromMs || startMs >= range.toMs) continue;
      const half = Math.floor(startMs / (HOUR_MS / 2));
      const bytes = WAYS.reduce((total, way) => total + (counts[COUNTERS.indexOf(way)] ?? 0), 0);
      halves.set(half, [...(halves.get(half) ?? []), (bytes * SECOND_MS) / TICK_MS]);
    }
    const mean = (values: readonly number[]): number => values.reduce((total, each) => total + each, 0) / values.length;
    for (const [day, { values }] of found(whole, 'heat', 'week').rows.entries()) {
      const expected = values.map((_, hour) => {
        const own = [...halves].filter(([half]) => {
          const shown = new Date(half * (HOUR_MS / 2) + 5.5 * HOUR_MS);
          return (shown.getUTCDay() + 6) % 7 === day && shown.getUTCHours() === hour;
        });
        return own.length === 0 ? null : mean(own.map(([, rates]) => mean(rates)));
      });
      expectAlike(values, expected);
    }
  });

  it('draw what the hosts had in each step, and the same so much earlier', async () => {
    const { atMs, lines } = found(await report('fleet'), 'lines', 'traffic');
    const stepMs = (atMs[1] ?? 0) - (atMs[0] ?? 0);
    const rateAt = (way: Counter, atMs: number): number | null => {
      const inStep = (ms: number): boolean => ms >= atMs && ms < atMs + stepMs;
      const rates = fleet.ticks.flatMap((ticks, host) => {
        const knownMs = ticks.filter(inStep).length * TICK_MS;
        const bytes = sum((each) => each.host === host && each.isUplink, [way], { fromMs: atMs, toMs: atMs + stepMs });
        return knownMs === 0 ? [] : [(bytes * SECOND_MS) / knownMs];
      });
      return rates.length === 0 ? null : rates.reduce((total, rate) => total + rate, 0);
    };
    for (const [index, way] of WAYS.entries()) {
      expectAlike(
        lines[index]?.values,
        atMs.map((ms) => rateAt(way, ms)),
      );
      expectAlike(
        lines[index]?.before,
        atMs.map((ms) => (ms - LENGTH_MS < OCTOBER ? rateAt(way, ms - LENGTH_MS) : null)),
      );
    }
    expect(lines[0]?.values.some((value) => value === null)).toBe(true);
  });

  /** Rates are answered by seven digits. */
  function expectAlike(values: readonly (number | null)[] | undefined, expected: readonly (number | null)[]): void {
    expect(values?.map((value) => value === null)).toEqual(expected.map((value) => value === null));
    for (const [index, value] of (values ?? []).entries()) {
      if (value !== null) expect(value / (expected[index] ?? 0)).toBeCloseTo(1, 4);
    }
  }

  it('rank hosts, networks, services and containers, with their shares and what changed', async () => {
    const whole = await report('fleet');
    const expectTable = (id: string, names: number, groups: readonly [string[], Which][]): void => {
      const all = groups.reduce((total, [, which]) => total + sum(which, WAYS), 0);
      const expected = groups
        .map(([name, which]) => ({ name, figures: sums(which), before: sum(which, WAYS, BEFORE) }))
        .sort((one, other) => (other.figures[2] ?? 0) - (one.figures[2] ?? 0))
        .map(({ name, figures, before }) => [
          ...[...name, ...figures, Math.round(((figures[2] ?? 0) / all) * 10_000) / 100],
          before === 0 ? null : Math.round((((figures[2] ?? 0) - before) / before) * 1_000) / 10,
        ]);
      const rows = rowsOf(whole, id).map((row) => [...row.slice(0, names + 4), row.at(-1)]);
      expect([id, rows]).toEqual([id, expected]);
    };
    const ofHost =
      (host: number): Which =>
      (each) =>
        each.host === host && each.isUplink;
    expectTable('hosts', 1, [
      [['alpha'], ofHost(0)],
      [[HOSTILE], ofHost(1)],
      [['gamma'], ofHost(2)],
    ]);
    expectTable('networks', 1, [
      [['shop_front'], ({ network }) => network === 'shop_front'],
      [['shop_back'], ({ network }) => network === 'shop_back'],
    ]);
    expectTable('services', 1, [
      [['shop/web'], ({ service }) => service === 'shop/web'],
      [['shop/db'], ({ service }) => service === 'shop/db'],
    ]);
    // What was made anew sixty times is one.
    const { blocks } = await report('custom', { sections: 'containers' });
    const table = blocks.find((block) => block.type === 'table');
    expect(table?.rows.map((row) => row.slice(0, 4))).toEqual(
      [1, 0].map((host) => [
        ...[
          ['web', 'alpha'],
          ['db', HOSTILE],
        ][host]!,
        ...sums((each) => each.host === host && !each.isUplink).slice(0, 2),
      ]),
    );
  });

  it.each(['network', 'service'])('are of one %s, whichever containers it had', async (kind) => {
    const [name, which]: [string, Which] =
      kind === 'network'
        ? ['shop_front', ({ network }) => network === 'shop_front']
        : ['shop/web', ({ service }) => service === 'shop/web'];
    const whole = await report(kind, { name });
    expect(whole.head.title).toContain(name);
    expect(['Received', 'Transmitted', 'Both ways'].map((label) => figureOf(whole, label)?.value)).toEqual(sums(which));
    expect(rowsOf(whole, 'parts').reduce((total, row) => total + Number(row[3]), 0)).toBe(sum(which, WAYS));
    expect(rowsOf(whole, 'hosts').map((row) => row.slice(0, 4))).toEqual([['alpha', ...sums(which)]]);
  });

  it('tell how busy links were, and where packets were lost', async () => {
    const whole = await report('host', { host: alpha });
    const [row = []] = rowsOf(whole, 'interfaces');
    const isAlpha: Which = (each) => each.host === 0 && each.isUplink;
    const stepMs = 5 * 60 * SECOND_MS;
    const own = fleet.counted.filter((each) => isAlpha(each) && each.startMs >= OCTOBER && each.startMs < NOVEMBER);
    const ratesOf = (way: Counter): number[] => {
      const steps = new Map<number, Counted[]>();
      for (const each of own) {
        const step = Math.floor(each.startMs / stepMs);
        steps.set(step, [...(steps.get(step) ?? []), each]);
      }
      return [...steps.values()].map(
        (samples) =>
          samples.reduce((total, { counts }) => total + (counts[COUNTERS.indexOf(way)] ?? 0), 0) /
          ((samples.length * TICK_MS) / SECOND_MS),
      );
    };
    const p95 = WAYS.map((way) => {
      const sorted = ratesOf(way).sort((one, other) => one - other);
      return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0;
    });
    const most = WAYS.map((way) => Math.max(...own.map(({ counts }) => (counts[COUNTERS.indexOf(way)] ?? 0) / 10)));
    expect(row.slice(0, 5)).toEqual(['eth0', 'alpha', '', ...sums(isAlpha).slice(0, 2)]);
    for (const [index, expected] of [...p95, ...most, SPEED_BYTES_PER_SECOND].entries()) {
      expect(Number(row[5 + index]) / expected).toBeCloseTo(1, 5);
    }
    expect(row[10]).toBeCloseTo((Math.max(...p95) / SPEED_BYTES_PER_SECOND) * 100, 1);

    const bad = (['rxErrors', 'txErrors', 'rxDropped', 'txDropped'] as const).map((counter) => sum(isAlpha, [counter]));
    const packets = sum(isAlpha, ['rxPackets', 'txPackets']);
    const lost = bad.reduce((total, each) => total + each, 0);
    expect(lost).toBeGreaterThan(0);
    // Those of a container's own interface too.
    expect(rowsOf(whole, 'errors').some(([, , container]) => container === 'web')).toBe(true);
    expect(rowsOf(whole, 'errors').map((each) => each.slice(2))).toContainEqual([
      ...['', ...bad, packets],
      Math.round((lost / (lost + packets)) * 10_000) / 100,
    ]);
  });

  it('tell who received and who transmitted most', async () => {
    const whole = await report('talkers');
    for (const [index, way] of ['received', 'transmitted'].entries()) {
      const expected = [[HOSTILE, 1] as const, ['alpha', 0] as const, ['gamma', 2] as const]
        .map(([name, host]) => [name, sum((each) => each.host === host && each.isUplink, [WAYS[index]!])] as const)
        .sort(([, one], [, other]) => other - one);
      expect(rowsOf(whole, `hosts-${way}`).map((row) => row.slice(0, 2))).toEqual(expected);
    }
  });

  it('tell what fired, for how long, and how soon it was acknowledged and over', async () => {
    const whole = await report('alerts');
    const value = (label: string): unknown => figureOf(whole, label)?.value;
    expect([value('Alerts'), value('Of these critical'), value('Of these warning'), value('Of these info')]).toEqual([
      3, 1, 1, 1,
    ]);
    expect(value('Fired')).toBe(1_800 + 3_600 + 7_200);
    expect(value('Mean time to acknowledge')).toBe(300);
    expect(value('Mean time to resolve')).toBe((1_800 + 4 * 3_600) / 2);
    expect(rowsOf(whole, 'alerts-rules')).toEqual([
      ['gone', 1, 7_200, null, null, 1],
      ['CPU is busy', 2, 5_400, 300, 8_100, 0],
    ]);
    expect(rowsOf(whole, 'alerts-hosts').map((row) => row.slice(0, 3))).toEqual([
      [HOSTILE, 1, 7_200],
      ['alpha', 2, 5_400],
    ]);
    expect(rowsOf(whole, 'alerts').map((row) => [row[4], row[5]])).toEqual([
      ['it lasts', 7_200],
      ['alpha: CPU 95 %', 1_800],
      ['alpha: CPU 85 %', 3_600],
    ]);
    expect(rowsOf(whole, 'patterns').map((row) => row[5])).toEqual(['a burst of eth0']);
  });

  it('tell what happened, from the first moment of the range to the last', async () => {
    const rows = rowsOf(await report('changes'), 'changes');
    expect(rows.filter(([, kind]) => kind === 'Change').map((row) => [row[0], row[3]])).toEqual([
      [NOVEMBER - 1, 'at the last'],
      [OCTOBER, 'at the first moment'],
    ]);
    expect(rows.filter(([, kind]) => kind === 'Alert')).toHaveLength(2);
    expect(rows.filter(([, kind]) => kind === 'Pattern')).toHaveLength(1);
    const none = await report('custom', { sections: 'changes', host: gamma });
    expect(found(none, 'text').text).toBe('Nothing is known to have changed.');
  });

  it('tell where the data has gaps, of a host that came later since it came', async () => {
    const rows = rowsOf(await report('custom', { sections: 'coverage' }), 'coverage');
    const missing = (host: number, fromMs: number): number =>
      (NOVEMBER - fromMs - (fleet.ticks[host]?.filter((ms) => ms >= fromMs && ms < NOVEMBER).length ?? 0) * TICK_MS) /
      SECOND_MS;
    expect(new Map(rows.map((row) => [row[0], row[2]]))).toEqual(
      new Map([
        ['alpha', missing(0, OCTOBER)],
        [HOSTILE, missing(1, OCTOBER)],
        ['gamma', missing(2, JOINED)],
      ]),
    );
  });

  it('are the same once late data is rolled up', async () => {
    const withoutMoment = ({ head, blocks }: WholeReport): unknown => ({ head: { ...head, madeAtMs: 0 }, blocks });
    const before = withoutMoment(await report('fleet'));
    while ((await refreshRollup(pool, edition)) > 0);
    expect(withoutMoment(await report('fleet'))).toEqual(before);
  });

  it('tell whole days of UTC, each once, where no more is kept, and say so', async () => {
    const fromMs = Math.floor(OCTOBER / DAY_MS) * DAY_MS;
    const days = Array.from({ length: (NOVEMBER + HOUR_MS - fromMs) / DAY_MS }, (_, day) => ({
      ...{ fromMs: fromMs + day * DAY_MS, toMs: fromMs + (day + 1) * DAY_MS },
    }));
    const whole = await onlyDays(() => report('fleet'));
    // The first day of Berlin has the two of UTC in which it lies.
    const [first, second, ...rest] = days.map((day) => sums(isUplink, day));
    const expected = [(first ?? []).map((bytes, way) => bytes + (second?.[way] ?? 0)), ...rest];
    expect(rowsOf(whole, 'parts').map((row) => row.slice(1, 4))).toEqual(expected);
    expect(figureOf(whole, 'Both ways')?.value).toBe(sum(isUplink, WAYS, { fromMs, toMs: NOVEMBER + HOUR_MS }));
    expect(found(whole, 'table', 'parts').note).toMatch(/Of so long ago only sums of whole days are kept, by UTC: one/);
    const notes = whole.blocks.flatMap((block) => (block.type === 'text' && block.tone === 'note' ? block.text : []));
    expect(notes.filter((note) => note.includes(': totals are from'))).toEqual([
      'Of so long ago only sums of whole days are kept, by UTC: totals are from 30 September 2026 at 02:00 to 1 November 2026 at 01:00.',
    ]);
  });

  figuresOfReports({ fleet, hours: () => hours, states: () => states, report, onlyDays });

  it('are the same over GraphQL', async () => {
    const { data, errors } = await askGraphql<{ report: WholeReport }>(
      aggregator.url,
      'query ($input: ReportInput!) { report(input: $input) }',
      { input: { kind: 'FLEET', from: iso(OCTOBER), to: iso(NOVEMBER), timeZone: BERLIN } },
    );
    expect(errors).toBeUndefined();
    expect(data?.report.blocks).toEqual((await report('fleet')).blocks);
  });

  it('tell of quotas what was counted of their cycles, what is used of the limit, and what it costs', async () => {
    const isWeb: Which = ({ service }) => service === 'shop/web';
    const used = sum(isWeb, WAYS);
    const { data, errors } = await askGraphql<{ saveQuota: { quota: { id: string } } }>(
      aggregator.url,
      'mutation ($input: QuotaInput!) { saveQuota(input: $input) { quota { id } refusals { field reason } } }',
      {
        input: {
          ...{ name: 'shop', subject: { kind: 'SERVICE', name: 'shop/web' }, measure: 'SUM', currency: 'EUR' },
          cycle: { kind: 'MONTHLY', resetDay: 1, timeZone: BERLIN },
          ...{ limitBytes: String(used * 2), includedBytes: String(used - 20_000_000_000), pricePerGb: 0.5 },
        },
      },
    );
    expect(errors).toBeUndefined();
    const quotaId = data?.saveQuota.quota.id ?? '';
    const [{ counts } = {}] = await query('SELECT counts FROM quota WHERE id = $1', [quotaId]);
    const middle = OCTOBER + 14 * DAY_MS;
    for (const { fromMs, toMs } of [
      // Of the cycle before, which the report is not about.
      { fromMs: OCTOBER - DAY_MS, toMs: OCTOBER },
      { fromMs: OCTOBER, toMs: middle },
      { fromMs: middle, toMs: NOVEMBER },
    ]) {
      const [receivedBytes = 0, transmittedBytes = 0] = sums(isWeb, { fromMs, toMs });
      await writeDays(pool, [
        {
          ...{ quotaId, counts: String(counts), fromMs, toMs },
          ...{ receivedBytes: BigInt(receivedBytes), transmittedBytes: BigInt(transmittedBytes) },
          ...{ coveredMs: 3, aliveMs: 4, countedUntilMs: toMs, countedMs: toMs },
        },
      ]);
    }
    const whole = await report('quota');
    expect(rowsOf(whole, 'quotas')).toEqual([
      [...['shop', 'service shop/web', 'both ways', OCTOBER, NOVEMBER, used, used * 2, 50, 75]],
    ]);
    expect(rowsOf(whole, 'costs-EUR')).toEqual([['shop', OCTOBER, NOVEMBER, used, used - 20_000_000_000, 0.5, 10, 10]]);
    expect(found(await report('quota', { host: alpha }), 'text').text).toBe('No quota of this host is set.');
  });

  it('tell of quotas all cycles of the range, however long ago, and that a filter narrows none', async () => {
    const { data } = await askGraphql<{ saveQuota: { quota: { id: string } } }>(
      aggregator.url,
      'mutation ($input: QuotaInput!) { saveQuota(input: $input) { quota { id } refusals { field reason } } }',
      {
        input: { name: 'by day', subject: { kind: 'FLEET' }, measure: 'IN', cycle: { kind: 'DAILY', timeZone: 'UTC' } },
      },
    );
    const quotaId = data?.saveQuota.quota.id ?? '';
    const [{ counts } = {}] = await query('SELECT counts FROM quota WHERE id = $1', [quotaId]);
    const days = [0, 1, 364].map((day) => Date.parse('2025-01-01Z') + day * DAY_MS);
    for (const fromMs of days)
      await writeDays(pool, [
        {
          ...{ quotaId, counts: String(counts), fromMs, toMs: fromMs + DAY_MS },
          ...{ receivedBytes: BigInt(fromMs), transmittedBytes: 0n },
          ...{ coveredMs: 1, aliveMs: 1, countedUntilMs: fromMs + DAY_MS, countedMs: fromMs + DAY_MS },
        },
      ]);
    const year = { from: '2025-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z', timeZone: 'UTC' };
    const told = rowsOf(await report('quota', year), 'quotas-unlimited').map((row) => [row[0], row[3], row[5]]);
    expect(told).toEqual(days.reverse().map((fromMs) => ['by day', fromMs, fromMs]));
    const narrowed = await report('custom', { ...year, sections: 'summary,quotas', network: 'shop_front' });
    expect(narrowed.blocks).toContainEqual(
      expect.objectContaining({ type: 'text', text: expect.stringContaining('the filter narrows none of them') }),
    );
    expect(rowsOf(narrowed, 'quotas-unlimited')).toHaveLength(3);
  });

  it('say that nothing is known, in each format', async () => {
    const asked = { from: '2020-01-01T00:00:00Z', to: '2020-02-01T00:00:00Z' };
    const said = /No traffic is known between 1 January 2020 at 00:00 and 1 February 2020 at 00:00/;
    for (const kind of ['fleet', 'talkers', 'capacity', 'alerts', 'changes', 'quota']) {
      const whole = await report(kind, { ...asked, timeZone: 'UTC' });
      expect(whole.head.isEmpty).toBe(true);
      expect(whole.blocks[0]).toMatchObject({ type: 'section', id: 'summary' });
      expect(found(whole, 'text')).toMatchObject({ tone: 'warning', text: expect.stringMatching(said) });
      const csv = await (await fetch(path(`${kind}.csv`, asked))).text();
      expect(csv).toMatch(said);
    }
    expect((await report('fleet')).head.isEmpty).toBe(false);
  });

  it('tell of a range to come that it is, and count no alert into it that fires now', async () => {
    const asked = { from: '2100-01-01T00:00:00Z', to: '2100-02-01T00:00:00Z', timeZone: 'UTC' };
    const whole = await report('alerts', asked);
    const texts = whole.blocks.flatMap((block) => (block.type === 'text' ? block.text : []));
    expect(texts.slice(0, 2)).toEqual(['This range is still to come.', 'No alert fired yet.']);
    expect(whole.blocks.filter((block) => block.type === 'table' && block.id.startsWith('alerts'))).toEqual([]);
  });

  it('are pages of PDF', async () => {
    const response = await fetch(path('custom.pdf', { ...OF_OCTOBER, sections: 'summary,hosts' }));
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    const file = Buffer.from(await response.arrayBuffer());
    expect([file.subarray(0, 5).toString(), file.subarray(-6).toString().trim()]).toEqual(['%PDF-', '%%EOF']);
  });

  it('are tables of CSV that no spreadsheet runs, with times of the zone', async () => {
    const response = await fetch(path('custom.csv', { ...OF_OCTOBER, sections: 'traffic,hosts,changes' }));
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="weir-report-custom.csv"');
    const text = await response.text();
    const tables = text.split('\r\n\r\n').map((each) => each.split('\r\n'));
    expect(tables[0]?.slice(2, 5)).toEqual([
      'From,2026-10-01T00:00:00+02:00',
      'To,2026-11-01T00:00:00+01:00',
      `Compared with,${iso(BEFORE.fromMs).replace('21:00:00.000Z', '23:00:00+02:00')},2026-10-01T00:00:00+02:00`,
    ]);
    const parts = tables.find(([title]) => title === 'By day');
    const [first = 0, second = 0, both = 0] = sums(isUplink, { fromMs: OCTOBER, toMs: OCTOBER + DAY_MS });
    expect(parts?.[1]).toBe('Day,Received (bytes),Transmitted (bytes),Both ways (bytes),Known (%)');
    expect(parts?.[2]).toContain(`2026-10-01,${first},${second},${both},`);
    expect(text).toContain(`"'=HYPERLINK(""http://x"",""y"")",`);
    expect(text).toContain('2026-10-31T23:59:59+01:00,Change,alpha,at the last');
    const narrowed = await (await fetch(path('custom.csv', { sections: 'traffic', network: 'shop_front' }))).text();
    expect(narrowed.split('\r\n')[1]).toContain('Only what passes the filter is in it: the network is “shop_front”.');
  });

  it.each<[string, string, Record<string, string>, string]>([
    ['an unknown host', 'host', { host: '00000000-0000-0000-0000-000000000000' }, 'host'],
    ['what is no id', 'host', { host: 'nobody' }, 'host'],
    ['no host', 'host', {}, 'host'],
    ['an unknown network', 'network', { name: 'nowhere' }, 'name'],
    ['an unknown service', 'service', { name: 'shop/nothing' }, 'name'],
    ['a name that means nothing', 'fleet', { name: 'x' }, 'name'],
    ['an empty range', 'fleet', { from: iso(OCTOBER), to: iso(OCTOBER) }, 'from'],
    ['from after to', 'fleet', { from: iso(NOVEMBER), to: iso(OCTOBER) }, 'from'],
    ['to without from', 'fleet', { to: iso(NOVEMBER) }, 'from'],
    ['two ranges', 'fleet', { range: 'lastMonth', from: iso(OCTOBER) }, 'range'],
    ['an unknown range', 'fleet', { range: 'lastCentury' }, 'range'],
    ['ten years', 'fleet', { from: '2010-01-01T00:00:00Z', to: '2020-01-01T00:00:00Z' }, 'from'],
    ['an unknown zone', 'fleet', { timeZone: 'Mars/Olympus' }, 'timeZone'],
    ['no sections', 'custom', {}, 'sections'],
    ['an unknown section', 'custom', { sections: 'weather' }, 'sections'],
    ['sections of a kind that has its own', 'fleet', { sections: 'traffic' }, 'sections'],
    ['a filter that would narrow nothing', 'quota', { network: 'shop_front' }, 'network'],
    ['a filter of what it is about', 'network', { name: 'shop_front', network: 'shop_back' }, 'network'],
    ['an unknown parameter', 'fleet', { colour: 'red' }, 'colour'],
  ])('refuse %s, and name the field', async (_, kind, asked, field) => {
    const response = await fetch(path(`${kind}.json`, asked));
    expect([response.status, await response.json()]).toMatchObject([400, { field }]);
  });

  it('are of kinds and formats that there are', async () => {
    expect((await fetch(path('weather.json', {}))).status).toBe(404);
    expect((await fetch(path('fleet.html', {}))).status).toBe(404);
  });

  it('tell the links as the API does', async () => {
    const { data } = await askGraphql<{ capacity: { links: Record<string, unknown>[] } }>(
      aggregator.url,
      '{ capacity(first: 100) { links { uplink { name } state p95PerSecond utilisationPercent daysLeft sentence } } }',
    );
    const links = data?.capacity.links ?? [];
    expect(links.some((link) => Number(link['p95PerSecond']) > 0)).toBe(true);
    expect(rowsOf(await report('capacity'), 'capacity').map((row) => row.slice(4))).toEqual(
      links.map((link) => {
        const isKnown = link['state'] !== 'UNKNOWN' || link['utilisationPercent'] !== 0;
        const busy = ['p95PerSecond', 'utilisationPercent'].map((name) => (isKnown ? link[name] : null));
        return [...busy, link['daysLeft'], link['sentence']];
      }),
    );
  });
});
