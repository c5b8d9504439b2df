import type { TimelineEntry, TimelineKind, TimelineMark } from './entry.js';

/** How many marks of a kind are told where there are more entries than marks. */
export const MARKS_A_KIND = 40;

/** Entries of a kind that are near each other. */
export interface Gathered {
  readonly kind: TimelineKind;
  /** Of the oldest. */
  readonly at: Date;
  readonly newest: Date;
  readonly count: number;
  readonly newestEntry: { readonly id: string; readonly text: string };
}

/** An entry by itself as a mark. */
export function asMark({ at, until, kind, text: title, id }: TimelineEntry): TimelineMark {
  return { at, until, kind, title, count: 1, id };
}

/** Marks of what was gathered, and of deploys by the same steps, the oldest first. */
export function gatheredMarks(
  gathered: readonly Gathered[],
  deploys: readonly TimelineEntry[],
  fromMs: number,
  stepMs: number,
): TimelineMark[] {
  const marks = [...gathered, ...gatherDeploys(deploys, fromMs, stepMs)].map(markOf);
  return marks.sort((one, other) => one.at.getTime() - other.at.getTime());
}

/** Of entries that are the newest first. */
function gatherDeploys(deploys: readonly TimelineEntry[], fromMs: number, stepMs: number): Gathered[] {
  const steps = new Map<number, Gathered>();
  for (const { kind, at, id, text } of deploys) {
    const step = Math.floor((at.getTime() - fromMs) / stepMs);
    const known = steps.get(step);
    const [newest, newestEntry] = known ? [known.newest, known.newestEntry] : [at, { id, text }];
    steps.set(step, { kind, at, newest, newestEntry, count: (known?.count ?? 0) + 1 });
  }
  return [...steps.values()];
}

function markOf({ kind, at, newest, count, newestEntry: { id, text: title } }: Gathered): TimelineMark {
  const isOne = count === 1;
  return { at, until: isOne ? null : newest, kind, title, count, id: isOne ? id : null };
}
