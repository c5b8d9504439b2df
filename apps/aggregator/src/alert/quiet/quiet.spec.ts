import { describe, expect, it } from '@jest/globals';
import { host } from '../lifecycle/alert.fixture.js';
import type { Alert } from '../lifecycle/alert.js';
import { Lifecycle } from '../lifecycle/lifecycle.js';
import { ruleOf } from '../rule/rule.fixture.js';
import { quietAt, readSilence, type Silence } from './quiet.js';

const RULE = ruleOf({ id: 'cpu', labels: { team: 'net' } });
const RULES = new Map([[RULE.id, RULE]]);

function silence(matching: Readonly<Record<string, unknown>>): Silence {
  const read = readSilence({ id: 's', fromMs: 1_000, untilMs: 2_000, by: 'ann', comment: 'patching', ...matching });
  if (!read.ok) throw new Error(JSON.stringify(read.refusals));
  return read.silence;
}

function alertOn(name: string): Alert {
  const life = Lifecycle.begin([RULE]);
  life.take('firing', 'cpu', host(name), 90, 0);
  const [alert] = life.current();
  if (!alert) throw new Error('no alert');
  return alert;
}

function isQuiet(matching: Readonly<Record<string, unknown>>, atMs = 1_500): boolean {
  const covers = (scope: object, { name }: { name: string }): boolean => JSON.stringify(scope).includes(name);
  return quietAt(atMs, [silence(matching)], [], RULES, covers)(alertOn('web')) === 's';
}

describe('a silence', () => {
  it.each([
    [{}, true],
    [{ rules: ['cpu'] }, true],
    [{ rules: ['memory'] }, false],
    [{ severities: ['critical'] }, false],
    [{ labels: { team: 'net' } }, true],
    [{ labels: { team: 'db' } }, false],
    [{ scope: { host: { eq: 'web' } } }, true],
    [{ scope: { host: { eq: 'db' } } }, false],
    [{ rules: ['cpu'], scope: { host: { eq: 'db' } } }, false],
  ])('that matches %j keeps the alert quiet: %s', (matching, quiet) => {
    expect(isQuiet(matching)).toBe(quiet);
  });

  it('begins and ends', () => {
    expect([999, 1_000, 1_999, 2_000].map((atMs) => isQuiet({}, atMs))).toEqual([false, true, true, false]);
  });

  it.each([
    [{ untilMs: 1_000 }, 'untilMs', 'after fromMs'],
    [{ untilMs: 91 * 86_400_000 }, 'untilMs', '90 days'],
    [{ comment: '' }, 'comment', 'must be text'],
    [{ scope: { hosst: {} } }, 'scope.hosst', 'was host meant?'],
  ])('is refused where it makes no sense: %j', (changes, field, words) => {
    const read = readSilence({ id: 's', fromMs: 1_000, untilMs: 2_000, by: 'ann', comment: 'x', ...changes });
    const refusals = read.ok ? [] : read.refusals;
    expect(refusals.find((refusal) => refusal.field === field)?.reason).toContain(words);
  });
});
