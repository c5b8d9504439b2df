import type { ReportBlock, ReportCell } from '@weir/model';
import { ALL_PATTERNS, type PatternRow } from '../../../query/patterns/pattern.js';
import { column, rounded, section, table, text } from '../blocks.js';
import { answered, type ReportContext } from '../context.js';

const MOST_ROWS = 50;

/** What the analysis found, the strongest first. */
export async function* patterns({ sources, request, filter }: ReportContext): AsyncGenerator<ReportBlock> {
  yield section('patterns', 'Patterns');
  const { fromMs, toMs } = request;
  const asked = { ...ALL_PATTERNS, filter, fromMs, toMs, isDismissed: false };
  const strongest = { by: 'strength', descending: true, first: MOST_ROWS, after: null } as const;
  const list = answered(sources.patterns.list(asked, strongest));
  const counts = new Map<string, number>();
  for await (const rows of list.batches()) {
    for (const { category } of rows) counts.set(category, (counts.get(category) ?? 0) + 1);
  }
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  if (total === 0) {
    yield text('No pattern was found.');
    return;
  }
  yield {
    ...{ type: 'shares', id: 'patterns-categories', title: 'Patterns by category', unit: 'count' },
    parts: [...counts].sort(([, one], [, other]) => other - one).map(([name, value]) => ({ name, value })),
  };
  yield table(
    'patterns',
    'The clearest patterns',
    [
      column('startedAt', 'From', 'time'),
      column('endedAt', 'Until', 'time'),
      column('category', 'Category', 'text'),
      column('host', 'Host', 'text'),
      column('of', 'Of', 'text'),
      column('text', 'What', 'text'),
      column('strengthPercent', 'Strength', 'percent'),
    ],
    (await list.page()).rows.map(rowOf),
    total > MOST_ROWS
      ? `The clearest ${String(MOST_ROWS)} of ${String(total)}. What lasts has no end yet.`
      : 'What lasts has no end yet.',
  );
}

function rowOf({ startedAt, endedAt, category, hostName, entityName, sentence, strength }: PatternRow): ReportCell[] {
  return [
    ...[startedAt.getTime(), endedAt?.getTime() ?? null, category, hostName, entityName, sentence],
    rounded(strength * 100),
  ];
}
