import { host, HOST_SILENT, NOT_QUIET } from '../lifecycle/alert.fixture.js';
import type { Subject } from '../lifecycle/alert.js';
import { Lifecycle } from '../lifecycle/lifecycle.js';
import type { OutgoingKind } from '../notify/channel-plan.js';
import type { Rule } from '../rule/rule.js';
import { type Message, messageOf, type Setting } from './message.js';

const NOON_MS = Date.parse('2026-11-21T12:00:00Z');

export const SETTING: Setting = { timeZone: 'UTC', baseUrl: 'https://weir.example/' };

/** The message that hosts of these names are silent, or over again. */
export function silentMessage(names: readonly string[], kind: OutgoingKind = 'opened'): Message {
  return messageFor(HOST_SILENT, names.map(host), kind);
}

/** The message of one rule that these fire, each with the value 42. */
export function messageFor(rule: Rule, subjects: readonly Subject[], kind: OutgoingKind = 'opened'): Message {
  const life = Lifecycle.begin([rule]);
  for (const subject of subjects) life.take('firing', rule.id, subject, 42, NOON_MS);
  const { news } = life.settle(NOON_MS, NOT_QUIET);
  if (kind === 'resolved')
    for (const subject of subjects) life.take('resolved', rule.id, subject, 42, NOON_MS + 240_000);
  const incidentIds = news.map(({ incidentId }) => incidentId);
  const told = incidentIds.map((id) => ({ incident: life.incident(id), alerts: life.alertsOf(id) }));
  const outgoing = { id: 'message-1', channel: 'ops', kind, incidentIds, threads: ['thread-1'], atMs: NOON_MS + 1_000 };
  const whole = told.flatMap(({ incident, alerts }) => (incident ? [{ incident, alerts }] : []));
  return messageOf(outgoing, whole, new Map([[rule.id, rule]]), SETTING);
}
