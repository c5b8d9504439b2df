import { Evaluator } from '../evaluate/evaluator.js';
import type { Standing } from '../evaluate/watched-rule.js';
import type { Feed } from '../feed/feed.js';
import type { Lifecycle } from '../lifecycle/lifecycle.js';
import { limitOf } from '../rule/rule.js';
import { type AlertSettings, quietScopes } from './settings.js';

/** Agents tell most of what they know every 10 s, some every 30 s. */
const PATIENCE_MS = 35_000;

/** Lays what the feed tells to the rules, and what comes of it to the lives of alerts. */
export class Watcher {
  private evaluator = new Evaluator([]);

  constructor(
    private readonly feed: Feed,
    private readonly life: Lifecycle,
  ) {}

  /** From now on these rules are run, each from where its alerts stand. */
  async attach(settings: AlertSettings, nowMs: number): Promise<void> {
    const { rules } = settings;
    const evaluator = new Evaluator(rules);
    this.life.setRules(rules, nowMs);
    await this.feed.attach(evaluator, quietScopes(settings));
    this.evaluator = evaluator;
    this.endUnwatched(settings, nowMs);
    rules.forEach(({ id }, place) => evaluator.resume(place, this.standings(id), nowMs + PATIENCE_MS));
  }

  /** Looks at everything once. */
  look(nowMs: number): void {
    const { life, feed, evaluator } = this;
    const { churns, gone, told } = feed.fill(nowMs);
    life.churn(churns, nowMs);
    for (const { ruleId, subject, value } of gone) life.take('gone', ruleId, subject, value, nowMs);
    evaluator.evaluate(nowMs);
    for (const { kind, rule: place, key, value } of evaluator.transitions()) {
      const rule = evaluator.rules[place];
      const subject = rule && feed.subject(rule.per, key);
      if (rule && subject) life.take(kind, rule.id, subject, value, nowMs);
    }
    for (const { kind, ruleId, subject, ...what } of told) {
      if (kind === 'told') life.tell(ruleId, subject, what, nowMs);
      else life.over(ruleId, subject, nowMs);
    }
  }

  /** Ends what nobody would ever end: what it is of went while nobody looked, or is no longer meant. */
  private endUnwatched({ rulesById }: AlertSettings, nowMs: number): void {
    for (const { ruleId, subject, value } of [...this.life.current()]) {
      const condition = rulesById.get(ruleId)?.condition;
      if (condition === undefined || this.feed.watches(ruleId, subject.key)) continue;
      if (condition.kind === 'pattern') this.life.over(ruleId, subject, nowMs);
      else if (limitOf(condition) !== null) this.life.take('gone', ruleId, subject, value ?? NaN, nowMs);
    }
  }

  private standings(ruleId: string): Standing[] {
    return this.life.current().flatMap(({ ruleId: own, subject: { key }, state, sinceMs, value }) => {
      return own === ruleId ? [{ key, isFiring: state !== 'pending', sinceMs, worst: value ?? NaN }] : [];
    });
  }
}
