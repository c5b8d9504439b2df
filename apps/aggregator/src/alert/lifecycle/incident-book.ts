import { type Rule, SEVERITIES, type Severity } from '../rule/rule.js';
import { type Alert, idOf, type Incident, type News } from './alert.js';

/** What ended longer ago and comes again is news again. */
const FRESH_MS = 30 * 60_000;

/** Incidents that are open, and those that closed lately: what is told of them is made a little later. */
export class IncidentBook {
  private readonly incidents: Map<string, Incident>;
  private readonly open = new Map<string, Incident>();
  private readonly changed = new Set<Incident>();

  constructor(saved: readonly Incident[] = []) {
    this.incidents = new Map(saved.map((incident) => [incident.id, copyOf(incident)]));
    for (const incident of this.incidents.values())
      if (incident.resolvedMs === null) this.open.set(incident.groupKey, incident);
  }

  get(id: string): Incident | undefined {
    return this.incidents.get(id);
  }

  /**
   * Puts an alert into the incident of its group. People are told of the first, of a rule that it is the only one of, and of what is
   * more severe than all others, as far as they last or ended lately: a second host of a network is part of what is known, a second
   * trouble of a host is not, and neither is what comes again after days. `alerts` = those of all incidents, by id.
   */
  join(alert: Alert, rule: Rule, alerts: ReadonlyMap<string, Alert>, nowMs: number): News | null {
    const groupKey = groupKeyOf(alert, rule);
    const known = this.open.get(groupKey);
    if (!known) return this.begin(alert, groupKey, nowMs);
    const all = known.alertIds.map((id) => alerts.get(id)).filter((each) => each !== undefined);
    const others = all.filter((each) => isFresh(each, nowMs));
    this.add(alert, known);
    const isNew = others.every(({ ruleId }) => ruleId !== alert.ruleId);
    const isWorse = others.every(({ severity }) => rankOf(severity) < rankOf(alert.severity));
    return isNew || isWorse ? { incidentId: known.id, kind: 'worse', atMs: nowMs, ruleId: alert.ruleId } : null;
  }

  /** Closes incidents none of whose alerts lasts. */
  close(lasts: (alertId: string) => boolean, nowMs: number): News[] {
    const news: News[] = [];
    for (const [groupKey, incident] of this.open) {
      if (incident.alertIds.some(lasts)) continue;
      incident.resolvedMs = nowMs;
      this.open.delete(groupKey);
      this.changed.add(incident);
      news.push({ incidentId: incident.id, kind: 'resolved', atMs: nowMs, ruleId: null });
    }
    return news;
  }

  /** Takes an alert out of an incident: it was over long ago. */
  leave(incidentId: string | null, alertId: string): void {
    const alertIds = (incidentId === null ? undefined : this.incidents.get(incidentId))?.alertIds ?? [];
    const at = alertIds.indexOf(alertId);
    if (at >= 0) alertIds.splice(at, 1);
  }

  /** Forgets what closed before and nobody waits for; answers the ids of its alerts. */
  forget(beforeMs: number, awaited: ReadonlySet<string>): string[] {
    const old = [...this.incidents.values()].filter(
      ({ id, resolvedMs }) => resolvedMs !== null && resolvedMs <= beforeMs && !awaited.has(id),
    );
    for (const { id } of old) this.incidents.delete(id);
    return old.flatMap(({ alertIds }) => alertIds);
  }

  /** Those that began, got worse or are over since the last call. */
  changes(): Incident[] {
    const changes = [...this.changed].map(copyOf);
    this.changed.clear();
    return changes;
  }

  save(): readonly Incident[] {
    return [...this.incidents.values()].map(copyOf);
  }

  /** An incident keeps all rules that it ever was of, and how bad it ever was. */
  private add(alert: Alert, incident: Incident): void {
    alert.incidentId = incident.id;
    incident.alertIds.push(alert.id);
    const isNew = !incident.ruleIds.includes(alert.ruleId);
    const isWorse = rankOf(alert.severity) > rankOf(incident.severity);
    if (isNew) incident.ruleIds.push(alert.ruleId);
    if (isWorse) incident.severity = alert.severity;
    if (isNew || isWorse) this.changed.add(incident);
  }

  private begin(alert: Alert, groupKey: string, nowMs: number): News {
    const id = idOf('incident', alert.id);
    const incident: Incident = {
      id,
      groupKey,
      openedMs: nowMs,
      resolvedMs: null,
      severity: alert.severity,
      ruleIds: [alert.ruleId],
      alertIds: [alert.id],
    };
    alert.incidentId = id;
    this.incidents.set(id, incident);
    this.open.set(groupKey, incident);
    this.changed.add(incident);
    return { incidentId: id, kind: 'opened', atMs: nowMs, ruleId: alert.ruleId };
  }
}

/** What the alert has in common with others of its incident. What has no host, network or service stands alone. */
export function groupKeyOf({ subject, ruleId }: Alert, { groupBy }: Rule): string {
  const alone = `subject:${subject.level}:${subject.key}`;
  switch (groupBy) {
    case 'host':
      return subject.hostId === null ? alone : `host:${subject.hostId}`;
    case 'network':
      return subject.network === null ? alone : `network:${subject.network}`;
    case 'service':
      return subject.service === null ? alone : `service:${subject.service}`;
    case 'rule':
      return `rule:${ruleId}`;
    default:
      // What is above 90 % of a quota is above 80 % too: that is one matter, by whichever rules.
      return subject.level === 'quota' ? alone : `${alone}:${ruleId}`;
  }
}

/** 0 hurts least. */
export function rankOf(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

function isFresh({ resolvedMs }: Alert, nowMs: number): boolean {
  return resolvedMs === null || resolvedMs > nowMs - FRESH_MS;
}

function copyOf(incident: Incident): Incident {
  return { ...incident, ruleIds: [...incident.ruleIds], alertIds: [...incident.alertIds] };
}
