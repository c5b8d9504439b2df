import type { Refusal } from '@weir/model';
import { refusalOfNul } from '../nul.js';
import type { Filtered } from '../page/listing.js';

/** What an alert is of, as it was called when it began. */
export interface SubjectOfAlert {
  readonly level: string;
  readonly key: string;
  readonly name: string;
  readonly hostId: string | null;
  readonly hostName: string | null;
  readonly network: string | null;
  readonly service: string | null;
  readonly containerId: string | null;
}

/** An alert, as it is listed. */
export interface ListedAlert {
  readonly id: string;
  readonly ruleId: string;
  readonly subject: SubjectOfAlert;
  readonly hostId: string | null;
  readonly severity: string;
  readonly state: string;
  readonly since: Date;
  readonly firedAt: Date | null;
  readonly resolvedAt: Date | null;
  readonly resolution: string | null;
  readonly acknowledged: { readonly by: string; readonly atMs: number; readonly note: string } | null;
  readonly value: number | null;
  readonly sentence: string;
  readonly incidentId: string | null;
  readonly silencedBy: string | null;
  readonly inhibitedBy: string | null;
}

/** Alerts of which people were told as one. */
export interface ListedIncident {
  readonly id: string;
  readonly openedAt: Date;
  readonly resolvedAt: Date | null;
  readonly severity: string;
}

/** Which alerts are asked for; null = all. Pending ones only where their state is named. */
export interface AlertsAsked extends Filtered {
  readonly states: readonly string[] | null;
  readonly severities: readonly string[] | null;
  readonly rules: readonly string[] | null;
  /** Id of a host. */
  readonly host: string | null;
  /** Part of what they say. */
  readonly text: string | null;
  readonly incident: string | null;
  /** ms since 1970: those that lasted at some time of it. */
  readonly fromMs: number | null;
  /** Not included. */
  readonly toMs: number | null;
}

/** All that fired. */
export const ALL_ALERTS: AlertsAsked = {
  filter: {},
  states: null,
  severities: null,
  rules: null,
  host: null,
  text: null,
  incident: null,
  fromMs: null,
  toMs: null,
};

/** Which incidents are asked for; null = all. */
export interface IncidentsAsked extends Filtered {
  readonly isOpen: boolean | null;
  readonly severities: readonly string[] | null;
  readonly text: string | null;
  /** ms since 1970: those that lasted at some time of it. */
  readonly fromMs: number | null;
  /** Not included. */
  readonly toMs: number | null;
}

const YEAR_10000_MS = Date.UTC(10_000, 0);
/** As many as there may be in a file. */
const MOST_RULES = 2_000;

/** What is wrong with a range, or null. */
export function refusalOfRange(fromMs: number | null, toMs: number | null): Refusal | null {
  for (const [field, ms] of Object.entries({ from: fromMs, to: toMs })) {
    if (ms !== null && !(ms >= 0 && ms < YEAR_10000_MS))
      return { field, reason: 'is not between the years 1970 and 9999' };
  }
  return fromMs !== null && toMs !== null && fromMs >= toMs ? { field: 'from', reason: 'is not before to' } : null;
}

/** What is wrong with what is asked, but for its filter; or null. */
export function refusalOfAlerts({ fromMs, toMs, rules, host, text, incident }: AlertsAsked): Refusal | null {
  if ((rules?.length ?? 0) > MOST_RULES) return { field: 'rules', reason: `are more than ${MOST_RULES}: name fewer` };
  return (
    refusalOfRange(fromMs, toMs) ??
    refusalOfNul('rules', rules ?? []) ??
    refusalOfNul('host', [host]) ??
    refusalOfNul('text', [text]) ??
    refusalOfNul('incident', [incident])
  );
}
