import { computed, type ComputedRef, type WritableComputedRef } from 'vue';
import type { Severity } from '../../api/operations/alerts.js';
import { type QueryCodec, textCodec, useQueryState, wordCodec } from '../../composables/use-query-state.js';
import { SEVERITIES, SEVERITY_WORDS } from './words.js';

export const VIEWS = [
  { value: 'now', label: 'Now' },
  { value: 'incidents', label: 'Incidents' },
  { value: 'history', label: 'History' },
] as const;
export type View = (typeof VIEWS)[number]['value'];
const ALL = 'all';
export const SEVERITY_OPTIONS = [
  { value: ALL, label: 'Every severity' },
  ...SEVERITIES.map((value) => ({ value: value.toLowerCase(), label: SEVERITY_WORDS[value] })),
];

/** What stands in the address as an id; chosen, and not typed. */
const idCodec: QueryCodec<string> = { ...textCodec, typed: false };

/** What the page of alerts shows; all of it is in the address. */
export interface AlertChoices {
  readonly view: WritableComputedRef<View>;
  readonly severity: WritableComputedRef<string>;
  /** Id of a rule; empty = all. */
  readonly rule: WritableComputedRef<string>;
  /** Id of the incident that is opened; empty = none. */
  readonly incident: WritableComputedRef<string>;
  /** Whether one is made that what is shown goes by: incidents are of several rules. */
  readonly isNarrowed: ComputedRef<boolean>;
  /** The same as the API takes it. */
  readonly asked: ComputedRef<{ readonly severities: Severity[] | null; readonly rules: string[] | null }>;
}

/** The choices of the page of alerts. */
export function useChoices(): AlertChoices {
  const view = useQueryState('view', wordCodec<View>(['now', 'incidents', 'history']));
  const severity = useQueryState('severity', wordCodec<string>([ALL, ...SEVERITIES.map((each) => each.toLowerCase())]));
  const rule = useQueryState('rule', idCodec);
  const incident = useQueryState('incident', idCodec);
  return {
    ...{ view, severity, rule, incident },
    isNarrowed: computed(() => severity.value !== ALL || (view.value !== 'incidents' && rule.value !== '')),
    asked: computed(() => ({
      severities: severity.value === ALL ? null : SEVERITIES.filter((each) => each.toLowerCase() === severity.value),
      rules: rule.value === '' ? null : [rule.value],
    })),
  };
}
