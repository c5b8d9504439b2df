import { describe, expect, it } from '@jest/globals';
import { newestMs, nextMs, refusalOfTimes } from './schedule.js';

const BERLIN = 'Europe/Berlin';
const at = (text: string): number => Date.parse(text);
const shown = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

describe('a schedule', () => {
  it.each([
    ['0 6 1 * *', BERLIN, '2026-11-22T12:00:00Z', '2026-12-01T05:00:00.000Z'],
    ['0 6 1 * *', 'Asia/Kolkata', '2026-11-22T12:00:00Z', '2026-12-01T00:30:00.000Z'],
    ['0 7 * * 1', 'UTC', '2026-11-23T07:00:00Z', '2026-11-30T07:00:00.000Z'],
    // Clocks skip half past two, and come to three instead.
    ['30 2 * * *', BERLIN, '2026-03-28T12:00:00Z', '2026-03-29T01:00:00.000Z'],
    // They show it twice, and it comes once.
    ['30 2 * * *', BERLIN, '2026-10-25T00:30:00Z', '2026-10-26T01:30:00.000Z'],
  ])('%s in %s comes after %s at %s', (cron, timeZone, after, next) => {
    expect(shown(nextMs({ cron, timeZone }, at(after)))).toBe(next);
  });

  it('knows when it came last, the moment itself included', () => {
    const times = { cron: '0 6 * * *', timeZone: 'UTC' };
    expect(shown(newestMs(times, at('2026-11-22T06:00:00Z')))).toBe('2026-11-22T06:00:00.000Z');
    expect(shown(newestMs(times, at('2026-11-22T06:00:00.250Z')))).toBe('2026-11-22T06:00:00.000Z');
    expect(shown(newestMs(times, at('2026-11-22T05:59:59.999Z')))).toBe('2026-11-21T06:00:00.000Z');
  });

  it.each([
    ['hello', 'UTC', 'schedule.cron', /^has 1 field, not five: give minute, hour/],
    ['', 'UTC', 'schedule.cron', /^has 0 fields, not five: give minute, hour/],
    ['0 6 * *', 'UTC', 'schedule.cron', /^has 4 fields, not five: give minute, hour/],
    ['a 6 * * *', 'UTC', 'schedule.cron', /^is no cron expression \(.*\): give minute, hour/],
    ['@never', 'UTC', 'schedule.cron', /^is no name that is known here: give @hourly, @daily, .* as "0 6 1 \* \* *"$/],
    ['@reboot', 'UTC', 'schedule.cron', /^is no name that is known here/],
    ['@daily 1 2', 'UTC', 'schedule.cron', /^has 3 fields, not five/],
    ['61 * * * *', 'UTC', 'schedule.cron', /^is no cron expression \(minute: 61 is not within 0 to 59\): give minute/],
    ['0 0 6 * * *', 'UTC', 'schedule.cron', /^has 6 fields, not five/],
    ['0 0 30 2 *', 'UTC', 'schedule.cron', /^never comes/],
    ['* * * * *', 'UTC', 'schedule.cron', /^comes more often than every 15 minutes/],
    ['0,5 6 * * *', 'UTC', 'schedule.cron', /^comes more often/],
    ['0 '.repeat(200), 'UTC', 'schedule.cron', /^is longer than/],
    ['0 6 * * *', 'Europe/Atlantis', 'schedule.timeZone', /^is no time zone/],
  ])('%s in %s is refused by %s', (cron, timeZone, field, reason) => {
    expect(refusalOfTimes({ cron, timeZone })).toEqual({ field, reason: expect.stringMatching(reason) });
  });

  it.each([
    ['0 6 32 * *', 'day of the month: 32 is not within 1 to 31'],
    ['0 6 1-40 * *', 'day of the month: 40 is not within 1 to 31'],
    ['0 6 1,0 * *', 'day of the month: 0 is not within 1 to 31'],
    ['0 6 32W * *', 'day of the month: 32 is not within 1 to 31'],
    ['0 6 * 13 *', 'month: 13 is not within 1 to 12'],
    ['0 24 * * *', 'hour: 24 is not within 0 to 23'],
    ['0 6 * * MON,8', 'weekday: 8 is not within 0 to 7'],
    ['0 6 * * MONDAY', 'weekday: MONDAY is none of 0 to 7, SUN to SAT, or a range of them from less to more'],
    ['0 6 10-1 * *', 'day of the month: 10-1 is none of 1 to 31, or a range of them from less to more'],
    ['0 6 1,,2 * *', 'day of the month: a value of its list is empty'],
    [
      '5/15 6 * * *',
      'minute: 5/15 is none of 0 to 59, or a range of them from less to more; a step follows * or a range, as */5 and 1-9/2 do',
    ],
  ])('%s is refused by the value that is at fault', (cron, fault) => {
    const reason = expect.stringContaining(`is no cron expression (${fault}): give minute, hour`);
    expect(refusalOfTimes({ cron, timeZone: BERLIN })).toEqual({ field: 'schedule.cron', reason });
  });

  it.each([
    ...['0 6 1 * *', ' 0  6 1 * * ', '*/15 * * * *', '0 7 * * MON', '0 6 ? * 1', '@daily', '0 6 L * *', '@WEEKLY'],
    ...['0 6 LW * *', '0 6 1,15 JAN-MAR,12 *', '0 6 1-20/5 * *', '0 6 1 * +MON', '0 6 * * 5#2', '0 6 * * 1-7'],
  ])('%s is taken', (cron) => {
    expect(refusalOfTimes({ cron, timeZone: BERLIN })).toBeNull();
  });
});
