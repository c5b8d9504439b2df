import type { EventMessage } from '@weir/model';
import type { Pool } from 'pg';
import type { Filter } from '../../query/filter.js';
import { passingEvents } from '../../query/passing-events.js';
import type { Subject } from '../lifecycle/alert.js';
import { churnOf } from '../lifecycle/churn.js';
import { takesChange } from '../lifecycle/told.js';
import type { Rule } from '../rule/rule.js';
import type { Catalogue, Entity } from './catalogue.js';
import type { Happened, Told } from './feed.js';
import { subjectOf } from './watched.js';

/** What was missed for so long is history. */
const LONGEST_MS = 3_600_000;
/** Stored changes are read from so long ago on: agents tell late what happened while NATS was away. */
const REACH_MS = 600_000;
/** A change may be told before the inventory that names what it is of. */
const PATIENCE_MS = 15_000;
const MOST_AT_ONCE = 1_000;

interface Waiting {
  readonly event: EventMessage;
  readonly heardMs: number;
}

const STORED = `
SELECT host.id::text AS host, (extract(epoch FROM time) * 1000)::float8 AS at, kind, subject, before, after, text
FROM event JOIN host USING (host_id) WHERE time > to_timestamp($1::float8 / 1000) ORDER BY time DESC LIMIT ${MOST_AT_ONCE}`;

/** Changes, laid to the rules that wait for them: as agents tell them, and once more from the store, so that none is missed. */
export class Changes {
  private readonly seen = new Map<string, number>();
  private readonly waiting: Waiting[] = [];
  private churns: { churn: NonNullable<ReturnType<typeof churnOf>>; atMs: number }[] = [];
  private told: Told[] = [];

  constructor(private readonly pool: Pool) {}

  /** Whether something waits to be laid to rules. */
  get isWaiting(): boolean {
    return this.waiting.length > 0;
  }

  /** Takes in a change, once. */
  hear(event: EventMessage, nowMs: number): void {
    const name = JSON.stringify([event.host, event.at, event.kind, event.subject]);
    // What there is no room for is read once more from the store.
    if (this.seen.has(name) || this.waiting.length >= MOST_AT_ONCE) return;
    this.seen.set(name, nowMs + LONGEST_MS + REACH_MS);
    const churn = churnOf(event);
    if (churn) this.churns.push({ churn, atMs: event.at });
    this.waiting.push({ event, heardMs: nowMs });
  }

  /** Reads those that were stored since a moment, ms since 1970; what was heard already is not taken in once more. */
  async readSince(sinceMs: number, nowMs: number): Promise<void> {
    const fromMs = Math.max(sinceMs - REACH_MS, nowMs - LONGEST_MS);
    const { rows } = await this.pool.query<Omit<EventMessage, 'v'>>(STORED, [fromMs]);
    for (const row of rows.reverse()) this.hear({ ...row, v: 1 }, nowMs);
    for (const [name, untilMs] of this.seen) if (untilMs < nowMs) this.seen.delete(name);
  }

  /** Lays what waits to the rules that wait for it. */
  async lay(rules: readonly Rule[], catalogue: Catalogue, nowMs: number): Promise<void> {
    const waiting = this.waiting.splice(0);
    try {
      await this.layAll(waiting, rules, catalogue, nowMs);
    } catch (error) {
      this.waiting.unshift(...waiting);
      throw error;
    }
  }

  /** What was laid since it was asked last. */
  take(): Pick<Happened, 'churns' | 'told'> {
    const { churns, told } = this;
    [this.churns, this.told] = [[], []];
    return { churns, told };
  }

  private async layAll(
    waiting: readonly Waiting[],
    rules: readonly Rule[],
    catalogue: Catalogue,
    nowMs: number,
  ): Promise<void> {
    for (const rule of rules) {
      const meant = waiting.filter(({ event }) => takesChange(rule, event.kind));
      if (meant.length === 0) continue;
      const passing = await this.passingOf(rule.scope, meant);
      for (const each of meant) {
        if (passing === null || passing.has(each.event)) this.layOne(rule, each, catalogue, nowMs);
      }
    }
  }

  private async passingOf(scope: Filter, meant: readonly Waiting[]): Promise<ReadonlySet<EventMessage> | null> {
    const isAll = Object.keys(scope).length === 0;
    return isAll
      ? null
      : passingEvents(
          this.pool,
          scope,
          meant.map(({ event }) => event),
        );
  }

  private layOne(rule: Rule, waiting: Waiting, catalogue: Catalogue, nowMs: number): void {
    const { event, heardMs } = waiting;
    const untilMs = event.at + rule.keepFiringSeconds * 1_000;
    if (untilMs <= nowMs) return;
    const entity = entityOf(event);
    const thing = catalogue.find(rule.per, event.host, entity);
    if (thing) this.tell(rule, subjectOf(thing), event, untilMs);
    else if (nowMs - heardMs < PATIENCE_MS && catalogue.find(entity.kind, event.host, entity) === undefined)
      this.wait(waiting);
    else if (entity.kind === rule.per) this.tell(rule, unknownSubject(event, entity, catalogue), event, untilMs);
  }

  /** For the next time; other rules that were told of it before are told once more, which changes nothing. */
  private wait(waiting: Waiting): void {
    if (!this.waiting.includes(waiting)) this.waiting.push(waiting);
  }

  private tell({ id: ruleId }: Rule, subject: Subject, { text }: EventMessage, untilMs: number): void {
    this.told.push({ kind: 'told', ruleId, subject, text, value: null, untilMs });
  }
}

/** What a change is of, by the first word of its kind; what is of nothing else is of its host. */
function entityOf({ kind, subject, host }: EventMessage): Entity {
  const [family] = kind.split('.');
  if (family === 'interface' || family === 'container' || family === 'network') return { kind: family, key: subject };
  return { kind: 'host', key: host };
}

function unknownSubject({ host, subject }: EventMessage, { kind }: Entity, catalogue: Catalogue): Subject {
  const known = catalogue.things('host').get(host);
  return {
    ...{
      level: kind,
      key: kind === 'network' ? `${host}/${subject}` : subject,
      name: [...subject].slice(0, 12).join(''),
    },
    ...{ hostId: host, hostName: known?.name ?? null, network: null, service: null },
    containerId: kind === 'container' ? subject : null,
  };
}
