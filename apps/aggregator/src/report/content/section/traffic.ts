import type { HeatBlock, LinesBlock, ReportBlock, ReportCell } from '@weir/model';
import { placeInWeekOf } from '../../../calendar/weekday.js';
import { wallTimeOf } from '../../../calendar/zone.js';
import { DEFAULT_COUNTERS, MAX_POINTS, rateName, type SeriesAnswer } from '../../../query/series.js';
import { rounded, roundedRate } from '../../../query/group-bins.js';
import type { TotalsAnswer } from '../../../query/totals.js';
import { column, figure, section, table, text } from '../blocks.js';
import { ALL, answered, coveredMsOf, type ReportContext } from '../context.js';
import { keptText } from '../kept.js';
import { fiveMinutesOfWhole } from '../percentiles.js';
import { BYTES, stepText, sumCell } from '../sums.js';
import { cutTo, lengthText, momentText, partsOf, partUnitOf } from '../times.js';

const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const HOURS = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'));
const PART_NAMES = { hour: 'Hour', day: 'Day', month: 'Month' } as const;
const WAYS = { rxBytes: 'Received', txBytes: 'Transmitted' } as const;

/** How traffic went: as a chart, by days, and by the hours of the week. */
export async function* traffic(context: ReportContext): AsyncGenerator<ReportBlock> {
  if (await context.isEmpty()) return;
  yield section('traffic', 'Traffic');
  const series = await seriesOf(context);
  yield chartOf(context, series);
  yield busiestOf(context, await ratesOf(context, series));
  yield await tableOfParts(context);
  if (context.request.toMs - context.request.fromMs >= WEEK_MS) yield* week(context);
}

async function seriesOf({ sources, request, traffic: filter }: ReportContext): Promise<SeriesAnswer> {
  const { fromMs, toMs, before } = request;
  return answered(
    await sources.series.answer({
      ...{ interfaces: null, filter, fromMs, toMs, points: MAX_POINTS, counters: DEFAULT_COUNTERS, grouping: ALL },
      ...{ measures: ['average'], top: null, compareMs: before && fromMs - before.fromMs },
    }),
  );
}

function chartOf({ request: { before } }: ReportContext, { at, series, stepMs, compareMs }: SeriesAnswer): LinesBlock {
  const [whole] = series;
  const lines = DEFAULT_COUNTERS.map((counter) => {
    const earlier = whole?.earlier?.columns[rateName(counter)];
    return {
      name: WAYS[counter as keyof typeof WAYS],
      values: [...(whole?.columns[rateName(counter)] ?? [])],
      ...(earlier && before && { before: cutTo(before, [...earlier], at, compareMs ?? 0) }),
    };
  });
  return {
    ...{ type: 'lines', id: 'traffic', title: `Traffic, averages over ${stepText(stepMs)}`, unit: 'bytesPerSecond' },
    ...{ atMs: [...at], lines, limit: null, isStacked: false },
  };
}

/** Both ways over time: of five minutes, which lie in the range as a whole; else of the steps of the chart, which may reach beyond it. */
interface Rates {
  readonly stepMs: number;
  readonly at: readonly number[];
  readonly columns: readonly (readonly (number | null)[])[];
}

async function ratesOf(context: ReportContext, { at, series, stepMs }: SeriesAnswer): Promise<Rates> {
  const read = await fiveMinutesOfWhole(context);
  const [whole] = read?.rates.values() ?? [];
  if (!read || !whole) {
    return {
      at,
      stepMs,
      columns: DEFAULT_COUNTERS.map((counter) => [...(series[0]?.columns[rateName(counter)] ?? [])]),
    };
  }
  const { startMs, count, stepMs: fiveMinutesMs } = read.grid;
  const known = (rates: Float64Array): (number | null)[] =>
    Array.from(rates, (rate) => (Number.isNaN(rate) ? null : roundedRate(rate)));
  return {
    ...{ stepMs: fiveMinutesMs, at: Array.from({ length: count }, (_, step) => startMs + step * fiveMinutesMs) },
    columns: [known(whole.received), known(whole.transmitted)],
  };
}

function busiestOf({ request }: ReportContext, { at, columns, stepMs }: Rates): ReportBlock {
  const highest = (values: readonly (number | null)[]): [number | null, number] => {
    const most = values.reduce<number>((one, other) => Math.max(one, other ?? -1), -1);
    return [most < 0 ? null : most, values.indexOf(most)];
  };
  const items = [
    ...columns.map((values, index) => [`Most ${index === 0 ? 'received' : 'transmitted'}`, highest(values)] as const),
    ['Most both ways', highest(at.map((_, step) => sumAt(columns, step)))] as const,
  ].map(([label, [most, step]]) => {
    const when = most === null ? null : momentText(at[step] ?? 0, request.timeZone);
    return figure(label, 'bytesPerSecond', most, { note: when && `average over ${stepText(stepMs)} from ${when}` });
  });
  return { type: 'figures', items };
}

export function sumAt(columns: readonly (readonly (number | null)[])[], step: number): number | null {
  const known = columns.flatMap((values) => values[step] ?? []);
  return known.length === 0 ? null : rounded(known.reduce((sum, value) => sum + value, 0));
}

async function tableOfParts(context: ReportContext): Promise<ReportBlock> {
  const { request } = context;
  const unit = partUnitOf(request);
  const rows: ReportCell[][] = [];
  let kept: string | null = null;
  for await (const told of toldParts(context)) {
    rows.push(told.row);
    kept ??= told.kept;
  }
  return table(
    'parts',
    `By ${unit}`,
    [
      column('part', PART_NAMES[unit], 'text'),
      column('receivedBytes', 'Received', 'bytes'),
      column('transmittedBytes', 'Transmitted', 'bytes'),
      column('bothBytes', 'Both ways', 'bytes'),
      column('knownPercent', 'Known', 'percent'),
    ],
    rows,
    `By the clocks of ${request.timeZone}${unit === 'hour' ? ', with their offset from UTC where they show an hour twice' : ''}. Known is the share of the time that the host told of which told most.` +
      (kept === null ? '' : ` ${kept}: one that lies in several parts counts in the first of them.`),
  );
}

/** A sample, or a sum where no more is kept, belongs to the part in which it began, so that the parts add up to the whole, to the byte. */
async function* toldParts(context: ReportContext): AsyncGenerator<{ row: ReportCell[]; kept: string | null }> {
  const { request, sources, nowMs } = context;
  let toldMs = -Infinity;
  for (const part of partsOf(request, request.timeZone)) {
    if (part.fromMs >= nowMs) return;
    const asked = { fromMs: Math.max(part.fromMs, toldMs), toMs: part.toMs };
    if (asked.fromMs >= asked.toMs) {
      yield { row: [part.name, null, null, null, null], kept: null };
      continue;
    }
    const told = answered(await sources.totals.sums(context.asked(ALL, { ...asked, counters: BYTES })));
    yield { row: [part.name, ...cellsOf(told, nowMs)], kept: keptText(asked, told) };
    toldMs = told.toMs;
  }
}

function cellsOf({ groups, fromMs, toMs }: TotalsAnswer, nowMs: number): ReportCell[] {
  const group = groups[0] ?? null;
  const covered = group ? coveredMsOf(group) / (Math.min(toMs, nowMs) - fromMs) : 0;
  return [
    ...[sumCell(group, 'rxBytes'), sumCell(group, 'txBytes'), sumCell(group, ...BYTES)],
    Math.round(Math.min(1, covered) * 10_000) / 100,
  ];
}

async function* week({ sources, request, traffic: filter }: ReportContext): AsyncGenerator<ReportBlock> {
  const { fromMs, toMs, timeZone } = request;
  const opened = await sources.rows.open({
    ...{ interfaces: null, filter, fromMs, toMs, stepMs: stepOf(fromMs, timeZone), counters: DEFAULT_COUNTERS },
    ...{ grouping: ALL, measures: ['average'] },
  });
  // Hours may not be kept for so long.
  if (!opened.ok) {
    yield text('Hours of so long ago are not kept: how the days of a week go cannot be told.', 'note');
    return;
  }
  const [sums, counts] = [0, 0].map(() => WEEKDAYS.map(() => HOURS.map(() => 0))) as [number[][], number[][]];
  for await (const rows of opened.value.batches) {
    for (const { atMs, values } of rows) {
      const [day, hour] = placeInWeek(atMs, timeZone);
      if (sums[day]?.[hour] === undefined || counts[day]?.[hour] === undefined) continue;
      sums[day][hour] += values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
      counts[day][hour] += 1;
    }
  }
  yield {
    ...{
      type: 'heat',
      id: 'week',
      title: `Average both ways by hour of the week, of ${lengthText(request)}`,
      unit: 'bytesPerSecond',
    },
    columns: HOURS,
    rows: WEEKDAYS.map((name, day) => ({
      name,
      values: HOURS.map((_, hour) => {
        const count = counts[day]?.[hour] ?? 0;
        return count === 0 ? null : Math.round((sums[day]?.[hour] ?? 0) / count);
      }),
    })),
  } satisfies HeatBlock;
}

/** The longest step of which an hour of the zone is whole ones. */
function stepOf(atMs: number, timeZone: string): number {
  const minute = wallTimeOf(Math.floor(atMs / HOUR_MS) * HOUR_MS, timeZone).minuteOfDay % 60;
  return minute === 0 ? HOUR_MS : minute === 30 ? HOUR_MS / 2 : HOUR_MS / 4;
}

function placeInWeek(atMs: number, timeZone: string): [day: number, hour: number] {
  const wall = wallTimeOf(atMs, timeZone);
  return [placeInWeekOf(wall), Math.floor(wall.minuteOfDay / 60)];
}
