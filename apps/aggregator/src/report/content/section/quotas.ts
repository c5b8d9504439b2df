import type { ReportBlock } from '@weir/model';
import { cyclesOfAll, type QuotaCycle } from '../../../billing/quota-cycles.js';
import { section, text } from '../blocks.js';
import { isFiltered } from '../report-request.js';
import type { ReportContext } from '../context.js';
import { quotaTables } from './quota-tables.js';

const WARN_PERCENT = 80;
const MOST_BARS = 30;

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
  const told = await cyclesOfAll(all, context.request);
  if (told.length === 0) {
    yield text('Nothing was counted for a quota in this range.', 'note');
    return;
  }
  if (told.some(({ quota }) => quota.limitBytes !== null)) {
    yield text(sentenceOf(told));
    yield barsOf(told);
  }
  yield* quotaTables(told, await hostNames(context, told), context.request.timeZone);
}

function sentenceOf(told: readonly QuotaCycle[]): string {
  const limited = told.filter(({ cycle }) => cycle.usedPercent !== null);
  const over = limited.filter(({ cycle }) => (cycle.usedPercent ?? 0) >= 100).length;
  const near = limited.filter(({ cycle }) => (cycle.usedPercent ?? 0) >= WARN_PERCENT).length - over;
  const cycles = limited.length === 1 ? '1 cycle' : `${String(limited.length)} cycles`;
  if (over === 0 && near === 0) return `Of ${cycles} with a limit none has used ${String(WARN_PERCENT)} % of it.`;
  return `Of ${cycles} with a limit, ${String(over)} went beyond it, and ${String(near)} more used ${String(WARN_PERCENT)} % or more.`;
}

/** The newest cycle of each that has a limit. */
function barsOf(told: readonly QuotaCycle[]): ReportBlock {
  const newest = new Map<string, QuotaCycle>();
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

async function hostNames(
  { sources }: ReportContext,
  told: readonly QuotaCycle[],
): Promise<ReadonlyMap<string, string>> {
  const hosts = told.flatMap(({ quota }) => quota.subject.host ?? []);
  const rows = await sources.hosts.byUuids([...new Set(hosts)]);
  return new Map(rows.map(({ id, name }) => [id, name]));
}
