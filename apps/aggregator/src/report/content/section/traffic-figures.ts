import type { MomentRange, ReportFigure, ReportUnit } from '@weir/model';
import type { GroupTotals } from '../../../query/totals.js';
import { figure } from '../blocks.js';
import { ALL, type ReportContext } from '../context.js';
import { DAYS_FOR_ROWS, type Percentiles, percentilesOf, percentilesOfWhole, percentileText } from '../percentiles.js';
import { BYTES, DROPS, ERRORS, statisticOf, sumCell } from '../sums.js';

type Of = (group: GroupTotals | null) => ReportFigure['value'];

/** What all counted in the range, and in the one before. */
export async function trafficFigures(context: ReportContext): Promise<ReportFigure[]> {
  const [whole, before] = [await context.whole(), await context.wholeBefore()];
  const compared = (label: string, unit: ReportUnit, of: Of): ReportFigure =>
    figure(label, unit, of(whole), context.request.before ? { before: of(before) } : {});
  return [
    compared('Received', 'bytes', (group) => sumCell(group, 'rxBytes')),
    compared('Transmitted', 'bytes', (group) => sumCell(group, 'txBytes')),
    compared('Both ways', 'bytes', (group) => sumCell(group, ...BYTES)),
    compared('Average received', 'bytesPerSecond', (group) => averageOf(group, 'rxBytes')),
    compared('Average transmitted', 'bytesPerSecond', (group) => averageOf(group, 'txBytes')),
    ...(await percentileFigures(context, whole, before)),
    compared('Packets', 'packets', (group) => sumCell(group, 'rxPackets', 'txPackets')),
    compared('Packets with errors', 'packets', (group) => sumCell(group, ...ERRORS)),
    compared('Dropped packets', 'packets', (group) => sumCell(group, ...DROPS)),
  ];
}

type Way = 'rxBytes' | 'txBytes';
const WAYS: readonly (readonly [Way, string])[] = [
  ['rxBytes', 'received'],
  ['txBytes', 'transmitted'],
];

function averageOf(group: GroupTotals | null, way: Way): number | null {
  return statisticOf(group, way, (each) => each.averagePerSecond);
}

/** Compared with those of averages over the same step alone: others would be of other peaks. */
async function percentileFigures(
  context: ReportContext,
  whole: GroupTotals | null,
  before: GroupTotals | null,
): Promise<ReportFigure[]> {
  const now = await percentilesOfWhole(context);
  const earlier = context.request.before && (await percentilesIn(context, before, context.request.before));
  const isAlike = earlier?.stepMs === now.stepMs;
  return WAYS.map(([counter, way]) =>
    figure(`95th percentile ${way}`, 'bytesPerSecond', now.of(whole, counter), {
      ...(isAlike && { before: earlier.of(before, counter) }),
      note: percentileText(now),
    }),
  );
}

async function percentilesIn(
  context: ReportContext,
  whole: GroupTotals | null,
  range: MomentRange,
): Promise<Percentiles> {
  return percentilesOf(context, {
    ...{ interfaces: null, filter: context.traffic, grouping: ALL, range, groups: whole ? [whole] : [] },
    ...{ mostDaysOfHosts: DAYS_FOR_ROWS, wider: () => context.wholeOf(range) },
  });
}
