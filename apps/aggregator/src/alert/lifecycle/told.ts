import { PATTERN_CATEGORIES, type Finding } from '../../analyse/pattern/finding.js';
import type { Rule } from '../rule/rule.js';

/** Whether a rule waits for changes of this kind. */
export function takesChange({ condition, isEnabled }: Rule, kind: string): boolean {
  if (!isEnabled || condition.kind !== 'change') return false;
  const family = `${kind.split('.')[0] ?? ''}.*`;
  return condition.changes.some((change) => change === '*' || change === kind || change === family);
}

/** Whether a rule waits for findings like this. What was taken back has no strength, and is waited for by none. */
export function takesFinding({ condition, isEnabled }: Rule, finding: Pick<Finding, 'class' | 'strength'>): boolean {
  if (!isEnabled || condition.kind !== 'pattern' || finding.strength === 0) return false;
  const { classes, categories, strength } = condition;
  const isAny = classes.length === 0 && categories.length === 0;
  const isMeant = classes.includes(finding.class) || categories.includes(PATTERN_CATEGORIES[finding.class]);
  return (isAny || isMeant) && finding.strength >= strength;
}
