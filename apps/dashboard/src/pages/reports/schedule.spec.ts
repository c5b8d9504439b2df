import { describe, expect, it } from '@jest/globals';
import { cronOf, newSchedule, scheduleOf, scheduleWords } from './schedule.js';

describe('a schedule', () => {
  it.each<[string | null, string]>([
    [null, 'only when somebody asks'],
    ['0 6 1 * *', 'on day 1 of each month at 06:00, by the clocks of UTC'],
    ['30 18 * * *', 'daily at 18:30, by the clocks of UTC'],
    ['5 7 * * 1', 'each Monday at 07:05, by the clocks of UTC'],
    ['*/15 * * * *', 'as cron says: */15 * * * *, by the clocks of UTC'],
    ['0 6 1 * 1', 'as cron says: 0 6 1 * 1, by the clocks of UTC'],
  ])('%p is the same after it was a form, and told in words', (cron, words) => {
    expect(cronOf(scheduleOf(cron))).toBe(cron);
    expect(scheduleWords({ cron, timeZone: 'UTC' })).toBe(words);
  });

  it('takes Sunday by either of its numbers', () =>
    expect(scheduleWords({ cron: '0 6 * * 0', timeZone: 'UTC' })).toMatch(/^each Sunday/));

  it('is on the first of each month where nothing is said', () => expect(cronOf(newSchedule())).toBe('0 6 1 * *'));
});
