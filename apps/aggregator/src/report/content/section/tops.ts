import type { Counter, ReportBlock, ReportCell, ReportColumn } from '@weir/model';
import { percentText } from '../../../analyse/pattern/wording.js';
import type { Dimension, GroupKey } from '../../../query/grouping.js';
import { MAX_SERIES } from '../../../query/series.js';
import type { GroupTotals, TotalsAnswer } from '../../../query/totals.js';
import { column, percentOf, section, subsection, table, text } from '../blocks.js';
import { answered, type ReportContext } from '../context.js';
import { keptNotes } from '../kept.js';
import { DAYS_FOR_ROWS, type Percentiles, percentilesOf, percentileText } from '../percentiles.js';
import { BYTES, changePercent, sumCell, sumOf } from '../sums.js';

/** What can be ranked by its traffic. */
export interface Ranked {
  readonly id: string;
  readonly title: string;
  /** What one is called, as the end of a sentence. */
  readonly one: string;
  readonly dimensions: readonly Dimension[];
  readonly labels: readonly string[];
}

export const HOSTS: Ranked = { id: 'hosts', title: 'Hosts', one: 'host', dimensions: ['host'], labels: ['Host'] };
export const NETWORKS: Ranked = {
  ...{ id: 'networks', title: 'Networks', one: 'network', dimensions: ['network'], labels: ['Network'] },
};
export const SERVICES: Ranked = {
  ...{ id: 'services', title: 'Services', one: 'service', dimensions: ['service'], labels: ['Service'] },
};
export const WORKLOADS: Ranked = {
  ...{
    id: 'workloads',
    title: 'Kubernetes workloads',
    one: 'workload',
    dimensions: ['workload'],
    labels: ['Workload'],
  },
};
export const CONTAINERS: Ranked = {
  ...{ id: 'containers', title: 'Containers', one: 'container' },
  ...{ dimensions: ['container', 'host'], labels: ['Container', 'Host'] },
};

const MOST_ROWS = 20;
const MOST_BARS = 10;

/** Those of a kind that carried most, with their share of all, and how much it was before. */
export function top(...kinds: readonly Ranked[]) {
  return async function* (context: ReportContext): AsyncGenerator<ReportBlock> {
    if (await context.isEmpty()) return;
    const [first] = kinds;
    if (!first) return;
    yield section(first.id, first.title);
    yield* keptNotes(context, true);
    for (const ranked of kinds) yield* topOf(context, ranked, ranked === first);
  };
}

async function* topOf(context: ReportContext, ranked: Ranked, isFirst: boolean): AsyncGenerator<ReportBlock> {
  const read = await readTop(context, ranked, BYTES);
  const { groups } = read;
  const named = groups.filter(isNamed);
  if (named.length === 0) {
    if (isFirst) yield text(`No traffic of a ${ranked.one} is known in this range.`, 'note');
    return;
  }
  if (!isFirst) yield subsection(ranked.id, ranked.title);
  const whole = groups.reduce((sum, group) => sum + (sumOf(group, BYTES) ?? 0n), 0n);
  yield text(leaderOf(ranked, named, whole));
  yield barsOf(ranked, named);
  yield await tableOf(context, ranked, read, whole);
}

async function readTop(
  context: ReportContext,
  { dimensions }: Ranked,
  counters: readonly Counter[],
  count = MOST_ROWS,
): Promise<TotalsAnswer> {
  const by = { count, by: 'total', counter: null } as const;
  return answered(await context.sources.totals.sums(context.asked({ dimensions, labels: [] }, { counters, top: by })));
}

function leaderOf({ one }: Ranked, [leader]: readonly GroupTotals[], whole: bigint): string {
  const share = leader && percentOf(sumOf(leader, BYTES) ?? 0n, whole);
  if (!leader || share == null) return `No ${one} counted any traffic.`;
  return `The ${one} with most traffic, ${nameOf(leader).join(' on ')}, carried ${percentText(share / 100)} of it.`;
}

function barsOf({ id, title }: Ranked, groups: readonly GroupTotals[]): ReportBlock {
  const bars = groups.slice(0, MOST_BARS).map((group) => ({
    name: nameOf(group).join(' on '),
    values: [
      { label: 'Received', value: asNumber(sumCell(group, 'rxBytes')) },
      { label: 'Transmitted', value: asNumber(sumCell(group, 'txBytes')) },
    ],
  }));
  return { type: 'bars', id: `${id}-bars`, title: `${title} with most traffic`, unit: 'bytes', bars, limit: null };
}

async function tableOf(
  context: ReportContext,
  ranked: Ranked,
  read: TotalsAnswer,
  whole: bigint,
): Promise<ReportBlock> {
  const { groups, groupCount } = read;
  const before = context.request.before ? await readBefore(context, ranked) : null;
  const p95 = await p95Of(context, ranked, groups);
  const rows = groups.map((group): ReportCell[] => {
    const sum = sumOf(group, BYTES);
    return [
      ...namesOf(ranked, group),
      ...[sumCell(group, 'rxBytes'), sumCell(group, 'txBytes'), sumCell(group, ...BYTES)],
      sum === null ? null : percentOf(sum, whole),
      ...BYTES.map((counter) => p95.of(group, counter)),
      ...(before ? [changePercent(sum, before.get(group.group) ?? null)] : []),
    ];
  });
  const rest = groupCount > MOST_ROWS ? ` ${String(MOST_ROWS)} of ${String(groupCount)}; all others are one row.` : '';
  const note = `95th percentile: ${percentileText(p95)}.${rest}`;
  return table(ranked.id, `${ranked.title} by traffic`, columnsOf(ranked, before !== null), rows, note);
}

function columnsOf(ranked: Ranked, isCompared: boolean): ReportColumn[] {
  return [
    ...labelColumns(ranked),
    column('receivedBytes', 'Received', 'bytes'),
    column('transmittedBytes', 'Transmitted', 'bytes'),
    column('bothBytes', 'Both ways', 'bytes'),
    column('sharePercent', 'Share', 'percent'),
    column('receivedP95', '95th percentile received', 'bytesPerSecond'),
    column('transmittedP95', '95th percentile transmitted', 'bytesPerSecond'),
    ...(isCompared ? [column('changePercent', 'Change', 'percent')] : []),
  ];
}

function labelColumns({ labels, dimensions }: Ranked): ReportColumn[] {
  return labels.map((label, index) => column(dimensions[index] ?? label, label, 'text'));
}

/** What each counted in the range before; who was not there then, or is not known, is none of them. */
async function readBefore(context: ReportContext, ranked: Ranked): Promise<ReadonlyMap<string, bigint | null>> {
  const { before } = context.request;
  const asked = context.asked({ dimensions: ranked.dimensions, labels: [] }, { ...before, counters: BYTES });
  const top = { count: MAX_SERIES, by: 'total', counter: null } as const;
  const { groups } = answered(await context.sources.totals.sums({ ...asked, top }));
  return new Map(groups.map((group) => [group.group, sumOf(group, BYTES)]));
}

/** Of those of the top alone: to read how fast each of a fleet was takes a minute. */
function p95Of(context: ReportContext, { dimensions }: Ranked, groups: readonly GroupTotals[]): Promise<Percentiles> {
  const [filter, grouping] = [context.traffic, { dimensions, labels: [] }];
  const { totals } = context.sources;
  return percentilesOf(context, {
    ...{ interfaces: null, filter, grouping, groups, range: context.request, mostDaysOfHosts: DAYS_FOR_ROWS },
    wider: async (ids) => answered(await totals.rates(context.asked(grouping, { counters: BYTES }), ids)),
  });
}

/** A cell for each dimension; the rest beside the top, and what belongs to none, are told as such. */
function namesOf({ labels }: Ranked, group: GroupTotals): string[] {
  const [first = '', ...more] = nameOf(group);
  return labels.map((_, index) => (index === 0 ? first : (more[index - 1] ?? '')));
}

function nameOf({ others, keys }: GroupTotals): string[] {
  if (others !== null) return [`${String(others)} others`];
  return keys.map(keyName);
}

function keyName({ name, dimension }: GroupKey): string {
  return name ?? `(no ${dimension})`;
}

function isNamed({ others, keys }: GroupTotals): boolean {
  return others === null && keys[0]?.name != null;
}

const asNumber = (cell: ReportCell): number | null => (cell === null ? null : Number(cell));

const TALKERS = [HOSTS, SERVICES, WORKLOADS, CONTAINERS, NETWORKS];
const WAYS = [
  ['rxBytes', 'received'],
  ['txBytes', 'transmitted'],
] as const;

/** Those of a kind with most traffic one way. */
interface Talkers {
  readonly counter: (typeof WAYS)[number][0];
  readonly way: (typeof WAYS)[number][1];
  readonly groups: readonly GroupTotals[];
}

/** Who received most and who transmitted most, of each kind. */
export async function* talkers(context: ReportContext): AsyncGenerator<ReportBlock> {
  if (await context.isEmpty()) return;
  for (const ranked of TALKERS) yield* talkersOf(context, ranked);
}

async function* talkersOf(context: ReportContext, ranked: Ranked): AsyncGenerator<ReportBlock> {
  const tops: Talkers[] = [];
  for (const [counter, way] of WAYS) {
    const { groups } = await readTop(context, ranked, [counter]);
    tops.push({ counter, way, groups });
  }
  const found = tops.filter(({ groups }) => groups.some(isNamed));
  if (found.length === 0) return;
  yield section(ranked.id, ranked.title);
  yield* keptNotes(context, false);
  const p95 = await p95Of(
    context,
    ranked,
    found.flatMap(({ groups }) => groups),
  );
  for (const talkers of found) yield tableOfTalkers(ranked, talkers, p95);
}

function tableOfTalkers(ranked: Ranked, { counter, way, groups }: Talkers, p95: Percentiles): ReportBlock {
  const whole = groups.reduce((sum, group) => sum + (sumOf(group, [counter]) ?? 0n), 0n);
  const columns = [
    ...labelColumns(ranked),
    column(`${way}Bytes`, way === 'received' ? 'Received' : 'Transmitted', 'bytes'),
    column('sharePercent', 'Share', 'percent'),
    column('p95', '95th percentile', 'bytesPerSecond'),
  ];
  const rows = groups.map((group): ReportCell[] => [
    ...[...namesOf(ranked, group), sumCell(group, counter), percentOf(sumOf(group, [counter]) ?? 0n, whole)],
    p95.of(group, counter),
  ]);
  const note = `95th percentile: ${percentileText(p95)}.`;
  return table(`${ranked.id}-${way}`, `${ranked.title} that ${way} most`, columns, rows, note);
}
