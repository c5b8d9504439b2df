import { describe, expect, it } from '@jest/globals';
import { ruleOf } from '../rule/rule.fixture.js';
import type { FigureName } from '../rule/figures.js';
import type { Rule } from '../rule/rule.js';
import { Evaluator } from './evaluator.js';

/** Feeds one value a second of one host, and answers what was told when: `3 firing 90`. */
function told(
  rule: Rule,
  values: readonly number[],
  figure: FigureName = 'cpuPercent',
  more: Partial<Record<FigureName, number>> = {},
): string[] {
  const evaluator = new Evaluator([rule]);
  evaluator.watch(0, ['web']);
  const columns = evaluator.columnsOf(rule.per);
  const slot = columns.claim('web');
  for (const [name, value] of Object.entries(more)) columns.column(name as FigureName)[slot] = value;
  return values.flatMap((value, second) => {
    columns.column(figure)[slot] = value;
    evaluator.evaluate(second * 1_000);
    return evaluator.transitions().map(({ kind, key, value: worst }) => `${second} ${kind} ${key} ${worst}`);
  });
}

describe('a rule over time', () => {
  it('fires at once and is over at once, unless told otherwise', () => {
    expect(told(ruleOf(), [50, 80, 81, 95, 80, 79])).toEqual(['2 firing web 81', '4 resolved web 95']);
  });

  it('waits as long as it must hold, from the first breach on', () => {
    expect(told(ruleOf({ forSeconds: 3 }), [90, 90, 90, 90, 50])).toEqual([
      '0 pending web 90',
      '3 firing web 90',
      '4 resolved web 90',
    ]);
    expect(told(ruleOf({ forSeconds: 3 }), [90, 90, 50, 90, 90, 90, 90])).toEqual([
      '0 pending web 90',
      '2 dropped web 90',
      '3 pending web 90',
      '6 firing web 90',
    ]);
  });

  it('goes on between the limit and the clear level, and comes from there only by the limit', () => {
    const rule = ruleOf({ threshold: { figure: 'cpuPercent', above: 80, clear: 70 } });
    expect(told(rule, [75, 85, 75, 71, 70, 75])).toEqual(['1 firing web 85', '4 resolved web 85']);
  });

  it('keeps firing until it was over for so long', () => {
    const rule = ruleOf({ keepFiringSeconds: 2 });
    expect(told(rule, [90, 50, 90, 50, 50, 50, 50])).toEqual(['0 firing web 90', '5 resolved web 90']);
  });

  it('is met below a limit as well, with the lowest as the worst', () => {
    const rule = ruleOf({ threshold: { figure: 'cpuPercent', below: 10, clear: 20 } });
    expect(told(rule, [15, 9, 5, 15, 20])).toEqual(['1 firing web 9', '4 resolved web 5']);
  });

  it('knows nothing of what is unknown: it neither begins nor ends, and what was pending is dropped', () => {
    expect(told(ruleOf(), [NaN, 90, NaN, NaN, 50])).toEqual(['1 firing web 90', '4 resolved web 90']);
    expect(told(ruleOf({ forSeconds: 2 }), [90, NaN, 90, 90, 90])).toEqual([
      '0 pending web 90',
      '1 dropped web 90',
      '2 pending web 90',
      '4 firing web 90',
    ]);
    expect(told(ruleOf({ keepFiringSeconds: 2 }), [90, 50, NaN, NaN, 50])).toEqual([
      '0 firing web 90',
      '4 resolved web 90',
    ]);
  });

  it('of a share takes a handful of packets for fine', () => {
    const rule = ruleOf({
      per: 'host',
      threshold: { figure: 'errorsPerSecond', ofFigure: 'packetsPerSecond', floor: 10, above: 1 },
    });
    expect(told(rule, [1, 5], 'errorsPerSecond', { packetsPerSecond: 9 })).toEqual([]);
    expect(told(rule, [1, 5], 'errorsPerSecond', { packetsPerSecond: 100 })).toEqual(['1 firing web 5']);
    expect(told(rule, [5, 5], 'errorsPerSecond')).toEqual([]);
  });

  it('of a share is over when hardly anything is left of what it is a share of', () => {
    const rule = ruleOf({
      threshold: { figure: 'errorsPerSecond', ofFigure: 'packetsPerSecond', floor: 10, above: 1 },
    });
    expect(told(rule, [100, 100, 5, 5], 'packetsPerSecond', { errorsPerSecond: 5 })).toEqual([
      '0 firing web 5',
      '2 resolved web 5',
    ]);
  });
});

describe('a sum of which a part is unknown', () => {
  const of = (threshold: Record<string, unknown>) => {
    const evaluator = new Evaluator([
      ruleOf({ per: 'service', threshold: { figure: 'bytesPerSecond', ...threshold } }),
    ]);
    evaluator.watch(0, ['shop']);
    const columns = evaluator.columnsOf('service');
    const slot = columns.claim('shop');
    return (value: number, isPartial: boolean): string[] => {
      columns.column('bytesPerSecond')[slot] = value;
      columns.partial[slot] = isPartial ? 1 : 0;
      evaluator.evaluate(0);
      return evaluator.transitions().map(({ kind }) => kind);
    };
  };

  it('is above a limit where what is known is, and not over before all is known', () => {
    const look = of({ above: 100 });
    expect([look(90, true), look(110, true), look(90, true), look(90, false)]).toEqual([
      [],
      ['firing'],
      [],
      ['resolved'],
    ]);
  });

  it('is not below a limit for what is not known', () => {
    const look = of({ below: 100 });
    expect([look(90, true), look(90, false), look(110, true), look(110, false)]).toEqual([
      [],
      ['firing'],
      [],
      ['resolved'],
    ]);
  });
});

describe('all rules', () => {
  it('keep where they stand when what they match changes, and tell what left', () => {
    const evaluator = new Evaluator([ruleOf()]);
    const cpu = evaluator.columnsOf('host').column('cpuPercent');
    evaluator.watch(0, ['a', 'b', 'c']);
    for (const key of ['a', 'b', 'c']) cpu[evaluator.columnsOf('host').claim(key)] = 90;
    evaluator.evaluate(0);
    expect(evaluator.watch(0, ['c', 'd'])).toEqual([
      { kind: 'gone', rule: 0, key: 'a', value: 90 },
      { kind: 'gone', rule: 0, key: 'b', value: 90 },
    ]);
    evaluator.evaluate(1_000);
    expect(evaluator.transitions()).toEqual([]);
  });

  it('see values of more subjects than there was room for', () => {
    const evaluator = new Evaluator([ruleOf()]);
    const keys = Array.from({ length: 3_000 }, (_, place) => `host-${place}`);
    evaluator.watch(0, keys);
    const columns = evaluator.columnsOf('host');
    columns.column('cpuPercent')[columns.claim('host-2999')] = 99;
    evaluator.evaluate(0);
    expect(evaluator.transitions()).toEqual([{ kind: 'firing', rule: 0, key: 'host-2999', value: 99 }]);
    for (const key of keys) columns.column('cpuPercent')[columns.claim(key)] = 99;
    evaluator.evaluate(1_000);
    expect(evaluator.transitions()).toHaveLength(2_999);
  });

  it('give the slot of what is gone to another, of which nothing is known yet', () => {
    const evaluator = new Evaluator([ruleOf()]);
    const columns = evaluator.columnsOf('host');
    evaluator.watch(0, ['a']);
    columns.column('cpuPercent')[columns.claim('a')] = 99;
    evaluator.watch(0, []);
    columns.release('a');
    evaluator.watch(0, ['b']);
    evaluator.evaluate(0);
    expect(evaluator.transitions()).toEqual([]);
    expect(columns.slotOf('a')).toBeUndefined();
  });

  it('go on after a restart where alerts stand: no second firing, and an end', () => {
    const evaluator = new Evaluator([ruleOf({ forSeconds: 10 })]);
    evaluator.watch(0, ['web', 'db']);
    evaluator.resume(0, [
      { key: 'web', isFiring: true, sinceMs: 0, worst: 95 },
      { key: 'db', isFiring: false, sinceMs: 5_000, worst: 90 },
      { key: 'gone', isFiring: true, sinceMs: 0, worst: 95 },
    ]);
    const columns = evaluator.columnsOf('host');
    const cpu = columns.column('cpuPercent');
    cpu[columns.claim('web')] = 50;
    cpu[columns.claim('db')] = 91;
    evaluator.evaluate(15_000);
    expect(evaluator.transitions()).toEqual([
      { kind: 'resolved', rule: 0, key: 'web', value: 95 },
      { kind: 'firing', rule: 0, key: 'db', value: 91 },
    ]);
  });

  it('do not drop after a restart what was suspected, while nothing is known yet', () => {
    const evaluator = new Evaluator([ruleOf({ forSeconds: 10 })]);
    evaluator.watch(0, ['web', 'db']);
    const suspected = (key: string): { key: string; isFiring: boolean; sinceMs: number; worst: number } => {
      return { key, isFiring: false, sinceMs: 5_000, worst: 90 };
    };
    evaluator.resume(0, [suspected('web'), suspected('db')], 40_000);
    const columns = evaluator.columnsOf('host');
    evaluator.evaluate(12_000);
    expect(evaluator.transitions()).toEqual([]);
    columns.column('cpuPercent')[columns.claim('web')] = 91;
    evaluator.evaluate(16_000);
    expect(evaluator.transitions()).toEqual([{ kind: 'firing', rule: 0, key: 'web', value: 91 }]);
    evaluator.evaluate(40_000);
    expect(evaluator.transitions()).toEqual([{ kind: 'dropped', rule: 0, key: 'db', value: 90 }]);
  });

  it('leave out those that are switched off', () => {
    expect(told(ruleOf({ enabled: false }), [99, 99])).toEqual([]);
  });
});
