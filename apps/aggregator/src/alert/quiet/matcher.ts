import type { Refusal } from '@weir/model';
import type { Filter } from '../../query/filter.js';
import type { Alert, Subject } from '../lifecycle/alert.js';
import type { Reader } from '../rule/reader.js';
import { readScope } from '../rule/read-scope.js';
import { type Rule, SEVERITIES, type Severity } from '../rule/rule.js';

/** Which alerts are meant. All that is given must hold; what is empty holds for all. */
export interface Matcher {
  readonly rules: readonly string[];
  readonly severities: readonly Severity[];
  /** Labels of the rule, each with its value. */
  readonly labels: Readonly<Record<string, string>>;
  /** What they are of, by the filter of the API. */
  readonly scope: Filter;
}

/** Whether a filter of the API matches a subject: who runs this keeps what each filter that is in use matches. */
export type Covers = (scope: Filter, subject: Subject) => boolean;

/** Reads the fields of a matcher, which stand beside those of what it belongs to. */
export function readMatcher(fields: Reader, refusals: Refusal[]): Matcher {
  return {
    rules: fields.texts('rules', 500, 64),
    severities: fields.listOf('severities', SEVERITIES),
    labels: fields.dictionary('labels', 20),
    scope: readScope(fields, 'scope', refusals),
  };
}

/** Whether an alert of this rule is meant. */
export function matches(
  { rules, severities, labels, scope }: Matcher,
  { subject, severity }: Alert,
  rule: Rule,
  covers: Covers,
): boolean {
  if (rules.length > 0 && !rules.includes(rule.id)) return false;
  if (severities.length > 0 && !severities.includes(severity)) return false;
  if (!Object.entries(labels).every(([name, value]) => rule.labels[name] === value)) return false;
  return Object.keys(scope).length === 0 || covers(scope, subject);
}
