import type { TransitionKind } from '../evaluate/transitions.js';
import type { Rule } from '../rule/rule.js';
import {
  type Acknowledgement,
  type Alert,
  idOf,
  type Incident,
  isActive,
  type News,
  placeOf,
  type Resolution,
  type Subject,
} from './alert.js';
import { StoppedContainers, type TimedChurn } from './churn.js';
import { FlapBook, type SavedFlaps } from './flap-book.js';
import { IncidentBook } from './incident-book.js';
import { Inhibition, type SavedInhibition } from './inhibition.js';

/** The version of what `save` writes; another one is not read. */
const VERSION = 1;
/** So long what is over is kept here for those who still tell of it. */
const KEPT_MS = 3_600_000;
/** And so long where its incident goes on. */
const KEPT_OPEN_MS = 86_400_000;
const FORGETS_EVERY_MS = 60_000;
const NONE: ReadonlySet<string> = new Set();

/** The lives of all alerts, as they are kept over a restart or handed to another process. */
export interface SavedLifecycle {
  readonly version: number;
  readonly alerts: readonly Alert[];
  readonly incidents: readonly Incident[];
  readonly flaps: SavedFlaps;
  readonly inhibition: SavedInhibition;
}

/** What settled: rows that changed, and what people are to be told. */
export interface Settled {
  readonly alerts: readonly Alert[];
  /** Ids of those that were only pending, and are no more. */
  readonly dropped: readonly string[];
  readonly incidents: readonly Incident[];
  readonly news: readonly News[];
}

/** Which silence or maintenance keeps an alert quiet now; null where none does. */
export type QuietBy = (alert: Alert) => string | null;

/**
 * The life of every alert: pending, firing, acknowledged, resolved; what belongs together; what is kept quiet, and why. It has no
 * clock and asks nobody: it is told what happened, and `settle` answers what follows from it.
 */
export class Lifecycle {
  private readonly alerts: Map<string, Alert>;
  /** Those that last, by rule and subject. */
  private readonly lasting = new Map<string, Alert>();
  private readonly incidents: IncidentBook;
  private readonly flaps: FlapBook;
  private readonly stopped = new StoppedContainers();
  private readonly inhibition: Inhibition;
  private readonly changed = new Set<Alert>();
  private dropped: string[] = [];
  private news: News[] = [];
  private forgetsAtMs = -Infinity;

  private constructor(
    private rules: ReadonlyMap<string, Rule>,
    saved: SavedLifecycle | null,
  ) {
    this.alerts = new Map((saved?.alerts ?? []).map((alert) => [alert.id, { ...alert }]));
    for (const alert of this.alerts.values())
      if (alert.state !== 'resolved') this.lasting.set(placeOf(alert.ruleId, alert.subject), alert);
    this.incidents = new IncidentBook(saved?.incidents);
    this.flaps = new FlapBook(saved?.flaps);
    this.inhibition = new Inhibition(saved?.inhibition);
  }

  static begin(rules: readonly Rule[]): Lifecycle {
    return new Lifecycle(byId(rules), null);
  }

  /** Goes on where another process stopped; null where another version saved it. */
  static restore(rules: readonly Rule[], saved: SavedLifecycle): Lifecycle | null {
    return saved.version === VERSION ? new Lifecycle(byId(rules), saved) : null;
  }

  /** What the look at the figures changed. */
  take(kind: TransitionKind, ruleId: string, subject: Subject, value: number, nowMs: number): void {
    const rule = this.rules.get(ruleId);
    if (!rule || this.stopped.has(subject.containerId)) return;
    if (kind === 'pending') this.begin(rule, subject, value, nowMs);
    else if (kind === 'firing') this.fire(this.begin(rule, subject, value, nowMs), value, nowMs);
    else this.end(ruleId, subject, kind === 'gone' ? 'gone' : 'over', nowMs, value);
  }

  /** A change or a pattern that a rule waits for. A change is over by itself at `untilMs`. */
  tell(
    ruleId: string,
    subject: Subject,
    told: { readonly text: string; readonly value: number | null; readonly untilMs: number | null },
    nowMs: number,
  ): void {
    const rule = this.rules.get(ruleId);
    if (!rule) return;
    const alert = this.begin(rule, subject, told.value, nowMs);
    alert.text = told.text;
    alert.expiresMs = told.untilMs;
    this.fire(alert, told.value, nowMs);
  }

  /** What was told of is over: a pattern ended, or was taken back. */
  over(ruleId: string, subject: Subject, nowMs: number): void {
    this.end(ruleId, subject, 'over', nowMs, null);
  }

  /**
   * Somebody stopped or started containers. What is missed of one that was stopped is no alert, and it should not be watched until
   * it is started again; one that is started again within the same look goes on.
   */
  churn(churns: readonly TimedChurn[], nowMs: number): void {
    for (const each of churns) this.stopped.note(each, nowMs);
    const ids = new Set(churns.map(({ churn: { containerId } }) => containerId).filter((id) => this.stopped.has(id)));
    if (ids.size === 0) return;
    for (const { ruleId, subject } of [...this.lasting.values()]) {
      if (subject.containerId !== null && ids.has(subject.containerId))
        this.end(ruleId, subject, 'stopped on purpose', nowMs, null);
    }
  }

  /** Somebody takes care of it; false where there is no such alert that fires. */
  acknowledge(alertId: string, acknowledgement: Acknowledgement): boolean {
    const alert = this.alerts.get(alertId);
    if (!alert || !isActive(alert)) return false;
    alert.state = 'acknowledged';
    alert.acknowledged = acknowledgement;
    this.changed.add(alert);
    return true;
  }

  /** The rules are these from now on. Alerts of those that are gone, or switched off, are over. */
  setRules(rules: readonly Rule[], nowMs: number): void {
    this.rules = byId(rules);
    for (const { ruleId, subject } of [...this.lasting.values()]) {
      if (this.rules.get(ruleId)?.isEnabled !== true) this.end(ruleId, subject, 'rule removed', nowMs, null);
    }
  }

  /**
   * Works out what is heard and what is kept quiet, opens and closes incidents, and answers what changed since the last time. `awaited`
   * = incidents that somebody is still to be told of.
   */
  settle(nowMs: number, quietBy: QuietBy, awaited: ReadonlySet<string> = NONE): Settled {
    for (const { ruleId, subject, expiresMs } of [...this.lasting.values()]) {
      if (expiresMs !== null && expiresMs <= nowMs) this.end(ruleId, subject, 'over', nowMs, null);
    }
    this.inhibition.look(this.lasting.values(), this.rules, nowMs);
    for (const alert of this.lasting.values()) this.hear(alert, nowMs, quietBy);
    this.news.push(...this.incidents.close((id) => this.lasts(id, nowMs), nowMs));
    this.forget(nowMs, awaited);
    const alerts = [...this.changed].map((alert) => ({ ...alert }));
    const settled = { alerts, dropped: this.dropped, incidents: this.incidents.changes(), news: this.news };
    this.changed.clear();
    this.dropped = [];
    this.news = [];
    return settled;
  }

  incident(id: string): Incident | null {
    return this.incidents.get(id) ?? null;
  }

  /** The alerts of an incident, in the order in which they joined it. */
  alertsOf(incidentId: string): readonly Alert[] {
    const ids = this.incidents.get(incidentId)?.alertIds ?? [];
    return ids.map((id) => this.alerts.get(id)).filter((alert) => alert !== undefined);
  }

  /** Whether something of an incident fires that nobody takes care of, and that is not kept quiet. */
  isUnattended(incidentId: string): boolean {
    return this.alertsOf(incidentId).some(({ state, silencedBy }) => state === 'firing' && silencedBy === null);
  }

  /** All that lasts, pending ones too. */
  current(): readonly Alert[] {
    return [...this.lasting.values()];
  }

  save(): SavedLifecycle {
    return {
      version: VERSION,
      alerts: [...this.alerts.values()].map((alert) => ({ ...alert })),
      incidents: this.incidents.save(),
      flaps: this.flaps.save(),
      inhibition: this.inhibition.save(),
    };
  }

  private begin(rule: Rule, subject: Subject, value: number | null, nowMs: number): Alert {
    const place = placeOf(rule.id, subject);
    const lasting = this.lasting.get(place);
    if (lasting) return lasting;
    const alert: Alert = {
      id: idOf(place, nowMs),
      ruleId: rule.id,
      subject,
      severity: rule.severity,
      state: 'pending',
      sinceMs: nowMs,
      ...{ firedMs: null, resolvedMs: null, resolution: null, acknowledged: null },
      ...{ value, text: null, expiresMs: null, incidentId: null, silencedBy: null, inhibitedBy: null },
    };
    this.alerts.set(alert.id, alert);
    this.lasting.set(place, alert);
    this.changed.add(alert);
    return alert;
  }

  private fire(alert: Alert, value: number | null, nowMs: number): void {
    this.changed.add(alert);
    alert.value = value;
    if (alert.state !== 'pending') return;
    alert.state = 'firing';
    alert.firedMs = nowMs;
    this.flaps.fired(placeOf(alert.ruleId, alert.subject), nowMs);
  }

  private end(ruleId: string, subject: Subject, resolution: Resolution, nowMs: number, worst: number | null): void {
    const place = placeOf(ruleId, subject);
    const alert = this.lasting.get(place);
    if (!alert) return;
    this.lasting.delete(place);
    if (alert.state === 'pending') return this.drop(alert);
    this.changed.add(alert);
    this.flaps.ended(place, nowMs);
    alert.state = 'resolved';
    alert.resolvedMs = nowMs;
    alert.resolution = resolution;
    if (worst !== null && Number.isFinite(worst)) alert.value = worst;
    // What nobody was told of need not be remembered for telling that it is over.
    if (alert.incidentId === null) this.alerts.delete(alert.id);
  }

  private drop(alert: Alert): void {
    this.alerts.delete(alert.id);
    this.changed.delete(alert);
    this.dropped.push(alert.id);
  }

  private hear(alert: Alert, nowMs: number, quietBy: QuietBy): void {
    const [silencedBy, inhibitedBy] = [quietBy(alert), this.inhibition.sourceOf(alert, this.rules)];
    if (silencedBy !== alert.silencedBy || inhibitedBy !== alert.inhibitedBy) this.changed.add(alert);
    alert.silencedBy = silencedBy;
    alert.inhibitedBy = inhibitedBy;
    const rule = this.rules.get(alert.ruleId);
    if (!rule || !isActive(alert) || alert.incidentId !== null || silencedBy !== null || inhibitedBy !== null) return;
    this.changed.add(alert);
    const news = this.incidents.join(alert, rule, this.alerts, nowMs);
    const isFlapping = this.flaps.isFlapping(placeOf(alert.ruleId, alert.subject), nowMs);
    if (news) this.news.push(isFlapping && news.kind === 'opened' ? { ...news, kind: 'flapping' } : news);
  }

  /** What flaps lasts until it is calm: its end is told once. */
  private lasts(alertId: string, nowMs: number): boolean {
    const alert = this.alerts.get(alertId);
    if (!alert) return false;
    return isActive(alert) || this.flaps.isFlapping(placeOf(alert.ruleId, alert.subject), nowMs);
  }

  private forget(nowMs: number, awaited: ReadonlySet<string>): void {
    if (nowMs < this.forgetsAtMs) return;
    this.forgetsAtMs = nowMs + FORGETS_EVERY_MS;
    this.flaps.forget(nowMs);
    this.stopped.forget(nowMs);
    for (const id of this.incidents.forget(nowMs - KEPT_MS, awaited)) this.alerts.delete(id);
    // An incident that flaps for days would hold each of its alerts.
    for (const { id, incidentId, resolvedMs } of [...this.alerts.values()]) {
      if (resolvedMs === null || resolvedMs > nowMs - KEPT_OPEN_MS) continue;
      this.incidents.leave(incidentId, id);
      this.alerts.delete(id);
    }
  }
}

function byId(rules: readonly Rule[]): ReadonlyMap<string, Rule> {
  return new Map(rules.map((rule) => [rule.id, rule]));
}
