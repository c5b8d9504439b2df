import type { ReportBlock, ReportCell } from '@weir/model';
import { durationText } from '../../../analyse/pattern/wording.js';
import { ALL_ALERTS, type ListedAlert } from '../../../query/alerts/alert.js';
import { column, figure, section, table, text } from '../blocks.js';
import { answered, type ReportContext } from '../context.js';
import { AlertSums, firingSeconds, type SumOfAlerts } from './alert-sums.js';

const MOST_ROWS = 1_000;
const MOST_GROUPS = 50;

/** What fired, for how long, and how soon somebody looked and it was over. */
export async function* alerts(context: ReportContext): AsyncGenerator<ReportBlock> {
  yield section('alerts', 'Alerts');
  const { sources, request, filter, nowMs } = context;
  const { fromMs, toMs } = request;
  // What fires now has no end yet: it would count into what is to come.
  if (fromMs >= nowMs) {
    yield text('No alert fired yet.');
    return;
  }
  const newest = { by: 'began', descending: true, first: 1, after: null } as const;
  const list = answered(sources.alerts.list({ ...ALL_ALERTS, filter, fromMs, toMs }, newest));
  const until = Math.min(toMs, nowMs);
  const [sums, listed] = [new AlertSums({ fromMs, toMs: until }), [] as ListedAlert[]];
  for await (const batch of list.batches()) {
    for (const alert of batch) {
      sums.add(alert);
      if (listed.length < MOST_ROWS) listed.push(alert);
    }
  }
  if (sums.all.count === 0) {
    yield text('No alert fired.');
    return;
  }
  yield text(sentenceOf(sums.all));
  yield { type: 'figures', items: figuresOf(sums) };
  const names = new Map(
    (await sources.rules.byIds([...sums.byRule.keys()])).map(({ id, rule }) => [id, nameOfRule(rule, id)]),
  );
  yield tableOf('alerts-rules', 'By rule', 'Rule', sums.byRule, (id) => names.get(id) ?? id);
  yield tableOf('alerts-hosts', 'By host', 'Host', sums.byHost, (name) => name);
  yield listOf(listed, sums.all.count, { fromMs, toMs: until });
}

function sentenceOf({ count, firingSeconds: seconds, openCount }: SumOfAlerts): string {
  const fired = count === 1 ? '1 alert fired' : `${String(count)} alerts fired`;
  const open =
    openCount === 0 ? 'none of them lasts' : `${String(openCount)} of them ${openCount === 1 ? 'lasts' : 'last'} still`;
  return `${fired} in this range, or before and on into it, for ${durationText(seconds)} in all; ${open}.`;
}

function figuresOf({ all, bySeverity }: AlertSums): ReturnType<typeof figure>[] {
  return [
    figure('Alerts', 'count', all.count),
    ...['critical', 'warning', 'info'].map((severity) =>
      figure(`Of these ${severity}`, 'count', bySeverity.get(severity)?.count ?? 0),
    ),
    figure('Fired', 'seconds', all.firingSeconds, { note: 'within the range, all alerts added up' }),
    figure('Mean time to acknowledge', 'seconds', all.meanSecondsToAcknowledge, {
      note: `of ${String(all.acknowledgedCount)} that somebody acknowledged`,
    }),
    figure('Mean time to resolve', 'seconds', all.meanSecondsToResolve, {
      note: `of ${String(all.resolvedCount)} that are over`,
    }),
  ];
}

function tableOf(
  id: string,
  title: string,
  label: string,
  sums: ReadonlyMap<string, SumOfAlerts>,
  nameOf: (key: string) => string,
): ReportBlock {
  const most = [...sums].sort(
    ([, one], [, other]) => other.firingSeconds - one.firingSeconds || other.count - one.count,
  );
  const rows = most
    .slice(0, MOST_GROUPS)
    .map(([key, sum]): ReportCell[] => [
      ...[nameOf(key), sum.count, sum.firingSeconds, sum.meanSecondsToAcknowledge, sum.meanSecondsToResolve],
      sum.openCount,
    ]);
  const note = most.length > MOST_GROUPS ? `The first ${String(MOST_GROUPS)} of ${String(most.length)}.` : null;
  return table(
    id,
    title,
    [
      column('name', label, 'text'),
      column('count', 'Alerts', 'count'),
      column('fired', 'Fired', 'seconds'),
      column('toAcknowledge', 'Mean time to acknowledge', 'seconds'),
      column('toResolve', 'Mean time to resolve', 'seconds'),
      column('open', 'Still fire', 'count'),
    ],
    rows,
    note,
  );
}

function listOf(alerts: readonly ListedAlert[], count: number, range: { fromMs: number; toMs: number }): ReportBlock {
  return table(
    'alerts',
    'Alerts, the newest first',
    [
      column('firedAt', 'Fired', 'time'),
      column('resolvedAt', 'Over', 'time'),
      column('severity', 'Severity', 'text'),
      column('host', 'Host', 'text'),
      column('text', 'What', 'text'),
      column('firing', 'Within the range', 'seconds'),
      column('acknowledgedBy', 'Acknowledged by', 'text'),
    ],
    alerts.map((alert): ReportCell[] => [
      ...[(alert.firedAt ?? alert.since).getTime(), alert.resolvedAt?.getTime() ?? null, alert.severity],
      ...[alert.subject.hostName ?? '', alert.sentence, firingSeconds(alert, range), alert.acknowledged?.by ?? ''],
    ]),
    count > alerts.length
      ? `The newest ${String(alerts.length)} of ${String(count)}. What lasts has no end yet.`
      : 'What lasts has no end yet.',
  );
}

function nameOfRule(rule: unknown, id: string): string {
  return typeof rule === 'object' && rule !== null && 'name' in rule && typeof rule.name === 'string' ? rule.name : id;
}
