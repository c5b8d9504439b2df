import { computed, type ComputedRef } from 'vue';
import { ask } from '../../api/index.js';
import {
  ALERT_LIST,
  type AlertRow,
  type AlertState,
  type Incident,
  INCIDENT_DETAIL,
  INCIDENT_LIST,
  type IncidentRow,
  type Severity,
} from '../../api/operations/alerts.js';
import { RULE_NAMES, type RuleName } from '../../api/operations/rules.js';
import type { FilterInput } from '../../composables/chips.js';
import { useAlertNews } from '../../composables/use-alert-summary.js';
import { type Asked, useAnswer } from '../../composables/use-answer.js';
import { type List, useList } from '../../composables/use-list.js';
import { useRange } from '../../composables/use-range.js';

const PACE_MS = 15_000;
/** Of less than a day there would hardly be anything to read. */
export const LEAST_MS = 86_400_000;
/** A stretch that moves on is asked for anew this often; what is new in it comes by itself. */
const STEP_MS = 300_000;

/** What alerts are asked for. */
export interface AlertQuestion {
  readonly filter: FilterInput | null;
  readonly severities: Severity[] | null;
  readonly rules: string[] | null;
}

/** The stretch that is looked back on: the page's range, a day at least; one that ends now has no end. */
function useStretch(): ComputedRef<{ readonly from: string; readonly to: string | null }> {
  const { ends, moves } = useRange();
  return computed(() => {
    const { from, to } = ends.value;
    const earliest = Math.floor(Math.min(from, to - LEAST_MS) / STEP_MS) * STEP_MS;
    return { from: new Date(earliest).toISOString(), to: moves.value ? null : new Date(to).toISOString() };
  });
}

/** Alerts in these states, read as far as they are looked at, and asked for again as soon as there is news. */
export function useAlertList(question: () => AlertQuestion & { readonly states: AlertState[] }): List<AlertRow> {
  return useFresh(
    useList(
      () => ({ document: ALERT_LIST, variables: { ...question() }, pageOf: ({ alerts }) => alerts }),
      () => PACE_MS,
    ),
  );
}

/** Alerts that are over, of the page's range. */
export function useAlertHistory(question: () => AlertQuestion): List<AlertRow> {
  const stretch = useStretch();
  return useFresh(
    useList(
      () => ({
        document: ALERT_LIST,
        variables: { ...question(), ...stretch.value, states: ['RESOLVED'] },
        pageOf: ({ alerts }) => alerts,
      }),
      () => PACE_MS,
    ),
  );
}

/** Incidents that lasted at some time of the page's range. */
export function useIncidentList(question: () => AlertQuestion): List<IncidentRow> {
  const stretch = useStretch();
  return useFresh(
    useList(
      () => {
        const { filter, severities } = question();
        return {
          document: INCIDENT_LIST,
          // Incidents are of several things: of the filter, they know its text.
          variables: { text: filter?.text ?? null, severities, ...stretch.value },
          pageOf: ({ incidents }) => incidents,
        };
      },
      () => PACE_MS,
    ),
  );
}

/** One incident; `incident` is null where there is none of that id. */
export function useIncident(id: string): Asked<{ readonly incident: Incident | null }> {
  const asked = useAnswer<{ readonly incident: Incident | null }>(
    (signal) => ask(INCIDENT_DETAIL, { id }, signal),
    () => PACE_MS,
  );
  useAlertNews(() => void asked.refresh());
  return asked;
}

/** The rules by their names, to choose of. */
export function useRuleNames(): ComputedRef<readonly RuleName[]> {
  const { data } = useAnswer(
    (signal) => ask(RULE_NAMES, {}, signal),
    () => Infinity,
  );
  return computed(() => data.value?.alertRules ?? []);
}

function useFresh<Row>(list: List<Row>): List<Row> {
  useAlertNews(list.refresh);
  return list;
}
