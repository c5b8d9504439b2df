import { describe, expect, it } from '@jest/globals';
import { DEFAULT_RULES } from './defaults.js';
import { readRule, writeRule } from './read-rule.js';
import { ruleOf } from './rule.fixture.js';
import { limitOf } from './rule.js';

const WRITTEN = { id: 'cpu', name: 'CPU', per: 'host', threshold: { figure: 'cpuPercent', above: 80 } };

/** What is refused of the rule with these changes, by field. */
function refused(changes: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const read = readRule({ ...WRITTEN, ...changes });
  return read.ok ? {} : Object.fromEntries(read.refusals.map(({ field, reason }) => [field, reason]));
}

describe('a rule', () => {
  it('is read with what it says, and otherwise as is usual', () => {
    expect(
      ruleOf({ threshold: { figure: 'cpuPercent', above: 80, clear: 70 }, forSeconds: 60, labels: { team: 'net' } }),
    ).toMatchObject({
      isEnabled: true,
      severity: 'warning',
      condition: { kind: 'threshold', above: 80, below: null, clear: 70, ofFigure: null },
      scope: {},
      forSeconds: 60,
      keepFiringSeconds: 0,
      labels: { team: 'net' },
      groupBy: 'host',
      channels: [],
    });
  });

  it.each([
    ['below', { threshold: { figure: 'cpuPercent', below: 5 } }, { isAbove: false, limit: 5, clear: 5 }],
    ['absence', { absence: { afterSeconds: 30 } }, { figure: 'silentSeconds', isAbove: true, limit: 30 }],
    ['anomaly', { anomaly: {} }, { figure: 'anomalyScore', limit: 0.999 }],
    ['forecast', { forecast: { withinDays: 14 } }, { figure: 'daysUntilFull', isAbove: false, limit: 14 }],
  ])('of %s is a limit to a figure', (_, condition, limit) => {
    expect(limitOf(ruleOf(condition).condition)).toMatchObject(limit);
  });

  it('of changes and patterns is none', () => {
    expect(limitOf(ruleOf({ change: { changes: ['interface.mtu'] } }).condition)).toBeNull();
    expect(limitOf(ruleOf({ pattern: { categories: ['security'] } }).condition)).toBeNull();
  });

  it('tells all faults at once, each by its field', () => {
    const fields = Object.keys(
      refused({ id: 'No Id', name: '', severity: 'bad', forSeconds: -1, runbookUrl: 'javascript:alert(1)' }),
    );
    expect(fields.sort()).toEqual(['forSeconds', 'id', 'name', 'runbookUrl', 'severity']);
  });

  it.each([
    [{ threshold: { figure: 'cpuPercnt', above: 80 } }, 'threshold.figure', 'was cpuPercent meant?'],
    [{ treshold: {}, threshold: WRITTEN.threshold }, 'treshold', 'was threshold meant?'],
    [{ threshold: undefined }, 'threshold', 'one is missing'],
    [{ absence: { afterSeconds: 30 } }, 'absence', 'one rule of each'],
    [{ threshold: { figure: 'cpuPercent' } }, 'threshold.above', 'either above or below'],
    [{ threshold: { figure: 'cpuPercent', above: 80, clear: 90 } }, 'threshold.clear', 'at most 80'],
    [{ threshold: { figure: 'cpuPercent', below: 80, clear: 70 } }, 'threshold.clear', 'at least 80'],
    [
      { threshold: { figure: 'utilisationPercent', above: 80 }, per: 'network' },
      'threshold.figure',
      'set per to interface or host',
    ],
    [
      { threshold: { figure: 'errorsPerSecond', ofFigure: 'packetsPerSecond', above: 1 } },
      'threshold.floor',
      'such as 10',
    ],
    [{ threshold: { figure: 'errorsPerSecond', floor: 3, above: 1 } }, 'threshold.floor', 'of a share'],
    [{ threshold: undefined, change: { changes: ['MTU'] } }, 'change.changes[0]', 'interface.mtu'],
    [{ threshold: undefined, change: { changes: ['*'] }, forSeconds: 5 }, 'forSeconds', 'must be 0'],
    [{ threshold: undefined, pattern: { classes: ['burts'] } }, 'pattern.classes[0]', 'was burst meant?'],
    [{ scope: { host: { eqq: 'web' } } }, 'scope.host.eqq', 'was eq meant?'],
    [{ scope: { addresses: { inSubnet: '10.0.0.0/99' } } }, 'scope.addresses.inSubnet', 'CIDR'],
    [{ scope: { classes: ['uplnk'] } }, 'scope.classes[0]', 'was uplink meant?'],
    [{ scope: { labels: [{ eq: 'x' }] } }, 'scope.labels[0].key', 'must be text'],
    [{ name: 'a\0b' }, 'name', 'without NUL'],
    [{ labels: { team: 5 } }, 'labels.team', 'in quotes'],
    [{ labels: { 'a-b': 'x' } }, 'labels.a-b', 'letters, digits'],
    [{ message: 'It is {{hots}}' }, 'message', '{{hots}} at line 1, column 7'],
    [{ message: 'one\ntwo {{host' }, 'message', 'line 2, column 5'],
  ])('refuses %j at %s', (changes, field, words) => {
    expect(refused(changes)[field]).toContain(words);
  });

  it('written down and read again is the same', () => {
    const rules = [
      ...DEFAULT_RULES,
      ruleOf({
        scope: { labels: [{ key: 'tier', eq: 'web' }], uplink: true },
        groupBy: 'rule',
        channels: ['ops'],
        enabled: false,
      }),
    ];
    for (const rule of rules) expect(readRule(writeRule(rule))).toEqual({ ok: true, rule });
  });

  it('on quotas is one incident with others on the same one, and waits for no change or pattern', () => {
    const read = readRule({ id: 'a', name: 'b', per: 'quota', threshold: { figure: 'quotaUsedPercent', above: 50 } });
    expect(read).toMatchObject({ ok: true, rule: { groupBy: 'subject' } });
    expect(refused({ per: 'quota' })).toHaveProperty(['threshold.figure']);
    expect(refused({ per: 'quota', threshold: undefined, pattern: {} })).toHaveProperty(['per']);
  });

  it('of the default set has an id of its own, and waits before it tells of load', () => {
    expect(new Set(DEFAULT_RULES.map(({ id }) => id)).size).toBe(11);
    // What a quota has used is not less a moment later.
    const load = DEFAULT_RULES.filter(({ condition, per }) => condition.kind === 'threshold' && per !== 'quota');
    expect(load.every(({ forSeconds }) => forSeconds >= 60)).toBe(true);
  });
});
