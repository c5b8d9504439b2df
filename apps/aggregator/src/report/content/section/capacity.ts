import type { ReportBlock, ReportCell } from '@weir/model';
import { column, rounded, section, table, text } from '../blocks.js';
import { compareBusy, type LinkCapacity } from '../../../query/outlook/capacity.js';
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
  yield text(outlookText(links, linkCount));
  if (unknownSpeedCount > 0)
    yield text(`${String(unknownSpeedCount)} of ${String(linkCount)} links tell no speed and are left out.`, 'note');
  const rows = await sources.interfaces.byNetIds(links.map(({ netId }) => netId));
  const rowOf = new Map(rows.map((row) => [row.netId, row]));
  const fullest = [...links].sort(compareBusy).slice(0, MOST_BARS);
  yield {
    ...{ type: 'bars', id: 'capacity-bars', title: 'Busy hours of the fullest links', unit: 'percent' },
    bars: fullest.map((link) => ({
      name: `${rowOf.get(link.netId)?.name ?? link.netId} on ${rowOf.get(link.netId)?.hostName ?? 'a host that was forgotten'}`,
      values: [{ label: 'Utilisation', value: busyOf(link)[1] }],
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
    links.map((link): ReportCell[] => [
      ...[rowOf.get(link.netId)?.name ?? link.netId, rowOf.get(link.netId)?.hostName ?? null],
      ...[link.speedBitsPerSecond / BITS, WAYS[link.counter] ?? link.counter, ...busyOf(link)],
      ...[link.daysLeft, link.sentence],
    ]),
    'Of now: busy hours are what 95 % of the hours of the last week did not exceed, of the busier way; days are counted from the growth of the last twelve weeks, of the way that is full first.',
  );
}

function noneOf({ request }: ReportContext): string {
  return isFiltered(request) ? 'No link of a host passes the filter.' : 'No link is known.';
}

/** Busy hours in bytes a second and in percent of the speed; null before the first whole hour of a link. */
export function busyOf({
  p95PerSecond,
  share,
}: Pick<LinkCapacity, 'p95PerSecond' | 'share'>): [number | null, number | null] {
  return [p95PerSecond, share === null ? null : rounded(share * 100)];
}

/** How many links fill up, and of how many that cannot be told yet. */
export function outlookText(links: readonly ForeseenLink[], linkCount: number): string {
  const unknown = links.filter(({ outlook }) => outlook.kind === 'unknown').length;
  if (unknown === links.length) return 'It takes eight days of history to say when a link is full.';
  const filling = links.filter(({ daysLeft }) => daysLeft !== null && daysLeft <= HORIZON_DAYS).length;
  const known = fillingText(filling, linkCount);
  return unknown === 0 ? `${known}.` : `${known}; too little is known yet of ${String(unknown)}.`;
}

type ForeseenLink = Pick<LinkCapacity, 'daysLeft'> & { readonly outlook: Pick<LinkCapacity['outlook'], 'kind'> };

function fillingText(filling: number, linkCount: number): string {
  const within = `within ${String(HORIZON_DAYS)} days`;
  if (linkCount === 1) {
    return filling === 0
      ? `The one link is not expected to reach 80 % ${within}`
      : `The one link reaches 80 % already, or is expected to ${within}`;
  }
  if (filling === 0) return `None of ${String(linkCount)} links is expected to reach 80 % ${within}`;
  const are = filling === 1 ? 'links reaches 80 % already, or is' : 'links reach 80 % already, or are';
  return `${String(filling)} of ${String(linkCount)} ${are} expected to ${within}`;
}
