import { isHostAbsence, type Rule } from '../rule/rule.js';
import type { Alert } from './alert.js';

/** What a host carries needs so long to be itself again once the host is back. */
const LINGER_MS = 30_000;

interface Source {
  readonly alertId: string;
  /** null while the host is away. */
  readonly untilMs: number | null;
}

/** Hosts that are away, and what is therefore not worth a message: all other alerts on them. */
export class Inhibition {
  private readonly sources: Map<string, Source>;

  constructor(saved: readonly (readonly [string, Source])[] = []) {
    this.sources = new Map(saved);
  }

  /** Looks which hosts are away, by the alerts that are not resolved. */
  look(alerts: Iterable<Alert>, rules: ReadonlyMap<string, Rule>, nowMs: number): void {
    const away = new Map<string, string>();
    for (const alert of alerts) {
      const rule = rules.get(alert.ruleId);
      const { hostId } = alert.subject;
      if (rule && hostId !== null && alert.state !== 'resolved' && isHostAbsence(rule)) away.set(hostId, alert.id);
    }
    for (const [hostId, alertId] of away) this.sources.set(hostId, { alertId, untilMs: null });
    for (const [hostId, { alertId, untilMs }] of this.sources) {
      if (away.has(hostId)) continue;
      if (untilMs === null) this.sources.set(hostId, { alertId, untilMs: nowMs + LINGER_MS });
      else if (untilMs <= nowMs) this.sources.delete(hostId);
    }
  }

  /** The alert that explains this one; null where it stands for itself. */
  sourceOf({ id, ruleId, subject }: Alert, rules: ReadonlyMap<string, Rule>): string | null {
    const source = subject.hostId === null ? undefined : this.sources.get(subject.hostId);
    const rule = rules.get(ruleId);
    return source && rule && !isHostAbsence(rule) && source.alertId !== id ? source.alertId : null;
  }

  save(): readonly (readonly [string, Source])[] {
    return [...this.sources];
  }
}

export type SavedInhibition = ReturnType<Inhibition['save']>;
