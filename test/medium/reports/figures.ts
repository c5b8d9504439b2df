import { expect, it } from '@jest/globals';
import {
  type Counter,
  COUNTERS,
  type MomentRange,
  type ReportBlock,
  type ReportCell,
  type WholeReport,
} from '@weir/model';
import {
  type Counted,
  DAY_MS,
  HOSTILE,
  HOUR_MS,
  type KnownFleet,
  NOVEMBER,
  OCTOBER,
  SECOND_MS,
  TICK_MS,
} from '../../support/reports/known-fleet.js';
import { type KnownHour, LINKED, LINKS } from '../../support/reports/known-links.js';
import { type KnownState, MEMORY_BYTES } from '../../support/reports/known-states.js';

/** A fleet of which all is known, and who makes reports of it. */
export interface Given {
  readonly fleet: KnownFleet;
  readonly hours: () => readonly KnownHour[];
  readonly states: () => readonly KnownState[];
  /** Of October by the clocks of Berlin, unless something else is asked. */
  report(kind: string, asked?: Record<string, string>): Promise<WholeReport>;
  /** While sums of whole days are all that is kept. */
  onlyDays<T>(work: () => Promise<T>): Promise<T>;
}

type Which = (each: Counted) => boolean;

const OCTOBER_RANGE = { fromMs: OCTOBER, toMs: NOVEMBER };
const BEFORE = { fromMs: OCTOBER - (NOVEMBER - OCTOBER), toMs: OCTOBER };
const FIVE_MINUTES_MS = 300_000;
const WAYS = ['rxBytes', 'txBytes'] as const;
const isUplink: Which = (each) => each.isUplink;
const isHost =
  (host: number): Which =>
  (each) =>
    each.isUplink && each.host === host;
const isNetwork =
  (name: string): Which =>
  ({ network }) =>
    network === name;
const isService =
  (name: string): Which =>
  ({ service }) =>
    service === name;

/** Figures of reports against what was told, worked out apart. */
export function figuresOfReports({ fleet, hours, states, report, onlyDays }: Given): void {
  it('tell the 95th percentile of five-minute averages, as it is billed, of all and of each', async () => {
    const whole = await report('fleet');
    for (const [index, way] of WAYS.entries()) {
      const figure = figureOf(whole, `95th percentile ${['received', 'transmitted'][index] ?? ''}`);
      expect(figure?.note).toBe('95 % of all averages over 5 min are at most this');
      expectAlike(
        [figure?.value, figure?.before],
        [OCTOBER_RANGE, BEFORE].map((range) => p95Of(isUplink, way, range)),
      );
    }
    const names: readonly [string, number, readonly [string, Which][]][] = [
      [
        'hosts',
        1,
        [
          ['alpha', isHost(0)],
          [HOSTILE, isHost(1)],
          ['gamma', isHost(2)],
        ],
      ],
      [
        'networks',
        1,
        [
          ['shop_front', isNetwork('shop_front')],
          ['shop_back', isNetwork('shop_back')],
        ],
      ],
      [
        'services',
        1,
        [
          ['shop/web', isService('shop/web')],
          ['shop/db', isService('shop/db')],
        ],
      ],
    ];
    for (const [id, first, groups] of names) {
      const table = tableOf(whole, id);
      expect([table.rows.length, table.note]).toEqual([groups.length, expect.stringContaining('averages over 5 min')]);
      for (const [name, which] of groups) {
        const row = table.rows.find((each) => each[0] === name);
        expectAlike(
          row?.slice(first + 4, first + 6),
          WAYS.map((way) => p95Of(which, way)),
        );
      }
    }
  });

  it('tell the 95th percentile of longer averages where five minutes are kept no longer, and say so at the figure', async () => {
    const whole = await onlyDays(() => report('fleet'));
    expect(figureOf(whole, '95th percentile received')?.note).toBe('95 % of all averages over 24 h are at most this');
    for (const id of ['hosts', 'networks', 'services', 'interfaces']) {
      expect(tableOf(whole, id).note).toContain('averages over 24 h are at most this');
    }
  });

  it.each([
    ['fleet', ['totals', 'totals of the range before']],
    ['talkers', ['totals']],
  ])('say once of %s that totals are of more than was asked', async (kind, said) => {
    const { blocks } = await onlyDays(() => report(kind));
    const noted = blocks.flatMap((block) => (block.type === 'text' ? block.text : []));
    const kept = noted.filter((note) => note.startsWith('Of so long ago only sums of whole days are kept'));
    expect(kept.map((note) => note.replace(/.*: (totals.*) are from .*/, '$1'))).toEqual(said);
  });

  it('tell the average of the time that is known, and the busiest five minutes', async () => {
    const whole = await report('host', { host: fleet.agents[0]?.host ?? '' });
    const ticks = fleet.ticks[0]?.filter((ms) => ms >= OCTOBER && ms < NOVEMBER) ?? [];
    for (const [index, way] of WAYS.entries()) {
      const figure = figureOf(whole, `Average ${['received', 'transmitted'][index] ?? ''}`);
      expectAlike([figure?.value], [(bytesOf(isHost(0), way) * SECOND_MS) / (ticks.length * TICK_MS)]);
    }
    const [received, transmitted] = WAYS.map((way) => ratesOf(isHost(0), way, OCTOBER_RANGE, FIVE_MINUTES_MS));
    const both = new Map([...(received ?? [])].map(([step, rate]) => [step, rate + (transmitted?.get(step) ?? 0)]));
    for (const [label, rates] of [
      ['Most received', received],
      ['Most transmitted', transmitted],
      ['Most both ways', both],
    ] as const) {
      expectAlike([figureOf(whole, label)?.value], [Math.max(...(rates ?? new Map<number, number>()).values())]);
    }
  });

  it('tell who received and who transmitted most: of each kind, with shares and percentiles', async () => {
    const whole = await report('talkers');
    const kinds: readonly [string, readonly [readonly string[], Which][]][] = [
      [
        'hosts',
        [
          [['alpha'], isHost(0)],
          [[HOSTILE], isHost(1)],
          [['gamma'], isHost(2)],
        ],
      ],
      [
        'services',
        [
          [['shop/web'], isService('shop/web')],
          [['shop/db'], isService('shop/db')],
        ],
      ],
      [
        'containers',
        [
          [['web', 'alpha'], isService('shop/web')],
          [['db', HOSTILE], isService('shop/db')],
        ],
      ],
      [
        'networks',
        [
          [['shop_front'], isNetwork('shop_front')],
          [['shop_back'], isNetwork('shop_back')],
        ],
      ],
    ];
    for (const [id, groups] of kinds) {
      for (const [index, way] of WAYS.entries()) {
        const all = groups.reduce((sum, [, which]) => sum + bytesOf(which, way), 0);
        const expected = groups
          .map(([names, which]) => ({ names, bytes: bytesOf(which, way), p95: p95Of(which, way) }))
          .sort((one, other) => other.bytes - one.bytes);
        const { rows } = tableOf(whole, `${id}-${['received', 'transmitted'][index] ?? ''}`);
        expect([id, rows.map((row) => row.slice(0, -1))]).toEqual([
          id,
          expected.map(({ names, bytes }) => [...names, bytes, Math.round((bytes / all) * 10_000) / 100]),
        ]);
        expectAlike(
          rows.map((row) => row.at(-1)),
          expected.map(({ p95 }) => p95),
        );
      }
    }
  });

  it('tell how much is known, of all and of each host', async () => {
    // Two samples of the first two hosts, and none of the third, which was heard before.
    const [fromMs, toMs] = [Date.parse('2026-10-20T21:59:30Z'), Date.parse('2026-10-20T22:00:30Z')];
    const iso = (ms: number): string => new Date(ms).toISOString();
    const whole = await report('custom', { sections: 'summary,coverage', from: iso(fromMs), to: iso(toMs) });
    const shares = fleet.ticks.map(
      (ticks) => (ticks.filter((ms) => ms >= fromMs && ms < toMs).length * TICK_MS) / (toMs - fromMs),
    );
    const percent = (share: number): number => Math.round(share * 10_000) / 100;
    expect(shares.map(percent)).toEqual([33.33, 33.33, 0]);
    expect(figureOf(whole, 'Known of that time')).toMatchObject({
      value: percent(mean(shares)),
      note: expect.stringContaining('of 3 of 3 hosts'),
    });
    const rows = new Map(tableOf(whole, 'coverage').rows.map((row) => [row[0], row[1]]));
    expect(['alpha', HOSTILE, 'gamma'].map((name) => rows.get(name))).toEqual(shares.map(percent));
  });

  it('count what happened by its kind, and patterns by their category', async () => {
    const whole = await report('changes');
    const counts = new Map(tableOf(whole, 'changes-counts').rows.map(([kind, count]) => [kind, count]));
    expect(['Change', 'Alert', 'Pattern', 'Note'].map((kind) => counts.get(kind))).toEqual([2, 2, 1, 0]);
    const { blocks } = await report('alerts');
    expect(blocks.find((block) => block.type === 'shares')).toMatchObject({
      parts: [{ name: 'volume', value: 1 }],
    });
  });

  it('tell how full links are and when they will be, by the hours that are known', async () => {
    // The hour that is over last may be another one by the time of the answer.
    const [whole, endMs] = await inOneHour(() => report('capacity'));
    const links = tableOf(whole, 'capacity').rows.filter((row) => row[1] === LINKED);
    expect(links.map((row) => row[0])).toEqual(['full', 'grows', 'calm']);
    for (const row of links) {
      const link = LINKS.find(({ name }) => name === row[0]);
      const speed = (link?.speedBitsPerSecond ?? 0) / 8;
      const busy = nearestRank(ratesUntil(link?.name ?? '', endMs, 7));
      expect([row[2], row[3]]).toEqual([speed, link?.way === 'rxBytes' ? 'received' : 'transmitted']);
      expectAlike([row[4], row[5]], [busy, (busy / speed) * 100]);
      expect([row[0], row[6]]).toEqual([row[0], daysUntilFull(link?.name ?? '', speed, endMs)]);
    }
    expect(links.map((row) => row[6])).toEqual([0, expect.any(Number), null]);
    const bars = whole.blocks.find((block) => block.type === 'bars' && block.id === 'capacity-bars');
    expect(bars?.type === 'bars' && bars.bars[0]).toEqual({
      ...{ name: `full on ${LINKED}`, values: [{ label: 'Utilisation', value: links[0]?.[5] }] },
    });
    const notes = whole.blocks.flatMap((block) => (block.type === 'text' && block.tone === 'note' ? block.text : []));
    expect(notes.some((note) => /^1 of \d+ links tell no speed/.test(note))).toBe(true);
  });

  it('tell how busy a host was and how much memory it used, and what of that is not known', async () => {
    const whole = await report('host', { host: fleet.agents[0]?.host ?? '' });
    for (const [label, of] of [
      ['CPU', 'cpu'],
      ['Memory used', 'memory'],
    ] as const) {
      const [now = [], before = []] = [OCTOBER_RANGE, BEFORE].map((range) => averagesOf(of, range));
      const values = (averages: typeof now): number[] => averages.map(({ value }) => value);
      expect(now.length).toBeGreaterThan(100);
      const figure = (what: string) => figureOf(whole, `${label}, ${what}`);
      expectAlike([figure('mean')?.value, figure('mean')?.before], [mean(values(now)), mean(values(before))]);
      expectAlike(
        [figure('most')?.value, figure('most')?.before],
        [Math.max(...values(now)), Math.max(...values(before))],
      );
      const lines = linesOf(whole, 'state');
      const stepMs = (lines.atMs[1] ?? 0) - (lines.atMs[0] ?? 0);
      const inStep = (all: typeof now, fromMs: number): number | null => {
        const own = all.filter(({ atMs }) => atMs >= fromMs && atMs < fromMs + stepMs);
        return own.length === 0 ? null : mean(values(own));
      };
      const line = lines.lines.find(({ name }) => name === label);
      expectAlike(
        line?.values,
        lines.atMs.map((ms) => inStep(now, ms)),
      );
      expectAlike(
        line?.before,
        lines.atMs.map((ms) => inStep(before, ms - OCTOBER + BEFORE.fromMs)),
      );
      const all = (NOVEMBER - OCTOBER) / FIVE_MINUTES_MS;
      const missing = `${all - now.length} of ${all} averages over 5 min are not known`;
      expect(whole.blocks).toContainEqual(
        expect.objectContaining({ tone: 'note', text: expect.stringContaining(missing) }),
      );
    }
    expect(figureOf(whole, 'Memory')?.value).toBe(MEMORY_BYTES);
    const untold = await report('host', { host: fleet.agents[1]?.host ?? '' });
    expect(untold.blocks).toContainEqual(
      expect.objectContaining({ tone: 'note', text: expect.stringMatching(/^Nothing is known of CPU and memory/) }),
    );
  });

  it('are narrowed by a filter, and name it in their head', async () => {
    const all = await report('fleet');
    expect(all.head.about).not.toContain('filter');
    const whole = await report('fleet', { service: 'shop/web', network: 'shop_*' });
    expect(whole.head.about).toContain(
      'Only what passes the filter is in it: the network looks like “shop_*”; the service is “shop/web”.',
    );
    expect(figureOf(whole, 'Received')?.value).toBe(bytesOf(isService('shop/web'), 'rxBytes'));
    for (const id of ['hosts', 'networks', 'services']) expect(tableOf(whole, id).rows).toHaveLength(1);
    expect(whole.blocks).toContainEqual(expect.objectContaining({ text: 'No link of a host passes the filter.' }));
  });

  function bytesOf(which: Which, way: Counter, { fromMs, toMs }: MomentRange = OCTOBER_RANGE): number {
    return fleet.counted
      .filter((each) => which(each) && each.startMs >= fromMs && each.startMs < toMs)
      .reduce((sum, { counts }) => sum + (counts[COUNTERS.indexOf(way)] ?? 0), 0);
  }

  /** By step: bytes a second of each host by the time that is known of it, added up. */
  function ratesOf(which: Which, way: Counter, range: MomentRange, stepMs: number): Map<number, number> {
    const steps = new Map<number, Map<number, { bytes: number; ticks: Set<number> }>>();
    for (const each of fleet.counted) {
      if (!which(each) || each.startMs < range.fromMs || each.startMs >= range.toMs) continue;
      const step = Math.floor(each.startMs / stepMs) * stepMs;
      const hosts = steps.get(step) ?? new Map<number, { bytes: number; ticks: Set<number> }>();
      const own = hosts.get(each.host) ?? { bytes: 0, ticks: new Set<number>() };
      own.bytes += each.counts[COUNTERS.indexOf(way)] ?? 0;
      own.ticks.add(each.startMs);
      steps.set(step, hosts.set(each.host, own));
    }
    const rate = ({ bytes, ticks }: { bytes: number; ticks: Set<number> }): number =>
      (bytes * SECOND_MS) / (ticks.size * TICK_MS);
    return new Map(
      [...steps].map(([step, hosts]) => [step, [...hosts.values()].reduce((sum, each) => sum + rate(each), 0)]),
    );
  }

  /** As docs/billing.md has it: of n the highest ⌊0.05 n⌋ are dropped, and the next one counts. */
  function p95Of(which: Which, way: Counter, range: MomentRange = OCTOBER_RANGE): number {
    const sorted = [...ratesOf(which, way, range, FIVE_MINUTES_MS).values()].sort((one, other) => other - one);
    return sorted[Math.floor(0.05 * sorted.length)] ?? NaN;
  }

  /** Of five minutes each of which something was told. */
  function averagesOf(of: 'cpu' | 'memory', { fromMs, toMs }: MomentRange): { atMs: number; value: number }[] {
    const steps = new Map<number, number[]>();
    for (const each of states()) {
      if (each.startMs < fromMs || each.startMs >= toMs) continue;
      const atMs = Math.floor(each.startMs / FIVE_MINUTES_MS) * FIVE_MINUTES_MS;
      steps.set(atMs, [...(steps.get(atMs) ?? []), each[of]]);
    }
    return [...steps].map(([atMs, values]) => ({ atMs, value: mean(values) }));
  }

  /** The rates of a link in the hours of so many days, the oldest first. */
  function ratesUntil(name: string, endMs: number, days: number): number[] {
    return hours()
      .filter(({ startMs }) => startMs >= endMs - days * DAY_MS && startMs < endMs)
      .map(({ rates }) => rates.get(name) ?? NaN);
  }

  /** The busy hours of each day as a straight line, until they reach 80 % of the speed. */
  function daysUntilFull(name: string, speed: number, endMs: number): number | null {
    const days = Array.from({ length: 9 }, (_, day) => busyOf(ratesUntil(name, endMs - (8 - day) * DAY_MS, 1)));
    const [first = NaN, last = NaN] = [days[0], days.at(-1)];
    if (last >= 0.8 * speed) return 0;
    const growth = (last - first) / (days.length - 1);
    if (growth <= 0) return null;
    // The first day ahead begins now.
    return Math.ceil((0.8 * speed - last) / growth) - 1;
  }
}

/** What 95 % of the hours of a day do not exceed, between the two that are next to it. */
function busyOf(rates: readonly number[]): number {
  const sorted = [...rates].sort((one, other) => one - other);
  const place = 0.95 * (sorted.length - 1);
  const [low = NaN, high = NaN] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return low + (high - low) * (place - Math.floor(place));
}

function nearestRank(rates: readonly number[]): number {
  const sorted = [...rates].sort((one, other) => one - other);
  return sorted[Math.ceil(0.95 * sorted.length) - 1] ?? NaN;
}

async function inOneHour<T>(ask: () => Promise<T>): Promise<[T, number]> {
  const hourOf = (): number => Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
  for (;;) {
    const endMs = hourOf();
    const answer = await ask();
    if (hourOf() === endMs) return [answer, endMs];
  }
}

const mean = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0) / values.length;

/** Rates are answered by seven digits, shares by two behind the point. */
function expectAlike(
  values: readonly (ReportCell | undefined)[] | undefined,
  expected: readonly (number | null)[],
): void {
  expect(values?.map((value) => value === null)).toEqual(expected.map((value) => value === null));
  for (const [index, value] of (values ?? []).entries()) {
    const truth = expected[index] ?? null;
    if (truth !== null) expect(Math.abs(Number(value) - truth)).toBeLessThanOrEqual(Math.max(0.006, truth * 1e-6));
  }
}

function figureOf(whole: WholeReport, label: string) {
  return whole.blocks
    .flatMap((block) => (block.type === 'figures' ? block.items : []))
    .find((item) => item.label === label);
}

type Of<Type extends ReportBlock['type']> = Extract<ReportBlock, { type: Type }>;

function tableOf({ blocks }: WholeReport, id: string): Of<'table'> {
  const block = blocks.find((each): each is Of<'table'> => each.type === 'table' && each.id === id);
  if (!block) throw new Error(`no table ${id}`);
  return block;
}

function linesOf({ blocks }: WholeReport, id: string): Of<'lines'> {
  const block = blocks.find((each): each is Of<'lines'> => each.type === 'lines' && each.id === id);
  if (!block) throw new Error(`no lines ${id}`);
  return block;
}
