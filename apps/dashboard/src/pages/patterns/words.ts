import type { PatternCategory, PatternClass, PatternRow } from '../../api/operations/patterns.js';
import { formatClock, formatDateTime, formatDuration } from '../../format/time.js';

/** A kind of matter, in the order in which people should read of them. */
interface CategoryWords {
  readonly key: PatternCategory;
  readonly label: string;
  readonly hint: string;
}

/** What there is to read of, the most urgent first. */
export const CATEGORIES: readonly CategoryWords[] = [
  { key: 'LOSS', label: 'Loss', hint: 'Traffic that stopped, fell or came and went' },
  { key: 'ERROR', label: 'Errors', hint: 'Packets with errors, counters that stand still' },
  { key: 'SECURITY', label: 'Security', hint: 'What looks like a scan or a flood' },
  { key: 'CAPACITY', label: 'Capacity', hint: 'Links that are full, or soon will be' },
  { key: 'VOLUME', label: 'Volume', hint: 'More or less than usual, for a moment or for good' },
  { key: 'CHANGE', label: 'Change', hint: 'Traffic that turned round, or changed just after something was changed' },
  { key: 'CYCLE', label: 'Cycles', hint: 'What comes back by the hour, day or week, and when it did not' },
];

/** What each class is called, and what it means, for who meets it the first time. */
export const CLASS_WORDS: Readonly<Record<PatternClass, readonly [name: string, meaning: string]>> = {
  BURST: ['Burst', 'Far more than usual for at most a few minutes, then back'],
  OUTAGE: ['Outage', 'Nothing, or all but nothing, where there usually is traffic'],
  DROP: ['Drop', 'Less than half of what is usual, for a minute or more'],
  LEVEL_SHIFT: ['Level shift', 'Another level than before, and it stays'],
  RAMP: ['Ramp', 'A steady rise or fall over half an hour or more'],
  PERIODIC_JOB: ['Periodic job', 'Bursts at regular times: a job, and whether a run is missing'],
  SEASONALITY: ['Seasonality', 'Traffic that follows the day or the week'],
  SEASONAL_VIOLATION: ['Seasonal violation', 'Not what this hour of the day or week usually carries'],
  ASYMMETRIC_FLIP: ['Asymmetric flip', 'It receives where it usually sends, or the other way about'],
  FAN_OUT: ['Fan-out', 'Many small packets one way and hardly any back, as of a scan'],
  ONE_WAY_FLOOD: ['One-way flood', 'One way has many times its usual rate, the other stays as it was'],
  ERROR_STORM: ['Error storm', 'Many more packets with errors than usual'],
  SATURATION: ['Saturation', 'The link is full'],
  SATURATION_AHEAD: ['Saturation ahead', 'The link is going to be full'],
  FLAPPING: ['Flapping', 'Traffic that stops and comes back again and again'],
  STUCK: ['Stuck', 'A rate that does not move any more, where it used to: the counter may stand still'],
  STEP_AFTER_CHANGE: ['Step after change', 'Another level just after something was changed'],
};

/** From here on somebody should hear of it who did not ask. */
export const STRONG = 0.7;
const CLEAR = 0.4;
/** From here on what is usual can be relied on. */
const SURE = 0.4;
const DAY_MS = 86_400_000;

/** How sure and how large a finding is, in a word; 0 = what looked like it did not last. */
export function strengthWord(strength: number): string {
  if (strength <= 0) return 'taken back';
  if (strength >= STRONG) return 'strong';
  return strength >= CLEAR ? 'clear' : 'weak';
}

/** When something was and how long: `since 14:02, for 12 min`; of what began before today the day, too. */
export function whenWords(startedAt: string, endedAt: string | null, now: number): string {
  const start = Date.parse(startedAt);
  const at = momentWords(start, now);
  if (endedAt === null) return `since ${at}, for ${spanWords(now - start)}`;
  return `${at}, for ${spanWords(Date.parse(endedAt) - start)}`;
}

/** `14:02` of today, `yesterday 14:02`, and of what is older the date. */
function momentWords(atMs: number, now: number): string {
  const dayOf = (ms: number): string => formatDateTime(ms).slice(0, 10);
  if (dayOf(atMs) === dayOf(now)) return formatClock(atMs, false);
  if (dayOf(atMs) === dayOf(now - DAY_MS)) return `yesterday ${formatClock(atMs, false)}`;
  return formatDateTime(atMs).slice(0, 16);
}

/** The stretch that is looked at, in words: `in the last day`. */
export function latelyWords(kind: 'live' | 'last' | 'fixed', lengthMs: number): string {
  if (kind === 'fixed') return 'in this stretch';
  return lengthMs === DAY_MS ? 'in the last day' : `in the last ${formatDuration(lengthMs)}`;
}

/** Of what lasted days, minutes are no news. */
function spanWords(lengthMs: number): string {
  if (lengthMs < 1_000) return 'less than a second';
  return lengthMs < DAY_MS ? formatDuration(Math.round(lengthMs / 1_000) * 1_000) : formatDuration(lengthMs);
}

/** What is folded into a finding: where else it showed, and how often it came back; empty where nothing is. */
export function foldedWords({ seenOn, repeats }: Pick<PatternRow, 'seenOn' | 'repeats'>): string {
  const places = seenOn.length === 0 ? [] : [`also seen on ${listWords(seenOn.map(({ name }) => name))}`];
  const times = repeats > 0 ? [repeatWords(repeats)] : [];
  const text = [...times, ...places].join(', ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** How often it came back: what comes back soon is the same event. */
export function repeatWords(repeats: number): string {
  return `It came back ${repeats === 1 ? 'once' : `${repeats} times`}`;
}

/** By how much something moved before or after a finding. */
export function lagWords(lagMs: number): string {
  if (lagMs === 0) return 'at the same time';
  return `${formatDuration(Math.abs(lagMs))} ${lagMs > 0 ? 'later' : 'earlier'}`;
}

const MOST_NAMES = 3;

function listWords(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).join(', ');
  return names.length > MOST_NAMES ? `${shown} and ${names.length - MOST_NAMES} more` : shown;
}

/** What somebody thinks of findings of its class on its entity; null where nobody said anything. */
export function verdictWords(feedback: PatternRow['feedback']): string | null {
  if (feedback === null) return null;
  return `said to be ${feedback === 'EXPECTED' ? 'expected' : 'not useful'}`;
}

/** That sentences tell the times of day in UTC, where the reader's clocks show another. */
export function zoneWords(aheadMs: number): string {
  return aheadMs === 0 ? '' : 'Times of day in sentences are UTC.';
}

/** How sure it is what is usual, where that is not so; empty where it is. */
export function usualWords(band: { readonly confidence: number } | null): string {
  if (!band) return 'What is usual is not known yet: it is learnt within minutes, the shape of a day within a day.';
  return band.confidence >= SURE
    ? ''
    : 'What is usual is not sure yet: it says more after a day, and most after two weeks.';
}
