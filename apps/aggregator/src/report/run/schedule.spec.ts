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
    ['@hello', 'UTC', 'schedule.cron', /^is no cron expression \(.*\): give minute, hour/],
    ['61 * * * *', 'UTC', 'schedule.cron', /Invalid value for minute: 61/],
    ['0 0 6 * * *', 'UTC', 'schedule.cron', /^has 6 fields, not five/],
    ['0 0 30 2 *', 'UTC', 'schedule.cron', /^never comes/],
    ['* * * * *', 'UTC', 'schedule.cron', /^comes more often than every 15 minutes/],
    ['0,5 6 * * *', 'UTC', 'schedule.cron', /^comes more often/],
    ['0 '.repeat(200), 'UTC', 'schedule.cron', /^is longer than/],
    ['0 6 * * *', 'Europe/Atlantis', 'schedule.timeZone', /^is no time zone/],
  ])('%s in %s is refused by %s', (cron, timeZone, field, reason) => {
    expect(refusalOfTimes({ cron, timeZone })).toEqual({ field, reason: expect.stringMatching(reason) });
  });

  it.each(['0 6 1 * *', ' 0  6 1 * * ', '*/15 * * * *', '0 7 * * MON', '0 6 ? * 1', '@daily', '0 6 L * *'])(
    '%s is taken',
    (cron) => {
      expect(refusalOfTimes({ cron, timeZone: BERLIN })).toBeNull();
    },
  );
});
