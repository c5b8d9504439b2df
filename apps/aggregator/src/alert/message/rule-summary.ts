import { durationText, numberText } from '../../analyse/pattern/wording.js';
import { limitOf, type Rule } from '../rule/rule.js';
import { figureText, valueText } from './wording.js';

/** When a rule is met, in words: `CPU above 80 % for 10 min`. */
export function summaryOf(rule: Rule): string {
  const lasting = rule.forSeconds > 0 ? ` for ${durationText(rule.forSeconds)}` : '';
  const text = `${conditionText(rule)}${lasting}`;
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function conditionText(rule: Rule): string {
  const { condition } = rule;
  switch (condition.kind) {
    case 'absence':
      return `nothing heard for ${durationText(condition.afterSeconds)}`;
    case 'change':
      return `changes of ${condition.changes.join(', ')}`;
    case 'pattern': {
      const kinds = [...condition.categories, ...condition.classes].join(', ');
      return `patterns ${kinds === '' ? 'of any kind' : `of ${kinds}`}, of strength ${condition.strength} at least`;
    }
    case 'anomaly':
      return `${figureText(rule)} above ${condition.above}`;
    case 'forecast':
      return `link full within ${numberText(condition.withinDays)} days`;
    default:
      return `${figureText(rule)} ${condition.above === null ? 'below' : 'above'} ${valueText(limitOf(condition)?.limit ?? null, rule)}`;
  }
}
