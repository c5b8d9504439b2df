/** What a range can be compared with. */
export const EARLIER = ['before', 'day', 'week', 'month', 'year'] as const;
export type Earlier = (typeof EARLIER)[number];

const DAY_MS = 86_400_000;

/** The words of the choice. */
export const EARLIER_OPTIONS: readonly { readonly value: Earlier; readonly label: string }[] = [
  { value: 'before', label: 'The range just before' },
  { value: 'day', label: 'A day before' },
  { value: 'week', label: 'A week before' },
  { value: 'month', label: 'Four weeks before' },
  { value: 'year', label: 'A year before' },
];

/** How much earlier the range compared with lies. A year is 52 weeks, so that weekdays meet. */
export function earlierMs(earlier: Earlier, rangeMs: number): number {
  if (earlier === 'before') return rangeMs;
  return DAY_MS * { day: 1, week: 7, month: 28, year: 364 }[earlier];
}
