import type { Counter, ReportCell } from '@weir/model';
import { durationText, percentText } from '../../analyse/pattern/wording.js';
import type { ExactStatistics, GroupTotals } from '../../query/totals.js';
import { wholeCell } from './blocks.js';
import { coveredMsOf } from './context.js';

/** What a group counted of some counters together; null where nothing is known of it. */
export function sumOf(group: GroupTotals | null, counters: readonly Counter[]): bigint | null {
  if (!group || (coveredMsOf(group) === 0 && group.totals.every(({ total }) => total === 0n))) return null;
  return group.totals.reduce((sum, { counter, total }) => (counters.includes(counter) ? sum + total : sum), 0n);
}

/** The same as a cell. */
export function sumCell(group: GroupTotals | null, ...counters: Counter[]): ReportCell {
  const sum = sumOf(group, counters);
  return sum === null ? null : wholeCell(sum);
}

/** A figure of one counter of a group; null where nothing is known. */
export function statisticOf(
  group: GroupTotals | null,
  counter: Counter,
  figure: (each: ExactStatistics) => number | null,
): number | null {
  const found = group?.statistics().find((each) => each.counter === counter);
  return found ? figure(found) : null;
}

export const BYTES: readonly Counter[] = ['rxBytes', 'txBytes'];
export const ERRORS: readonly Counter[] = ['rxErrors', 'txErrors'];
export const DROPS: readonly Counter[] = ['rxDropped', 'txDropped'];

/** By how much it is more than before, in percent; null where that cannot be told. */
export function changePercent(now: bigint | null, before: bigint | null): number | null {
  if (now === null || before === null || before === 0n) return null;
  return Math.round((Number(now - before) / Number(before)) * 1_000) / 10;
}

/** `12 % more than`, to go on with what it is compared with. */
export function changeText(percent: number): string {
  if (Math.abs(percent) < 0.5) return 'about as much as';
  return `${percentText(percent / 100)} ${percent > 0 ? 'more' : 'less'} than`;
}

/** How a sentence ends that says what was counted: with what it is compared with, of a range of that length before. */
export function comparedText(now: bigint, before: bigint | null, length: string): string {
  const percent = changePercent(now, before);
  if (percent !== null) return `: ${changeText(percent)} in the ${length} before.`;
  return before === null ? `; of the ${length} before nothing is known.` : `; nothing passed in the ${length} before.`;
}

/** `5 min`, of a step. */
export function stepText(stepMs: number): string {
  return durationText(stepMs / 1_000);
}
