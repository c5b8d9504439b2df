import { describe, expect, it } from '@jest/globals';
import { daysInMonth, isTimeZone, momentOf, wallTimeOf } from './zone.js';

const shown = (time: string) => {
  const at = new Date(`${time}Z`);
  const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate()];
  return { year, month, day, minuteOfDay: at.getUTCHours() * 60 + at.getUTCMinutes() };
};
const moment = (time: string, zone: string, takes: 'earlier' | 'later' = 'earlier') =>
  new Date(momentOf(shown(time), zone, takes)).toISOString().slice(0, 16);

describe('momentOf', () => {
  it.each([
    ['UTC', '2026-11-22T12:00', '2026-11-22T12:00'],
    ['Asia/Kolkata', '2026-11-22T00:00', '2026-11-21T18:30'],
    ['Pacific/Chatham', '2026-01-01T00:00', '2025-12-31T10:15'],
    ['America/St_Johns', '2026-01-01T00:00', '2026-01-01T03:30'],
    ['Europe/Berlin', '2026-03-29T02:30', '2026-03-29T01:30'],
    ['Pacific/Apia', '2011-12-31T00:00', '2011-12-30T10:00'],
  ])('is when clocks of %s show %s', (zone, time, expected) => {
    expect(moment(time, zone)).toBe(expected);
  });

  it('knows both moments of a time that is shown twice', () => {
    const both = (['earlier', 'later'] as const).map((takes) => moment('2026-10-25T02:30', 'Europe/Berlin', takes));
    expect(both).toEqual(['2026-10-25T00:30', '2026-10-25T01:30']);
  });

  it('goes by the minute: clocks of Newfoundland were put back at a minute past midnight', () => {
    const hours = ['02:30', '02:31', '02:44'].map((time) =>
      Math.floor(wallTimeOf(Date.parse(`2010-11-07T${time}Z`), 'America/St_Johns').minuteOfDay / 60),
    );
    expect(hours).toEqual([0, 23, 23]);
  });

  it('is undone by what clocks show', () => {
    for (const zone of ['Asia/Kolkata', 'Pacific/Chatham', 'Europe/Berlin', 'America/Los_Angeles']) {
      for (let atMs = Date.parse('2026-03-01T00:00Z'); atMs < Date.parse('2026-03-20T00:00Z'); atMs += 7 * 3_600_000) {
        const time = wallTimeOf(atMs, zone);
        expect([momentOf(time, zone, 'earlier'), momentOf(time, zone, 'later')]).toContain(atMs);
      }
    }
  });
});

it('knows the days of months, and zones', () => {
  expect([daysInMonth(2026, 2), daysInMonth(2028, 2), daysInMonth(2026, 12)]).toEqual([28, 29, 31]);
  expect(['Europe/Berlin', 'Asia/Kathmandu', 'Mars/Olympus'].map(isTimeZone)).toEqual([true, true, false]);
});
