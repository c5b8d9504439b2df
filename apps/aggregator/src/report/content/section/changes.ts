import type { ReportBlock, ReportCell } from '@weir/model';
import { TIMELINE_KINDS, type TimelineEntry, type TimelineKind } from '../../../query/timeline/entry.js';
import { column, section, table, text } from '../blocks.js';
import { answered, type ReportContext } from '../context.js';

const ROWS_A_TABLE = 500;
const MOST_ROWS = 5_000;
/** Alerts and patterns have sections of their own. */
const OF_CHANGES: readonly TimelineKind[] = ['change', 'deploy', 'annotation'];
const NAMES: Readonly<Record<TimelineKind, string>> = {
  change: 'Change',
  deploy: 'Deploy',
  alert: 'Alert',
  pattern: 'Pattern',
  annotation: 'Note',
};

/** What was changed: deploys, changes of configuration, and what people noted. */
export function changes(context: ReportContext): AsyncGenerator<ReportBlock> {
  return timeline(context, 'Changes', OF_CHANGES);
}

/** All that happened, alerts and patterns among it. */
export function everything(context: ReportContext): AsyncGenerator<ReportBlock> {
  return timeline(context, 'What happened', TIMELINE_KINDS);
}

async function* timeline(
  { sources, request, filter }: ReportContext,
  title: string,
  kinds: readonly TimelineKind[],
): AsyncGenerator<ReportBlock> {
  yield section('changes', title);
  const { fromMs, toMs } = request;
  const list = (after: string | null) =>
    answered(sources.timeline.list({ filter, kinds, fromMs, toMs }, { ...NEWEST, first: ROWS_A_TABLE, after }));
  const counts: ReportCell[][] = [];
  for (const kind of kinds) {
    const of = answered(
      sources.timeline.list({ filter, kinds: [kind], fromMs, toMs }, { ...NEWEST, first: 1, after: null }),
    );
    counts.push([NAMES[kind], await of.count()]);
  }
  const total = counts.reduce((sum, [, count]) => sum + Number(count), 0);
  if (total === 0) {
    yield text('Nothing is known to have changed.');
    return;
  }
  yield table(
    'changes-counts',
    'How many',
    [column('kind', 'Kind', 'text'), column('count', 'Number', 'count')],
    counts,
  );
  let after: string | null = null;
  for (let told = 0; told < MOST_ROWS; told += ROWS_A_TABLE) {
    const page: Awaited<ReturnType<ReturnType<typeof list>['page']>> = await list(after).page();
    if (page.rows.length === 0) break;
    yield table('changes', told === 0 ? 'The newest first' : null, COLUMNS, page.rows.map(rowOf));
    if (!page.hasNextPage) return;
    after = page.endCursor;
  }
  yield text(
    `The newest ${String(MOST_ROWS)} of ${String(total)} are listed: ask for a shorter range to see the rest.`,
    'note',
  );
}

const NEWEST = { by: 'at', descending: true } as const;
const COLUMNS = [
  column('at', 'When', 'time'),
  column('kind', 'Kind', 'text'),
  column('host', 'Host', 'text'),
  column('text', 'What', 'text'),
];

function rowOf({ at, kind, hostName, text: said, author }: TimelineEntry): ReportCell[] {
  return [at.getTime(), NAMES[kind], hostName ?? '', author === null ? said : `${said} (${author})`];
}
