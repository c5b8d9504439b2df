import type { Pool } from 'pg';
import { readPast } from '../../query/alerts/past.js';
import type { Thing } from '../../query/watched/watched-things.js';
import type { Level } from '../rule/figures.js';
import type { Rule } from '../rule/rule.js';
import { AnomalyScores, MOST_SCORED, SCORED_EVERY_MS, scoredName } from './anomaly-scores.js';
import { type Around, READ_FIGURE, type Scores } from './figure-values.js';
import type { Watching } from './watching.js';

/** What is usual is learnt from so long before. */
const LEARNT_MS = 2 * 86_400_000;

/** Scores the traffic of what rules on anomalies watch. */
export class Scoring {
  private readonly scores = new AnomalyScores();

  constructor(private readonly pool: Pool) {}

  of(level: Level, key: string): Scores | undefined {
    return this.scores.of(scoredName(level, key));
  }

  /** Begins with those that are watched since, by what was stored of them; of what nothing was, from nothing. */
  async begin({ scored, evaluator: { rules } }: Watching, nowMs: number): Promise<void> {
    const names = new Map(scored.map(({ thing }) => [scoredName(thing.level, thing.key), thing]));
    const fresh = new Set(this.scores.keep([...names.keys()]));
    if (fresh.size === 0) return;
    const pastNames = new Map([...fresh].map((name) => [pastName(names.get(name) as Thing), name]));
    for (const rule of rules.filter(({ condition, isEnabled }) => isEnabled && condition.kind === 'anomaly')) {
      await this.learn(rule, pastNames, fresh, nowMs);
    }
    for (const name of fresh) this.scores.begin(name, [], []);
  }

  /** What passes now. */
  add({ scored }: Watching, nowMs: number, around: Around): void {
    for (const each of scored) {
      const { level, key } = each.thing;
      this.scores.add(scoredName(level, key), READ_FIGURE.bytesPerSecond(each, nowMs, around), nowMs);
    }
  }

  private async learn(
    { per: level, scope: filter }: Rule,
    pastNames: ReadonlyMap<string, string>,
    fresh: Set<string>,
    nowMs: number,
  ): Promise<void> {
    const range = { fromMs: nowMs - LEARNT_MS, toMs: nowMs };
    const asked = { level, filter, figures: ['bytesPerSecond'], mostSubjects: MOST_SCORED, ...range };
    // More than can be read by the minute begin from nothing: longer steps are calmer.
    await readPast(this.pool, asked, ({ key, figures: { bytesPerSecond = [] } }, { atMs, stepMs }) => {
      const name = pastNames.get(scoredName(level, key));
      if (name === undefined || stepMs !== SCORED_EVERY_MS || !fresh.delete(name)) return;
      const startsMs = atMs.map((endMs) => endMs - stepMs);
      this.scores.begin(name, startsMs, bytesPerSecond);
    });
  }
}

/** The past is known by names, so that it is also that of what was replaced. */
function pastName({ level, key, name, host }: Thing): string {
  const isNamed = level === 'container' || level === 'network';
  return scoredName(level, isNamed ? `${host?.id}/${name}` : key);
}
