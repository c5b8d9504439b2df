import type { ReportBlock, ReportCell } from '@weir/model';
import { column, rounded, section, table, text } from '../blocks.js';
import { answered, type ReportContext } from '../context.js';
import { isFiltered } from '../report-request.js';

const MOST_LINKS = 100;
const MOST_BARS = 20;
const HORIZON_DAYS = 90;
const FULL_SHARE = 0.8;
const BITS = 8;
const WAYS: Readonly<Record<string, string>> = { rxBytes: 'received', txBytes: 'transmitted' };

/** How full the links are, and when they will be. That is of now, whatever the range. */
export async function* capacity(context: ReportContext): AsyncGenerator<ReportBlock> {
  yield section('capacity', 'Capacity');
  const { sources, filter } = context;
  const asked = { interface: null, filter, first: MOST_LINKS, horizonDays: HORIZON_DAYS, share: FULL_SHARE };
  const { links, linkCount, unknownSpeedCount } = answered(await sources.capacity.answer(asked));
  if (links.length === 0) {
    yield text(
      linkCount === 0 ? noneOf(context) : 'No link tells its speed, so how full it is cannot be told.',
      'note',
    );
    return;
  }
  const filling = links.filter(({ daysLeft }) => daysLeft !== null && daysLeft <= HORIZON_DAYS).length;
  yield text(sentenceOf(filling, linkCount));
  if (unknownSpeedCount > 0)
    yield text(`${String(unknownSpeedCount)} of ${String(linkCount)} links tell no speed and are left out.`, 'note');
  const rows = await sources.interfaces.byNetIds(links.map(({ netId }) => netId));
  const rowOf = new Map(rows.map((row) => [row.netId, row]));
  const fullest = [...links].sort((one, other) => other.share - one.share).slice(0, MOST_BARS);
  yield {
    ...{ type: 'bars', id: 'capacity-bars', title: 'Busy hours of the fullest links', unit: 'percent' },
    bars: fullest.map(({ netId, share }) => ({
      name: `${rowOf.get(netId)?.name ?? netId} on ${rowOf.get(netId)?.hostName ?? 'a host that was forgotten'}`,
      values: [{ label: 'Utilisation', value: rounded(share * 100) }],
    })),
    limit: { label: '80 %', value: FULL_SHARE * 100 },
  };
  yield table(
    'capacity',
    'Links, those that are full first in front',
    [
      column('interface', 'Link', 'text'),
      column('host', 'Host', 'text'),
      column('speed', 'Speed', 'bytesPerSecond'),
      column('way', 'Full first', 'text'),
      column('busyHours', 'Busy hours', 'bytesPerSecond'),
      column('utilisationPercent', 'Utilisation', 'percent'),
      column('daysLeft', 'Days until 80 %', 'count'),
      column('outlook', 'Outlook', 'text'),
    ],
    links.map(({ netId, speedBitsPerSecond, counter, p95PerSecond, share, daysLeft, sentence }): ReportCell[] => [
      ...[rowOf.get(netId)?.name ?? netId, rowOf.get(netId)?.hostName ?? null, speedBitsPerSecond / BITS],
      ...[WAYS[counter] ?? counter, p95PerSecond, rounded(share * 100), daysLeft, sentence],
    ]),
    'Of now: busy hours are what 95 % of the hours of the last week did not exceed, of the busier way; days are counted from the growth of the last twelve weeks, of the way that is full first.',
  );
}

function noneOf({ request }: ReportContext): string {
  return isFiltered(request) ? 'No link of a host passes the filter.' : 'No link is known.';
}

function sentenceOf(filling: number, linkCount: number): string {
  if (filling === 0)
    return `None of ${String(linkCount)} links is expected to reach 80 % within ${String(HORIZON_DAYS)} days.`;
  const are = filling === 1 ? 'link reaches' : 'links reach';
  return `${String(filling)} of ${String(linkCount)} ${are} 80 % already, or are expected to within ${String(HORIZON_DAYS)} days.`;
}
