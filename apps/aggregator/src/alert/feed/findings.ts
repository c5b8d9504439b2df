import type { Pool } from 'pg';
import type { PatternClass } from '../../analyse/pattern/finding.js';
import { ALL_PATTERNS } from '../../query/patterns/pattern.js';
import { conditionsOf, FROM_PATTERN } from '../../query/patterns/patterns.sql.js';
import { allOf, Statement } from '../../query/sql.js';
import { placeOf, type Subject } from '../lifecycle/alert.js';
import { takesFinding } from '../lifecycle/told.js';
import type { Rule } from '../rule/rule.js';
import type { Catalogue, Entity } from './catalogue.js';
import type { Told } from './feed.js';
import { subjectOf } from './watched.js';

/** What ended before it was heard of is told if it ended so long ago at most, and shown for so long. */
const NEW_MS = 600_000;
const LEAST_SHOWN_MS = 60_000;

interface PatternFound {
  readonly id: string;
  readonly class: PatternClass;
  readonly strength: number;
  readonly sentence: string;
  readonly entityKind: Entity['kind'];
  readonly entityKey: string;
  readonly hostUuid: string;
  /** Of the interface that it rests on; null where that is forgotten. */
  readonly netId: string | null;
  readonly endMs: number | null;
}

interface Lasting {
  readonly subject: Subject;
  readonly pattern: PatternFound;
}

/** Which patterns are looked at: those told of by their ids, or all that last. */
export type Looked = readonly string[] | null;

/** Patterns, laid to the rules that wait for them, until they are over. */
export class Findings {
  /** By rule: what lasts, by the id of the pattern. */
  private readonly lasting = new Map<string, Map<string, Lasting>>();
  private told: Told[] = [];

  constructor(private readonly pool: Pool) {}

  /** Whether a pattern that a rule waits for lasts on something. */
  has(ruleId: string, key: string): boolean {
    return [...(this.lasting.get(ruleId)?.values() ?? [])].some(({ subject }) => subject.key === key);
  }

  /** Takes in what became of patterns. What somebody expected, or called useless, is told to nobody. */
  async look(rules: readonly Rule[], catalogue: Catalogue, looked: Looked, nowMs: number): Promise<void> {
    const scopes = new Map<string, PatternFound[]>();
    for (const rule of rules) {
      const name = JSON.stringify(rule.scope);
      const found = scopes.get(name) ?? (await this.read(rule, looked));
      scopes.set(name, found);
      this.compare(rule, found, looked, catalogue, nowMs);
    }
    const ids = new Set(rules.map(({ id }) => id));
    for (const ruleId of this.lasting.keys()) if (!ids.has(ruleId)) this.lasting.delete(ruleId);
  }

  /** What was laid since it was asked last. */
  take(): Told[] {
    const { told } = this;
    this.told = [];
    return told;
  }

  private async read({ scope }: Rule, looked: Looked): Promise<PatternFound[]> {
    const statement = new Statement();
    const asked = { ...ALL_PATTERNS, filter: scope, isOpen: looked === null ? true : null, isDismissed: false };
    const conditions = conditionsOf(statement, asked);
    if (looked !== null) conditions.push(`pattern.pattern_id = ANY (${statement.place(looked, 'bigint[]')})`);
    const sql = `
SELECT pattern_id::text AS id, pattern.class, strength::float8 AS strength, sentence, entity_kind AS "entityKind",
  entity_key AS "entityKey", host.id::text AS "hostUuid", series.net_id AS "netId",
  (extract(epoch FROM ended_at) * 1000)::float8 AS "endMs"
FROM ${FROM_PATTERN} WHERE ${allOf(conditions)} ORDER BY started_at, pattern_id`;
    return (await this.pool.query<PatternFound>(sql, statement.values)).rows;
  }

  private compare(
    rule: Rule,
    found: readonly PatternFound[],
    looked: Looked,
    catalogue: Catalogue,
    nowMs: number,
  ): void {
    const lasting = this.lasting.get(rule.id) ?? new Map<string, Lasting>();
    this.lasting.set(rule.id, lasting);
    const still = new Set<string>();
    for (const pattern of found) {
      const subject = takesFinding(rule, pattern) ? subjectIn(catalogue, rule, pattern) : null;
      if (subject === null) continue;
      const isNew = !lasting.has(pattern.id);
      if (pattern.endMs !== null) {
        if (isNew) this.tellEnded(rule, pattern, subject, nowMs);
        continue;
      }
      still.add(pattern.id);
      lasting.set(pattern.id, { subject, pattern });
      // What is known better by now is no news.
      if (isNew) this.told.push(toldOf(rule, { subject, pattern }, null));
    }
    const gone = looked ?? [...lasting.keys()];
    for (const id of gone) if (!still.has(id)) this.end(rule, lasting, id, nowMs);
  }

  private tellEnded(rule: Rule, pattern: PatternFound, subject: Subject, nowMs: number): void {
    if (nowMs - (pattern.endMs ?? 0) > NEW_MS) return;
    const shownMs = Math.max(LEAST_SHOWN_MS, rule.keepFiringSeconds * 1_000);
    this.told.push(toldOf(rule, { subject, pattern }, nowMs + shownMs));
  }

  private end(rule: Rule, lasting: Map<string, Lasting>, id: string, nowMs: number): void {
    const ended = lasting.get(id);
    if (!ended) return;
    lasting.delete(id);
    const place = placeOf(rule.id, ended.subject);
    if ([...lasting.values()].some(({ subject }) => placeOf(rule.id, subject) === place)) return;
    const keepMs = rule.keepFiringSeconds * 1_000;
    this.told.push(keepMs > 0 ? toldOf(rule, ended, nowMs + keepMs) : { ...toldOf(rule, ended, null), kind: 'over' });
  }
}

function toldOf({ id: ruleId }: Rule, { subject, pattern }: Lasting, untilMs: number | null): Told {
  return { kind: 'told', ruleId, subject, text: pattern.sentence, value: pattern.strength, untilMs };
}

/** By what it is laid to, or else by the interface that it was found on. */
function subjectIn(catalogue: Catalogue, { per }: Rule, pattern: PatternFound): Subject | null {
  const { hostUuid, entityKind: kind, entityKey: key, netId } = pattern;
  const found =
    catalogue.find(per, hostUuid, { kind, key }) ??
    (netId === null ? undefined : catalogue.find(per, hostUuid, { kind: 'interface', key: netId }));
  return found ? subjectOf(found) : null;
}
