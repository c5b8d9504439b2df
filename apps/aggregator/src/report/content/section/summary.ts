import type { ReportBlock, ReportFigure } from '@weir/model';
import { bytesText } from '../../../analyse/pattern/wording.js';
import type { GroupTotals } from '../../../query/totals.js';
import { ALL_ALERTS } from '../../../query/alerts/alert.js';
import { ALL_PATTERNS } from '../../../query/patterns/pattern.js';
import { figure, rounded, section, text } from '../blocks.js';
import { answered, type ReportContext } from '../context.js';
import { hostsTold, shareOf, shareOfAll } from '../hosts-told.js';
import { keptNotes } from '../kept.js';
import { BYTES, comparedText, sumOf } from '../sums.js';
import { lengthText, theseText } from '../times.js';
import { trafficFigures } from './traffic-figures.js';

const PAGE = { by: 'began', descending: true, first: 1, after: null } as const;
const FOUND = { by: 'started', descending: true, first: 1, after: null } as const;

/** What matters most, as figures and in words. */
export async function* summary(context: ReportContext): AsyncGenerator<ReportBlock> {
  if (await context.isEmpty()) return;
  yield section('summary', 'Summary');
  const [whole, before] = [await context.whole(), await context.wholeBefore()];
  for (const sentence of sentencesOf(context, whole, before)) yield text(sentence);
  yield* keptNotes(context, true);
  yield { type: 'figures', items: [...(await trafficFigures(context)), ...(await otherFigures(context))] };
}

function sentencesOf({ request }: ReportContext, whole: GroupTotals | null, before: GroupTotals | null): string[] {
  const [received, transmitted] = [sumOf(whole, ['rxBytes']), sumOf(whole, ['txBytes'])];
  if (received === null || transmitted === null) return [];
  const counted = `In ${theseText(request)} ${bytesText(Number(received))} were received and ${bytesText(Number(transmitted))} transmitted`;
  if (!request.before) return [`${counted}.`];
  const lengthBefore = lengthText({ ...request.before, timeZone: request.timeZone });
  return [counted + comparedText(received + transmitted, sumOf(before, BYTES), lengthBefore)];
}

async function otherFigures(context: ReportContext): Promise<ReportFigure[]> {
  const hosts = await hostsTold(context);
  const share = shareOfAll(hosts);
  const partly = hosts.filter((host) => shareOf(host) < 1).length;
  const { fromMs, toMs } = context.request;
  const asked = { filter: context.filter, fromMs, toMs };
  const alerts = answered(context.sources.alerts.list({ ...ALL_ALERTS, ...asked }, PAGE));
  const patterns = answered(context.sources.patterns.list({ ...ALL_PATTERNS, ...asked }, FOUND));
  return [
    figure('Hosts', 'count', hosts.length, { note: 'those that told of their traffic at some time, or should have' }),
    figure('Known of that time', 'percent', share === null ? null : rounded(share * 100), {
      note:
        partly === 0
          ? 'nothing is missing'
          : `of ${String(partly)} of ${String(hosts.length)} hosts something is missing: see Coverage`,
    }),
    figure('Alerts', 'count', await alerts.count(), { note: 'that fired at some time of the range' }),
    figure('Patterns', 'count', await patterns.count(), { note: 'that were seen at some time of the range' }),
  ];
}
