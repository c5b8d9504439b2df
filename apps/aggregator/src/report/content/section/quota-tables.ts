import type { ReportBlock, ReportCell } from '@weir/model';
import type { QuotaCycle } from '../../../billing/quota-cycles.js';
import type { CountedCycle } from '../../../billing/quota.query.js';
import type { Measure, Quota } from '../../../billing/quota.js';
import { column, longTable, wholeCell } from '../blocks.js';
import { minuteText } from '../times.js';

const MEASURES: Readonly<Record<Measure, string>> = {
  in: 'received',
  out: 'transmitted',
  sum: 'both ways',
  max: 'the larger way',
};
const WHOLE_CYCLES = 'Whole cycles, wherever the range begins and ends; of one under way: what it has come to by now.';

/**
 * The tables of cycles: of quotas that have a limit, of those that have none, of which a limit would be told as unknown, what those under
 * way come to, and what they cost. Hosts are named by their ids.
 */
export function* quotaTables(
  told: readonly QuotaCycle[],
  hostNames: ReadonlyMap<string, string>,
  timeZone: string,
): Generator<ReportBlock> {
  const [limited, unlimited] = [true, false].map((isLimited) =>
    told.filter(({ quota }) => (quota.limitBytes !== null) === isLimited),
  ) as [QuotaCycle[], QuotaCycle[]];
  if (limited.length > 0) yield* limitedTable(limited, hostNames);
  if (unlimited.length > 0) yield* unlimitedTable(unlimited, hostNames);
  const underWay = told.filter(({ cycle }) => !cycle.isClosed);
  if (underWay.length > 0) yield* expectedTable(underWay, timeZone);
  yield* costsOf(told);
}

const CYCLE = [
  column('quota', 'Quota', 'text'),
  column('of', 'Of', 'text'),
  column('counts', 'Counts', 'text'),
  column('from', 'From', 'time'),
  column('until', 'Until', 'time'),
  column('usedBytes', 'Used', 'bytes'),
];
const KNOWN = column('knownPercent', 'Known', 'percent');

function limitedTable(told: readonly QuotaCycle[], hostNames: ReadonlyMap<string, string>): Iterable<ReportBlock> {
  const limit = [column('limitBytes', 'Limit', 'bytes'), column('usedPercent', 'Used of it', 'percent')];
  const head = { id: 'quotas', title: 'Quotas and their cycles', columns: [...CYCLE, ...limit, KNOWN] };
  return longTable({ ...head, note: WHOLE_CYCLES }, told, (each) => [
    ...[...cycleCells(each, hostNames), wholeCell(each.quota.limitBytes ?? 0n)],
    ...[each.cycle.usedPercent, each.cycle.coveredPercent],
  ]);
}

function unlimitedTable(told: readonly QuotaCycle[], hostNames: ReadonlyMap<string, string>): Iterable<ReportBlock> {
  const head = { id: 'quotas-unlimited', title: 'Quotas without a limit', columns: [...CYCLE, KNOWN] };
  return longTable({ ...head, note: WHOLE_CYCLES }, told, (each) => [
    ...cycleCells(each, hostNames),
    each.cycle.coveredPercent,
  ]);
}

function cycleCells({ quota, cycle }: QuotaCycle, hostNames: ReadonlyMap<string, string>): ReportCell[] {
  return [
    ...[quota.name, subjectText(quota, hostNames), MEASURES[quota.measure], cycle.fromMs, cycle.toMs],
    wholeCell(cycle.usedBytes),
  ];
}

function expectedTable(told: readonly QuotaCycle[], timeZone: string): Iterable<ReportBlock> {
  const columns = [
    column('quota', 'Quota', 'text'),
    column('until', 'Until', 'time'),
    column('expectedBytes', 'Expected', 'bytes'),
    column('expectedLow', 'At least', 'bytes'),
    column('expectedHigh', 'At most', 'bytes'),
    column('reachesLimit', 'Limit reached', 'text'),
  ];
  const head = { id: 'quotas-expected', title: 'Expected by the end of the cycles under way', columns };
  const note = 'Nine times of ten within the interval. Unknown of a quota that has not counted two weeks yet.';
  return longTable({ ...head, note }, told, ({ quota, cycle }) => {
    const { outlook } = cycle;
    const expected = outlook && [outlook.usedBytes, outlook.lowBytes, outlook.highBytes].map(Math.round);
    return [quota.name, cycle.toMs, ...(expected ?? [null, null, null]), reachedText(quota, cycle, timeZone)];
  });
}

/** When the limit is reached, in words; null where that is not known. */
export function reachedText(
  { limitBytes }: Pick<Quota, 'limitBytes'>,
  { usedBytes, outlook }: Pick<CountedCycle, 'usedBytes' | 'outlook'>,
  timeZone: string,
): string | null {
  if (limitBytes === null) return 'has none';
  if (usedBytes >= limitBytes) return 'already';
  if (!outlook) return null;
  const { reachesLimitAtMs } = outlook;
  return reachesLimitAtMs === null ? 'not in this cycle' : minuteText(reachesLimitAtMs, timeZone);
}

/** A table for each currency: amounts of several are not to be read as one column. */
function* costsOf(told: readonly QuotaCycle[]): Generator<ReportBlock> {
  const priced = told.filter(({ quota, cycle }) => quota.currency !== null && cycle.cost !== null);
  for (const currency of [...new Set(priced.map(({ quota }) => quota.currency ?? ''))].sort()) {
    const own = priced.filter(({ quota }) => quota.currency === currency);
    const money = (name: string, label: string) => ({ ...column(name, label, 'money'), currency });
    const columns = [
      column('quota', 'Quota', 'text'),
      column('from', 'From', 'time'),
      column('until', 'Until', 'time'),
      column('usedBytes', 'Used', 'bytes'),
      column('includedBytes', 'Included', 'bytes'),
      money('pricePerGb', 'Price of 10^9 bytes'),
      money('cost', 'Cost'),
      money('expectedCost', 'Expected by its end'),
    ];
    const head = { id: `costs-${currency}`, title: `Costs in ${currency}`, columns, note: null };
    yield* longTable(head, own, ({ quota, cycle }) => [
      ...[quota.name, cycle.fromMs, cycle.toMs, wholeCell(cycle.usedBytes), wholeCell(quota.includedBytes)],
      // What is over comes to what it came to.
      ...[quota.pricePerGb, cycle.cost, cycle.isClosed ? cycle.cost : cycle.expectedCost],
    ]);
  }
}

function subjectText({ subject: { kind, host, name } }: Quota, names: ReadonlyMap<string, string>): string {
  if (kind === 'fleet') return 'all hosts';
  const hostName = host === null ? null : (names.get(host) ?? 'a host that was forgotten');
  if (kind === 'host') return `host ${hostName ?? ''}`;
  return hostName === null ? `${kind} ${name ?? ''}` : `${kind} ${name ?? ''} on ${hostName}`;
}
