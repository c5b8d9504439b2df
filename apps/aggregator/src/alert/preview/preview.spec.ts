import { describe, expect, it } from '@jest/globals';
import type { PastOf } from '../../query/alerts/past.js';
import { ruleOf } from '../rule/rule.fixture.js';
import type { Rule } from '../rule/rule.js';
import { type Preview, Trial } from './preview.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const FROM_MS = Date.parse('2026-11-14T00:00Z');
/** The ends of the minutes of a week. */
const WEEK = Float64Array.from({ length: 7 * 1_440 }, (_, minute) => FROM_MS + (minute + 1) * MINUTE_MS);

const subject = (key: string, cpuPercent: readonly number[]): PastOf => ({
  key,
  name: `${key}-1`,
  figures: { cpuPercent: Float64Array.from(cpuPercent) },
});
const CALM = subject('db', [...WEEK].fill(10));
/** CPU is high for five minutes each midnight, more so each day. */
const BUSY = subject(
  'web',
  [...WEEK].map((_, minute) => (minute % 1_440 < 5 ? 90 + Math.floor(minute / 1_440) : 20)),
);

function tried(rule: Rule, subjects: readonly PastOf[], most = 10): Preview {
  const trial = new Trial(rule, most);
  for (const each of subjects) trial.walk(each, WEEK.subarray(0, each.figures['cpuPercent']?.length));
  return trial.summed(subjects.length);
}

describe('a preview', () => {
  it('tells how often a rule would have fired, and when, the newest first', () => {
    const preview = tried(ruleOf({ forSeconds: 120 }), [BUSY, CALM, { ...BUSY, key: 'other' }], 3);
    expect(preview).toMatchObject({ subjectCount: 3, count: 14, firedCount: 2 });
    const last = { firedMs: FROM_MS + 6 * DAY_MS + 3 * MINUTE_MS, resolvedMs: FROM_MS + 6 * DAY_MS + 6 * MINUTE_MS };
    expect(preview.times).toEqual([
      { key: 'web', name: 'web-1', ...last, worst: 96 },
      { key: 'other', name: 'web-1', ...last, worst: 96 },
      expect.objectContaining({ key: 'web', firedMs: last.firedMs - DAY_MS, worst: 95 }),
    ]);
  });

  it('knows the clear level and gaps as the rule itself does', () => {
    const rule = ruleOf({ threshold: { figure: 'cpuPercent', above: 80, clear: 70 } });
    const count = (values: number[]): number => tried(rule, [subject('web', values)]).count;
    expect([count([90, 75, 90, 75]), count([90, 70, 90]), count([90, NaN, 90])]).toEqual([1, 2, 1]);
  });

  it('takes nothing from one subject to the next', () => {
    const rule = ruleOf({ forSeconds: 120 });
    expect(tried(rule, [subject('a', [90, 90]), subject('b', [90, 90])]).count).toBe(0);
    expect(tried(ruleOf(), [subject('a', [90, 90]), subject('b', [90, 90])]).count).toBe(2);
  });

  it('of what still fires has no end', () => {
    const { times } = tried(ruleOf(), [subject('a', [90, 91])]);
    expect(times).toEqual([{ key: 'a', name: 'a-1', firedMs: FROM_MS + MINUTE_MS, resolvedMs: null, worst: 90 }]);
  });

  it('tries a rule that is switched off as well', () => {
    expect(tried(ruleOf({ enabled: false }), [BUSY]).count).toBe(7);
  });
});
