import type { Finding, PatternClass } from '../pattern/finding.js';

/** Whether traffic rose or fell, or neither is what the pattern is about. */
export type Way = 'up' | 'down' | null;

const FALLS: ReadonlySet<PatternClass> = new Set(['outage', 'drop', 'flapping']);
const RISES: ReadonlySet<PatternClass> = new Set(['burst', 'one-way flood', 'fan-out', 'periodic job']);
const SECOND_MS = 1_000;

/** Which way traffic went. */
export function wayOf({ class: name, evidence }: Finding): Way {
  if (FALLS.has(name)) return 'down';
  if (RISES.has(name)) return 'up';
  const change = changeOf(name, evidence);
  if (Number.isNaN(change)) return null;
  return change < 0 ? 'down' : 'up';
}

function changeOf(
  name: PatternClass,
  { levelBefore, levelAfter, changeShare, deviations }: Finding['evidence'],
): number {
  if (name === 'level shift' || name === 'step after change') return (levelAfter ?? NaN) - (levelBefore ?? NaN);
  if (name === 'ramp') return changeShare ?? NaN;
  return name === 'seasonal violation' ? (deviations ?? NaN) : NaN;
}

/** How much more or less passed than usual, bytes a second; NaN where its figures do not tell. */
export function magnitudeOf(finding: Finding): number {
  const { class: name, evidence } = finding;
  const usual = evidence['usualBytesPerSecond'] ?? NaN;
  const peak = evidence['peakBytesPerSecond'] ?? NaN;
  if (name === 'level shift' || name === 'step after change') return Math.abs(changeOf(name, evidence));
  if (name === 'ramp') return Math.abs(changeOf(name, evidence)) * usual;
  if (name === 'periodic job') return rateOfRun(finding);
  if (wayOf(finding) === 'down') return usual * (1 - (evidence['lowestShare'] ?? 0));
  return Math.max(0, peak - usual);
}

function rateOfRun({ evidence }: Finding): number {
  const lengthMs = (evidence['lastEndMs'] ?? NaN) - (evidence['lastStartMs'] ?? NaN);
  return ((evidence['lastBytes'] ?? NaN) * SECOND_MS) / lengthMs;
}

/** From when to when it went on, ms since 1970; of a job, its last run. */
export function spanOf({ class: name, startMs, endMs, evidence }: Finding): readonly [number, number] {
  const [runStartMs, runEndMs] = [evidence['lastStartMs'], evidence['lastEndMs']];
  if (name === 'periodic job' && runStartMs !== undefined && runEndMs !== undefined) return [runStartMs, runEndMs];
  return [startMs, endMs ?? Infinity];
}
