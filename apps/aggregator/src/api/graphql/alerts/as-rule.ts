import { summaryOf } from '../../../alert/message/rule-summary.js';
import { readRule } from '../../../alert/rule/read-rule.js';
import type { Condition, Rule } from '../../../alert/rule/rule.js';
import type { ListedRule } from '../../../query/alerts/rules.js';
import { labelsOf } from '../types/label.type.js';
import { asFilterJson } from './filter-json.js';
import type { AlertRuleType } from './rule.type.js';

type Conditions = Pick<AlertRuleType, Condition['kind']>;

const NONE: Conditions = {
  threshold: null,
  absence: null,
  change: null,
  pattern: null,
  anomaly: null,
  forecast: null,
};

/** What is shown of a rule that this version does not understand. */
const UNREAD = {
  ...{ isEnabled: false, severity: 'warning', per: 'host', scope: {}, forSeconds: 0, keepFiringSeconds: 0 },
  ...{ labels: [], runbookUrl: null, groupBy: 'host', channels: [], message: null, summary: 'cannot be read' },
} as const;

/** The rule of a row; null where this version does not understand it. */
export function ruleOf({ rule }: Pick<ListedRule, 'rule'>): Rule | null {
  const read = readRule(rule);
  return read.ok ? read.rule : null;
}

/** A rule as it is answered. */
export function asRule({ id, rule: written, isDefault, updatedAt, firingCount }: ListedRule): AlertRuleType {
  const read = readRule(written);
  const more = { isDefault, updatedAt, firingCount };
  if (!read.ok) return { id, name: nameOf(written) ?? id, ...UNREAD, ...NONE, ...more, faults: read.refusals };
  const { condition, scope, labels, ...rule } = read.rule;
  return {
    ...{ ...rule, ...NONE, [condition.kind]: condition, ...more, faults: [] },
    ...{ scope: asFilterJson(scope), labels: labelsOf(labels), summary: summaryOf(read.rule) },
  };
}

function nameOf(written: unknown): string | null {
  const name = typeof written === 'object' && written !== null && 'name' in written ? written.name : null;
  return typeof name === 'string' ? name : null;
}
