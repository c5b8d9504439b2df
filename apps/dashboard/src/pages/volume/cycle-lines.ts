import type { QuotaCycle, QuotaDay, QuotaDetail } from '../../api/operations/volume.js';
import type { Band, ChartLine, ChartPoint } from '../../charts/line/chart-line.js';

/** What a cycle is drawn of. */
export interface CycleLines {
  readonly lines: readonly ChartLine[];
  readonly bands: readonly Band[];
  /** ms since 1970. */
  readonly from: number;
  readonly to: number;
}

/** Whether the days that were answered are those of a cycle. */
export function hasDaysOf({ daily }: QuotaDetail, { from, until }: QuotaCycle): boolean {
  const first = Date.parse(daily[0]?.from ?? '');
  return first >= Date.parse(from) && first < Date.parse(until);
}

/** Whether nothing at all is known of a day: that nothing was counted of it does not say that nothing passed. */
export function isUnknown({ coveredPercent }: Pick<QuotaDay, 'coveredPercent'>): boolean {
  return coveredPercent === 0;
}

/** How a cycle was used up, day by day, its limit, and where it is expected to end. */
export function cycleLines(quota: QuotaDetail, cycle: QuotaCycle): CycleLines {
  const [from, to] = [Date.parse(cycle.from), Date.parse(cycle.until)];
  // What lies on the very edge is not drawn.
  const stretch = { from: from - 1, to: to + 1 };
  const used = usedLine(quota, cycle);
  const limit: ChartLine[] = quota.limitBytes === null ? [] : [flatLine(Number(quota.limitBytes), from, to)];
  const { projection } = cycle;
  if (!projection) return { lines: [used, ...limit], bands: [], ...stretch };
  const now: ChartPoint = [Date.parse(cycle.countedUntil), Number(cycle.usedBytes)];
  const toEnd = (id: string, name: string, bytes: string): ChartLine => ({
    ...{ id, name, colour: '--text-3', dashed: true, points: [now, [to, Number(bytes)]] },
  });
  const ahead = [
    toEnd('low', 'at least', projection.lowBytes),
    toEnd('expected', 'expected', projection.usedBytes),
    toEnd('high', 'at most', projection.highBytes),
  ];
  return {
    lines: [used, ...ahead, ...limit],
    bands: [{ low: 'low', high: 'high', colour: '--text-3' }],
    ...stretch,
  };
}

/** Of the larger of in and out, each is added up over the whole cycle. */
function usedLine({ measure, daily }: QuotaDetail, cycle: QuotaCycle): ChartLine {
  // Nothing is drawn of days before the first that is known.
  const points: ChartPoint[] = [[Math.max(Date.parse(cycle.from), Date.parse(daily[0]?.from ?? cycle.from)), 0]];
  let [received, transmitted] = [0, 0];
  for (const day of daily) {
    if (isUnknown(day)) {
      points.push([Date.parse(day.from), null]);
      continue;
    }
    if (points.at(-1)?.[1] === null) points.push([Date.parse(day.from), amountOf(measure, received, transmitted)]);
    received += Number(day.receivedBytes);
    transmitted += Number(day.transmittedBytes);
    points.push([endOf(day, cycle), amountOf(measure, received, transmitted)]);
  }
  return { id: 'used', name: 'used', colour: '--accent', points };
}

/** A day under way ends where it was counted up to. */
function endOf({ until }: QuotaDay, { countedUntil }: QuotaCycle): number {
  return Math.min(Date.parse(until), Date.parse(countedUntil));
}

function amountOf(measure: QuotaDetail['measure'], received: number, transmitted: number): number {
  switch (measure) {
    case 'IN':
      return received;
    case 'OUT':
      return transmitted;
    case 'MAX':
      return Math.max(received, transmitted);
    default:
      return received + transmitted;
  }
}

function flatLine(value: number, from: number, to: number): ChartLine {
  const points: ChartPoint[] = [
    [from, value],
    [to, value],
  ];
  return { id: 'limit', name: 'limit', colour: '--bad', dashed: true, points };
}
