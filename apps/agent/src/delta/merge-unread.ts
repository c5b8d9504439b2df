import type { MergeDraft } from './merge-draft.js';
import type { Tick } from './sample.js';
import { SLACK_MS, type Span, spanOver, startOf } from './span.js';

/**
 * Carries over when a key could not be read: unread in both ticks is unread in the whole; unread in one of them stays so
 * in just that interval, since the other half is known; and what the later tick paid out for all of it is unread no more.
 */
export function mergeUnread(key: string, earlier: Tick, later: Tick, draft: MergeDraft): void {
  const spans = [...spansOf(key, earlier), ...spansOf(key, later)];
  if (spans.length === 0) return;
  const paidFrom = startOfPayment(key, earlier, later);
  const left = joined(spans.filter((span) => paidFrom === null || startOf(span) + SLACK_MS < paidFrom));
  const isWhole = left.length === 1 && spans.length > 1 && covers(left[0], draft.span);
  for (const span of left) draft.unread(key, isWhole ? null : span);
}

/** From when on the later tick accounts for what was unread; null where it does not, or not within the merged interval. */
function startOfPayment(key: string, earlier: Tick, later: Tick): number | null {
  const [own, ...others] = later;
  const paying = others.filter(
    (sample) =>
      sample.deltas.has(key) &&
      !sample.resets.includes(key) &&
      startOf(sample) >= startOf(earlier[0]) &&
      startOf(sample) < startOf(own),
  );
  return paying.length === 0 ? null : Math.min(...paying.map(startOf));
}

function spansOf(key: string, tick: Tick): Span[] {
  const spans = tick.filter(({ unread }) => unread.includes(key)).map(({ at, ms }) => ({ at, ms }));
  return spans.sort((a, b) => startOf(a) - startOf(b));
}

/** Neighbours as one. */
function joined(spans: readonly Span[]): Span[] {
  const all: Span[] = [];
  for (const span of spans) {
    const before = all.at(-1);
    if (before && before.at + SLACK_MS >= startOf(span)) all.splice(-1, 1, spanOver(before, span));
    else all.push(span);
  }
  return all;
}

function covers(span: Span | undefined, whole: Span): boolean {
  return span !== undefined && startOf(span) <= startOf(whole) && span.at >= whole.at;
}
