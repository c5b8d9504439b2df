import type { Refusal } from '@weir/model';
import type { Columns } from '../evaluate/columns.js';
import { Evaluator } from '../evaluate/evaluator.js';
import type { FigureName } from '../rule/figures.js';
import { limitOf, type Rule } from '../rule/rule.js';

/** What is known of the past of one subject: one value for each time; NaN = unknown. */
export interface PastOf {
  readonly key: string;
  readonly name: string;
  readonly figures: Partial<Readonly<Record<FigureName, ArrayLike<number>>>>;
}

export interface Past {
  /** Rising, ms since 1970: the ends of the steps. */
  readonly atMs: ArrayLike<number>;
  readonly subjects: readonly PastOf[];
}

/** One time that the rule would have fired. */
export interface WouldFire {
  readonly key: string;
  readonly name: string;
  readonly firedMs: number;
  /** null where it would fire still. */
  readonly resolvedMs: number | null;
  readonly worst: number;
}

export interface Preview {
  readonly subjectCount: number;
  readonly count: number;
  /** Of how many subjects. */
  readonly firedCount: number;
  /** The newest first, at most as many as were asked for. */
  readonly times: readonly WouldFire[];
}

export type PreviewAnswer =
  { readonly ok: true; readonly preview: Preview } | { readonly ok: false; readonly refusal: Refusal };

/**
 * How often a rule would have fired, had it been there. The past is walked by the very evaluator that watches the present, so that
 * what was foretold is what comes; only shorter breaches than the steps of the past are not seen.
 */
export function preview(rule: Rule, past: Past, most: number): PreviewAnswer {
  if (past.subjects.length === 0)
    return {
      ok: false,
      refusal: {
        field: 'scope',
        reason: `matches no ${rule.per} of now or of that time: look at its names, or leave something out`,
      },
    };
  const limit = limitOf(rule.condition);
  if (limit === null)
    return {
      ok: false,
      refusal: { field: 'condition', reason: 'is told of as it happens: count the events or patterns instead' },
    };
  const figures = [limit.figure, ...(limit.ofFigure === null ? [] : [limit.ofFigure])];
  const missing = figures.find((figure) => past.subjects.every((subject) => subject.figures[figure] === undefined));
  if (missing !== undefined)
    return {
      ok: false,
      refusal: { field: 'figure', reason: `${missing} is not kept for the past: the rule can be saved, but not tried` },
    };
  return { ok: true, preview: summed(walk(rule, past, figures), past, most) };
}

function walk(rule: Rule, past: Past, figures: readonly FigureName[]): WouldFire[] {
  const evaluator = new Evaluator([{ ...rule, isEnabled: true }]);
  evaluator.watch(
    0,
    past.subjects.map(({ key }) => key),
  );
  const fill = filler(evaluator.columnsOf(rule.per), past, figures);
  const names = new Map(past.subjects.map(({ key, name }) => [key, name] as const));
  const fired: WouldFire[] = [];
  const open = new Map<string, number>();
  for (let at = 0; at < past.atMs.length; at++) {
    const nowMs = past.atMs[at] as number;
    fill(at);
    evaluator.evaluate(nowMs);
    for (const { kind, key, value } of evaluator.transitions()) {
      if (kind === 'firing') {
        open.set(key, fired.length);
        fired.push({ key, name: names.get(key) ?? '', firedMs: nowMs, resolvedMs: null, worst: value });
      }
      const place = open.get(key) ?? -1;
      const begun = fired[place];
      if (kind === 'resolved' && begun) fired[place] = { ...begun, resolvedMs: nowMs, worst: value };
    }
  }
  return fired;
}

/** Puts what was known at a time into the columns. */
function filler(columns: Columns, { subjects }: Past, figures: readonly FigureName[]): (at: number) => void {
  const writes = figures.flatMap((figure) => {
    const column = columns.column(figure);
    return subjects.map(({ key, figures: known }) => ({ column, slot: columns.claim(key), values: known[figure] }));
  });
  return (at) => {
    for (const { column, slot, values } of writes) column[slot] = values?.[at] ?? NaN;
  };
}

function summed(fired: readonly WouldFire[], past: Past, most: number): Preview {
  return {
    subjectCount: past.subjects.length,
    count: fired.length,
    firedCount: new Set(fired.map(({ key }) => key)).size,
    times: fired.slice(-most).reverse(),
  };
}
