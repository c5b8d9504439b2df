import type { ReportBlock, ReportCell } from '@weir/model';
import type { AnsweredQuota, CountedCycle } from '../../../billing/quota.query.js';
import type { Measure, Quota } from '../../../billing/quota.js';
import { Turn } from '../../../background/turns.js';
import { column, longTable, section, text, wholeCell } from '../blocks.js';
import { isFiltered } from '../report-request.js';
import type { ReportContext } from '../context.js';

const WARN_PERCENT = 80;
const MOST_BARS = 30;
const MEASURES: Readonly<Record<Measure, string>> = {
  in: 'received',
  out: 'transmitted',
  sum: 'both ways',
  max: 'the larger way',
};

/** A cycle of a quota that has to do with the range. */
interface Told {
  readonly quota: Quota;
  readonly cycle: CountedCycle;
}

/** How much of each quota is used: of the cycles that hold something of the range. */
export async function* quotas(context: ReportContext): AsyncGenerator<ReportBlock> {
  yield section('quotas', 'Quotas');
  const host = context.request.subject?.host;
  const all = (await context.sources.quotas.all()).filter(
    ({ quota }) => host === undefined || quota.subject.host === host,
  );
  if (all.length === 0) {
    yield text(host === undefined ? 'No quota is set.' : 'No quota of this host is set.');
    return;
  }
  if (isFiltered(context.request))
    yield text('Quotas count what they are of: the filter narrows none of them.', 'note');
  const told = await toldOf(context, all);
  if (told.length === 0) {
    yield text('Nothing was counted for a quota in this range.', 'note');
    return;
  }
  yield text(sentenceOf(told));
  yield barsOf(told);
  yield* await tablesOf(context, told);
  yield* costsOf(told);
}

/** One quota after the other: thousands of days by the clocks of a place take a while, and so do their sums. */
async function toldOf({ request }: ReportContext, all: readonly AnsweredQuota[]): Promise<Told[]> {
  const [told, turn] = [[] as Told[], new Turn()];
  for (const { quota, cyclesOf } of all) {
    const counted = await cyclesOf(request);
    told.push(...counted.map((cycle) => ({ quota, cycle })));
    await turn.pass();
  }
  return told;
}

function sentenceOf(told: readonly Told[]): string {
  const limited = told.filter(({ cycle }) => cycle.usedPercent !== null);
  const over = limited.filter(({ cycle }) => (cycle.usedPercent ?? 0) >= 100).length;
  const near = limited.filter(({ cycle }) => (cycle.usedPercent ?? 0) >= WARN_PERCENT).length - over;
  const cycles = limited.length === 1 ? '1 cycle' : `${String(limited.length)} cycles`;
  if (over === 0 && near === 0) return `Of ${cycles} with a limit none has used ${String(WARN_PERCENT)} % of it.`;
  return `Of ${cycles} with a limit, ${String(over)} went beyond it, and ${String(near)} more used ${String(WARN_PERCENT)} % or more.`;
}

/** The newest cycle of each that has a limit. */
function barsOf(told: readonly Told[]): ReportBlock {
  const newest = new Map<string, Told>();
  for (const each of told)
    if (each.cycle.usedPercent !== null && !newest.has(each.quota.id)) newest.set(each.quota.id, each);
  const fullest = [...newest.values()].sort(
    (one, other) => (other.cycle.usedPercent ?? 0) - (one.cycle.usedPercent ?? 0),
  );
  return {
    ...{ type: 'bars', id: 'quotas-bars', title: 'Used of the limit, in the newest cycle', unit: 'percent' },
    bars: fullest.slice(0, MOST_BARS).map(({ quota, cycle }) => ({
      name: quota.name,
      values: [{ label: 'Used', value: cycle.usedPercent }],
    })),
    limit: { label: 'Limit', value: 100 },
  };
}

async function tablesOf(context: ReportContext, told: readonly Told[]): Promise<Iterable<ReportBlock>> {
  const hosts = told.flatMap(({ quota }) => quota.subject.host ?? []);
  const rows = await context.sources.hosts.byUuids([...new Set(hosts)]);
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  const note =
    'Whole cycles, wherever the range begins and ends. Of one under way: what it has come to by now, and what is expected, nine times of ten within the interval.';
  return longTable({ id: 'quotas', title: 'Quotas and their cycles', columns: COLUMNS, note }, told, (each) =>
    rowOf(each, names),
  );
}

const COLUMNS = [
  column('quota', 'Quota', 'text'),
  column('of', 'Of', 'text'),
  column('counts', 'Counts', 'text'),
  column('from', 'From', 'time'),
  column('until', 'Until', 'time'),
  column('usedBytes', 'Used', 'bytes'),
  column('limitBytes', 'Limit', 'bytes'),
  column('usedPercent', 'Used of it', 'percent'),
  column('expectedBytes', 'Expected by its end', 'bytes'),
  column('expectedLow', 'At least', 'bytes'),
  column('expectedHigh', 'At most', 'bytes'),
  column('reachesLimitAt', 'Limit reached', 'time'),
  column('knownPercent', 'Known', 'percent'),
];

function rowOf({ quota, cycle }: Told, names: ReadonlyMap<string, string>): ReportCell[] {
  return [
    ...[quota.name, subjectText(quota, names), MEASURES[quota.measure], cycle.fromMs, cycle.toMs],
    ...[wholeCell(cycle.usedBytes), quota.limitBytes === null ? null : wholeCell(quota.limitBytes), cycle.usedPercent],
    ...expectedOf(cycle),
    cycle.coveredPercent,
  ];
}

function expectedOf({ outlook }: CountedCycle): ReportCell[] {
  if (!outlook) return [null, null, null, null];
  const { usedBytes, lowBytes, highBytes, reachesLimitAtMs } = outlook;
  return [...[usedBytes, lowBytes, highBytes].map(Math.round), reachesLimitAtMs];
}

/** A table for each currency: amounts of several are not to be read as one column. */
function* costsOf(told: readonly Told[]): Generator<ReportBlock> {
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
      ...[quota.pricePerGb, cycle.cost, cycle.expectedCost],
    ]);
  }
}

function subjectText({ subject: { kind, host, name } }: Quota, names: ReadonlyMap<string, string>): string {
  if (kind === 'fleet') return 'all hosts';
  const hostName = host === null ? null : (names.get(host) ?? 'a host that was forgotten');
  if (kind === 'host') return `host ${hostName ?? ''}`;
  return hostName === null ? `${kind} ${name ?? ''}` : `${kind} ${name ?? ''} on ${hostName}`;
}
