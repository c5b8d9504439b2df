import { AnomalyScorer } from '../../analyse/score/anomaly-scorer.js';
import type { Level } from '../rule/figures.js';
import type { Scores } from './figure-values.js';

/** Minutes are scored: shorter steps have to learn a day before they know that mornings rise. */
export const SCORED_EVERY_MS = 60_000;
/** Of fewer minutes nothing is said. */
export const LEAST_MINUTES = 120;
/** So much of a minute makes it known. */
const LEAST_LOOKS = 30;
/** 4 KB each. */
export const MOST_SCORED = 5_000;

interface Scored {
  readonly scorer: AnomalyScorer;
  minutes: number;
  startMs: number;
  sum: number;
  looks: number;
  scores: Scores | undefined;
}

/** How unusual the traffic of some things is, minute by minute: of those alone that a rule watches for it. */
export class AnomalyScores {
  private scored = new Map<string, Scored>();

  /** Those that are not scored yet, of these; none that are more than can be scored at once. The others are forgotten. */
  keep(names: readonly string[]): string[] {
    const wanted = names.slice(0, MOST_SCORED);
    this.scored = new Map(wanted.flatMap((name) => this.entry(name)));
    return wanted.filter((name) => !this.scored.has(name));
  }

  /** Begins with what is known of the past: means of whole minutes, in the order of time; NaN = unknown. */
  begin(name: string, startsMs: ArrayLike<number>, bytesPerSecond: ArrayLike<number>): void {
    const begun: Scored = {
      scorer: new AnomalyScorer(),
      minutes: 0,
      startMs: -Infinity,
      sum: 0,
      looks: 0,
      scores: undefined,
    };
    for (let at = 0; at < startsMs.length; at++) score(begun, startsMs[at] as number, bytesPerSecond[at] as number);
    this.scored.set(name, begun);
  }

  /** What passes now. A minute is scored when the next one has begun. */
  add(name: string, bytesPerSecond: number, nowMs: number): void {
    const scored = this.scored.get(name);
    if (!scored) return;
    const startMs = Math.floor(nowMs / SCORED_EVERY_MS) * SCORED_EVERY_MS;
    if (startMs > scored.startMs) {
      const isKnown = scored.looks >= LEAST_LOOKS;
      if (scored.startMs > -Infinity) score(scored, scored.startMs, isKnown ? scored.sum / scored.looks : NaN);
      Object.assign(scored, { startMs, sum: 0, looks: 0 });
    }
    if (Number.isNaN(bytesPerSecond)) return;
    scored.sum += bytesPerSecond;
    scored.looks += 1;
  }

  of(name: string): Scores | undefined {
    return this.scored.get(name)?.scores;
  }

  private entry(name: string): [string, Scored][] {
    const known = this.scored.get(name);
    return known ? [[name, known]] : [];
  }
}

/** By what something is scored. */
export function scoredName(level: Level, key: string): string {
  return `${level}\n${key}`;
}

function score(scored: Scored, atMs: number, bytesPerSecond: number): void {
  if (Number.isNaN(bytesPerSecond)) {
    scored.scores = undefined;
    return;
  }
  scored.scorer.update(atMs, bytesPerSecond);
  scored.minutes += 1;
  if (scored.minutes < LEAST_MINUTES) return;
  const { score: anomalyScore, novelty, deviation } = scored.scorer;
  scored.scores = { anomalyScore, novelty, deviation };
}
