import { readRule } from './read-rule.js';
import type { Rule } from './rule.js';

/** A rule as people write it, read; whatever is not given is CPU above 80 % of a host. */
export function ruleOf(written: Readonly<Record<string, unknown>> = {}): Rule {
  const hasCondition = ['absence', 'change', 'pattern', 'anomaly', 'forecast', 'threshold'].some(
    (kind) => kind in written,
  );
  const condition = hasCondition ? {} : { threshold: { figure: 'cpuPercent', above: 80 } };
  const read = readRule({ id: 'cpu', name: 'CPU above 80 %', per: 'host', ...condition, ...written });
  if (!read.ok) throw new Error(JSON.stringify(read.refusals));
  return read.rule;
}
