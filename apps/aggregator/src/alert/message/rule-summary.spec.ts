import { expect, it } from '@jest/globals';
import { ruleOf } from '../rule/rule.fixture.js';
import { summaryOf } from './rule-summary.js';

it.each([
  [{ forSeconds: 600 }, 'CPU above 80 % for 10 min'],
  [{ threshold: { figure: 'memoryBytes', below: 1e9 } }, 'Memory below 1 GB'],
  [
    { per: 'interface', threshold: { figure: 'errorsPerSecond', ofFigure: 'packetsPerSecond', floor: 10, above: 1 } },
    'Errors both ways, of packets both ways above 1 %',
  ],
  [{ absence: { afterSeconds: 30 } }, 'Nothing heard for 30 s'],
  [{ change: { changes: ['interface.mtu', 'container.*'] } }, 'Changes of interface.mtu, container.*'],
  [{ pattern: { classes: ['burst'], strength: 0.8 } }, 'Patterns of burst, of strength 0.8 at least'],
  [{ pattern: {} }, 'Patterns of any kind, of strength 0.7 at least'],
  [{ anomaly: {} }, 'Anomaly score above 0.999'],
  [{ forecast: { withinDays: 14 } }, 'Link full within 14 days'],
])('a rule says when it is met: %j', (written, summary) => {
  expect(summaryOf(ruleOf(written))).toBe(summary);
});
