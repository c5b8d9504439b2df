import type { Level } from '../rule/figures.js';
import { AnomalyScores, scoredName } from './anomaly-scores.js';
import { type Around, READ_FIGURE, type Scores } from './figure-values.js';
import type { Watched } from './watched.js';
import type { Watching } from './watching.js';

/** Scores the traffic of what rules on anomalies watch. */
export class Scoring {
  private readonly scores = new AnomalyScores();

  of(level: Level, key: string): Scores | undefined {
    return this.scores.of(scoredName(level, key));
  }

  /** Begins with those that are watched since: from nothing. */
  begin(watching: Watching): void {
    const watched = watching.scored.map(nameOf);
    for (const name of this.scores.keep(watched)) this.scores.begin(name, [], []);
  }

  /** What passes now. */
  add(watching: Watching, nowMs: number, around: Around): void {
    for (const each of watching.scored) {
      this.scores.add(nameOf(each), READ_FIGURE.bytesPerSecond(each, nowMs, around), nowMs);
    }
  }
}

function nameOf({ thing: { level, key } }: Watched): string {
  return scoredName(level, key);
}
