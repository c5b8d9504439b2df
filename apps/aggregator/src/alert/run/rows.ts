import type { AlertRow, IncidentRow } from '../../store/alerts/alert-row.js';
import type { Lives } from '../../store/alerts/lives.js';
import type { Alert, Incident, Subject } from '../lifecycle/alert.js';
import { Lifecycle, type SavedLifecycle } from '../lifecycle/lifecycle.js';
import { linesText } from '../message/plain.js';
import { sentenceOf, whomText, type Wording } from '../message/wording.js';
import type { Rule } from '../rule/rule.js';

/** What the lives of alerts rest on besides their rows. */
export type KeptBeside = Omit<SavedLifecycle, 'alerts' | 'incidents'>;

/** An alert as it is stored. */
export function rowOf(alert: Alert, rule: Rule | undefined, wording: Wording): AlertRow {
  const { subject, ...rest } = alert;
  return {
    ...{ ...rest, subject, level: subject.level, subjectKey: subject.key, hostId: subject.hostId },
    sentence: linesText(rule ? sentenceOf(alert, rule, wording) : `${whomText(alert)}: ${alert.ruleId}`),
  };
}

/** An incident as it is stored; which alerts belong to it, their rows say. */
export function incidentRowOf({ alertIds: _, ...row }: Incident): IncidentRow {
  return row;
}

/** What is kept beside the rows. */
export function keptBeside(life: Lifecycle): KeptBeside {
  const { alerts: _, incidents: __, ...kept } = life.save();
  return kept;
}

/** The lives of alerts, as they were stored. What another version kept beside the rows is begun anew; no alert is lost by that. */
export function restored(rules: readonly Rule[], { alerts, incidents, lifecycle }: Lives): Lifecycle {
  const rows = { alerts: alerts.map(alertOf), incidents: incidents.map((row) => incidentOf(row, alerts)) };
  const nothing = keptBeside(Lifecycle.begin(rules));
  const life =
    (lifecycle === null ? null : Lifecycle.restore(rules, { ...(lifecycle as KeptBeside), ...rows })) ??
    Lifecycle.restore(rules, { ...nothing, ...rows });
  if (!life) throw new Error('what this version writes itself is not read');
  return life;
}

function alertOf({ level: _, subjectKey: __, hostId: ___, sentence: ____, subject, ...row }: AlertRow): Alert {
  // What was written by `rowOf`.
  return { ...(row as Omit<Alert, 'subject'>), subject: subject as Subject };
}

function incidentOf(row: IncidentRow, alerts: readonly AlertRow[]): Incident {
  const alertIds = alerts.filter(({ incidentId }) => incidentId === row.id).map(({ id }) => id);
  return { ...(row as Omit<Incident, 'alertIds'>), ruleIds: [...row.ruleIds], alertIds };
}
