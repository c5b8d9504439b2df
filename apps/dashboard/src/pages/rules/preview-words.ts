import type { RulePreview } from '../../api/operations/rules.js';
import { formatCount } from '../../format/count.js';
import { PREVIEW_DAYS } from './use-preview.js';

const DAY_MS = 86_400_000;
/** So many a day would not be read for long. */
const MANY_A_DAY = 20;

/** What a try came to, in a sentence. */
export function countWords({ count, subjectCount, firedSubjectCount }: RulePreview, level: string): string {
  if (subjectCount === 0) return `Would have watched nothing in the last ${PREVIEW_DAYS} days.`;
  const watched = `${formatCount(subjectCount)} ${subjectCount === 1 ? level : `${level}s`}`;
  const during = `in the last ${PREVIEW_DAYS} days`;
  if (count === 0) return `Would not have fired ${during}, on none of ${watched}.`;
  const times = count === 1 ? 'once' : `${formatCount(count)} times`;
  return `Would have fired ${times} ${during}, on ${formatCount(firedSubjectCount)} of ${watched}.`;
}

/** What to think of it; empty where nothing stands out. */
export function adviceWords({ count }: RulePreview): string {
  return count > MANY_A_DAY * PREVIEW_DAYS
    ? 'That is more than people read: raise the limit, let it hold longer, or narrow what it watches.'
    : '';
}

/** Where a time lies in the stretch that was tried, as shares of it. */
export function placeOf(
  { firedAt, resolvedAt }: RulePreview['times'][number],
  now: number,
): { readonly left: number; readonly width: number } {
  const share = (at: number): number => Math.min(1, Math.max(0, 1 - (now - at) / (PREVIEW_DAYS * DAY_MS)));
  const left = share(Date.parse(firedAt));
  return { left, width: share(resolvedAt === null ? now : Date.parse(resolvedAt)) - left };
}
