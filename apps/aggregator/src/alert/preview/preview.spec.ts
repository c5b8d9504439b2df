import { describe, expect, it } from '@jest/globals';
import { ruleOf } from '../rule/rule.fixture.js';
import { type PastOf, preview } from './preview.js';

const MINUTE_MS = 60_000;
const FROM_MS = Date.parse('2026-11-14T00:00Z');

/** A week of minutes in which CPU is high for five minutes each midnight, more so each day. */
function week(): { atMs: number[]; subjects: PastOf[] } {
  const atMs = Array.from({ length: 7 * 1_440 }, (_, minute) => FROM_MS + (minute + 1) * MINUTE_MS);
  const values = atMs.map((_, minute) => (minute % 1_440 < 5 ? 90 + Math.floor(minute / 1_440) : 20));
  const calm = atMs.map(() => 10);
  return {
    atMs,
    subjects: [
      { key: 'web', name: 'web-1', figures: { cpuPercent: values } },
      { key: 'db', name: 'db-1', figures: { cpuPercent: calm } },
    ],
  };
}

describe('a preview', () => {
  it('tells how often a rule would have fired, and when', () => {
    const answer = preview(ruleOf({ forSeconds: 120 }), week(), 3);
    if (!answer.ok) throw new Error(answer.refusal.reason);
    expect(answer.preview).toMatchObject({ subjectCount: 2, count: 7, firedCount: 1 });
    expect(answer.preview.times).toHaveLength(3);
    const dayMs = 86_400_000;
    expect(answer.preview.times[0]).toEqual({
      key: 'web',
      name: 'web-1',
      firedMs: FROM_MS + 6 * dayMs + 3 * MINUTE_MS,
      resolvedMs: FROM_MS + 6 * dayMs + 6 * MINUTE_MS,
      worst: 96,
    });
  });

  it('knows the clear level and gaps as the rule itself does', () => {
    const past = (values: number[]): { atMs: number[]; subjects: PastOf[] } => ({
      atMs: values.map((_, minute) => FROM_MS + minute * MINUTE_MS),
      subjects: [{ key: 'web', name: 'web', figures: { cpuPercent: values } }],
    });
    const count = (values: number[]): number => {
      const answer = preview(ruleOf({ threshold: { figure: 'cpuPercent', above: 80, clear: 70 } }), past(values), 10);
      return answer.ok ? answer.preview.count : NaN;
    };
    expect([count([90, 75, 90, 75]), count([90, 70, 90]), count([90, NaN, 90])]).toEqual([1, 2, 1]);
  });

  it('of what still fires has no end', () => {
    const answer = preview(
      ruleOf(),
      { atMs: [0, 1_000], subjects: [{ key: 'a', name: 'a', figures: { cpuPercent: [90, 91] } }] },
      10,
    );
    expect(answer.ok && answer.preview.times).toEqual([
      { key: 'a', name: 'a', firedMs: 0, resolvedMs: null, worst: 90 },
    ]);
  });

  it('tries a rule that is switched off as well', () => {
    const answer = preview(ruleOf({ enabled: false }), week(), 10);
    expect(answer.ok && answer.preview.count).toBe(7);
  });

  it.each([
    [ruleOf(), { atMs: [0], subjects: [] }, 'scope', 'matches no host'],
    [ruleOf({ change: { changes: ['*'] } }), week(), 'condition', 'count the events'],
    [ruleOf({ threshold: { figure: 'memoryPercent', above: 5 } }), week(), 'figure', 'memoryPercent is not kept'],
  ])('says by the field why it cannot tell', (rule, past, field, words) => {
    const answer = preview(rule, past, 10);
    expect(answer).toMatchObject({ ok: false, refusal: { field } });
    expect(!answer.ok && answer.refusal.reason).toContain(words);
  });
});
