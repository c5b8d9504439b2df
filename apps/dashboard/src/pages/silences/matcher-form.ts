import type { Matcher, SilenceInput } from '../../api/operations/silences.js';
import { serialiseChip } from '../../composables/chips.js';
import { partsOf, type ScopeParts, scopeOf } from '../../composables/chips-of.js';
import { SEVERITY_WORDS } from '../alerts/words.js';
import { labelsOf } from '../rules/rule-form.js';

/** Which alerts are meant, as a form holds it. What is empty holds for all. */
export interface MatcherForm {
  readonly rules: readonly string[];
  readonly severities: Matcher['severities'];
  /** `team=net, tier=web`. */
  readonly labels: string;
  readonly scope: ScopeParts;
}

export const ANY_ALERT: MatcherForm = { rules: [], severities: [], labels: '', scope: partsOf({}) };
export const MATCHER_FIELDS = ['rules', 'severities', 'labels', 'scope'] as const;

/** A matcher as its form holds it. */
export function matcherFormOf({ rules, severities, labels, scope }: Matcher): MatcherForm {
  return {
    ...{ rules, severities, scope: partsOf(scope) },
    labels: labels.map(({ key, value }) => `${key}=${value}`).join(', '),
  };
}

type MatcherInput = Pick<SilenceInput, 'rules' | 'severities' | 'labels' | 'scope'>;

/** A matcher as the API takes it. */
export function matcherInputOf({ rules, severities, labels, scope }: MatcherForm): MatcherInput {
  const filter = scopeOf(scope);
  return {
    ...{ rules: [...rules], severities: [...severities], labels: labelsOf(labels) },
    scope: Object.keys(filter).length > 0 ? filter : null,
  };
}

/** Which alerts are meant, in words: `CPU above 80 %, critical, host:web-1`. */
export function matcherWords(matcher: Matcher, nameOf: (ruleId: string) => string): string {
  const { chips, isUplink, rest } = partsOf(matcher.scope);
  const parts = [
    matcher.rules.map(nameOf).join(' or '),
    matcher.severities.map((severity) => SEVERITY_WORDS[severity].toLowerCase()).join(' or '),
    ...matcher.labels.map(({ key, value }) => `${key}=${value}`),
    ...(isUplink ? ['uplinks'] : []),
    ...chips.map(serialiseChip),
    ...Object.keys(rest),
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(', ') : 'All alerts';
}
