import { describe, expect, it } from '@jest/globals';
import { type CalendarRange, calendarRange } from './calendar-range.js';

const short = (ms: number): string => new Date(ms).toISOString().slice(0, 16);
function range(name: CalendarRange, now: string, timeZone = 'UTC'): string[] {
  const { fromMs, toMs, before } = calendarRange(name, timeZone, Date.parse(now));
  return [fromMs, toMs, before.fromMs, before.toMs].map(short);
}

describe('calendarRange', () => {
  // A Sunday.
  const NOW = '2026-11-22T16:05Z';

  it.each([
    ['lastDay', '2026-11-21', '2026-11-22', '2026-11-20', '2026-11-21'],
    ['lastWeek', '2026-11-09', '2026-11-16', '2026-11-02', '2026-11-09'],
    ['lastMonth', '2026-10-01', '2026-11-01', '2026-09-01', '2026-10-01'],
    ['lastQuarter', '2026-07-01', '2026-10-01', '2026-04-01', '2026-07-01'],
    ['lastYear', '2025-01-01', '2026-01-01', '2024-01-01', '2025-01-01'],
  ] as const)('%s is whole, and compared with the whole one before', (name, ...days) => {
    expect(range(name, NOW)).toEqual(days.slice(0, 4).map((day) => `${day}T00:00`));
  });

  it.each([
    ['thisDay', '2026-11-22T00:00', '2026-11-21T00:00', '2026-11-21T16:05'],
    ['thisWeek', '2026-11-16T00:00', '2026-11-09T00:00', '2026-11-15T16:05'],
    ['thisMonth', '2026-11-01T00:00', '2026-10-01T00:00', '2026-10-22T16:05'],
    ['thisQuarter', '2026-10-01T00:00', '2026-07-01T00:00', '2026-08-22T16:05'],
    ['thisYear', '2026-01-01T00:00', '2025-01-01T00:00', '2025-11-22T16:05'],
  ] as const)('%s ends now, and is compared with as much of the one before', (name, from, before, until) => {
    expect(range(name, NOW)).toEqual([from, '2026-11-22T16:05', before, until]);
  });

  it('compares with no more than there was: the 31st with all of February', () => {
    expect(range('thisMonth', '2026-03-31T12:00Z').slice(2)).toEqual(['2026-02-01T00:00', '2026-03-01T00:00']);
  });

  it('goes by clocks of the zone, days of 23 and 25 hours included', () => {
    expect(range('lastDay', '2026-03-30T12:00Z', 'Europe/Berlin').slice(0, 2)).toEqual([
      '2026-03-28T23:00',
      '2026-03-29T22:00',
    ]);
    expect(range('lastDay', '2026-10-26T12:00Z', 'Europe/Berlin').slice(0, 2)).toEqual([
      '2026-10-24T22:00',
      '2026-10-25T23:00',
    ]);
    expect(range('lastMonth', NOW, 'Asia/Kolkata').slice(0, 2)).toEqual(['2026-09-30T18:30', '2026-10-31T18:30']);
    expect(range('thisDay', '2026-10-25T12:00Z', 'Europe/Berlin').slice(2)).toEqual([
      '2026-10-23T22:00',
      '2026-10-24T11:00',
    ]);
  });

  it('lets others end now, as long as they are called', () => {
    expect(range('last7Days', NOW)).toEqual(
      ['2026-11-15', '2026-11-22', '2026-11-08', '2026-11-15'].map((day) => `${day}T16:05`),
    );
  });
});
