import type { NatsConnection } from '@nats-io/transport-node';
import { ALERT_SUBJECT, encodeAlerts, MOST_ALERTS_TOLD, OUTBOX_SUBJECT } from '@weir/model';
import type { Pool } from 'pg';
import { writeLives } from '../../store/alerts/lives.js';
import type { OutboxRow } from '../../store/alerts/outbox.js';
import type { Lifecycle, Settled } from '../lifecycle/lifecycle.js';
import { messageOf, type Setting } from '../message/message.js';
import type { Outgoing } from '../notify/channel-plan.js';
import type { Notifier } from '../notify/notifier.js';
import type { Rule } from '../rule/rule.js';
import { incidentRowOf, keptBeside, rowOf } from './rows.js';

/** What a look changed. */
export interface Changed extends Settled {
  readonly outgoing: readonly Outgoing[];
  /** Positions of requests that were done. */
  readonly requests: readonly number[];
}

/** Writes what looks change, in one transaction each, and says so to all who show it or send it. */
export class Keeping {
  constructor(
    private readonly pool: Pool,
    private readonly connection: NatsConnection,
    private readonly setting: Setting,
    private known: number,
  ) {}

  /** What was written last; nobody else may have written since. */
  get revision(): number {
    return this.known;
  }

  async write(changed: Changed, life: Lifecycle, notifier: Notifier, rules: ReadonlyMap<string, Rule>): Promise<void> {
    const messages = changed.outgoing.map((outgoing) => this.messageRow(outgoing, life, rules));
    this.known = await writeLives(this.pool, this.known, {
      alerts: changed.alerts.map((alert) => rowOf(alert, rules.get(alert.ruleId), this.setting)),
      ...{ dropped: changed.dropped, incidents: changed.incidents.map(incidentRowOf), messages },
      ...{ requests: changed.requests, lifecycle: keptBeside(life), notifier: notifier.save() },
    });
    this.tell(
      [...changed.alerts.map(({ id }) => id), ...changed.dropped],
      changed.incidents.map(({ id }) => id),
    );
    if (messages.length > 0) this.connection.publish(OUTBOX_SUBJECT);
  }

  private messageRow(outgoing: Outgoing, life: Lifecycle, rules: ReadonlyMap<string, Rule>): OutboxRow {
    const { id, channel, kind, incidentIds, threads, atMs: madeMs } = outgoing;
    const told = incidentIds.flatMap((incidentId) => {
      const incident = life.incident(incidentId);
      return incident ? [{ incident, alerts: life.alertsOf(incidentId) }] : [];
    });
    const message = messageOf(outgoing, told, rules, this.setting);
    return { id, channel, kind, message, incidentIds, threads, madeMs };
  }

  private tell(alerts: readonly string[], incidents: readonly string[]): void {
    for (let from = 0; from < Math.max(alerts.length, incidents.length); from += MOST_ALERTS_TOLD) {
      const part = (ids: readonly string[]): readonly string[] => ids.slice(from, from + MOST_ALERTS_TOLD);
      this.connection.publish(ALERT_SUBJECT, encodeAlerts({ v: 1, alerts: part(alerts), incidents: part(incidents) }));
    }
  }
}
