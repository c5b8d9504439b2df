import { afterEach, describe, expect, it } from '@jest/globals';
import { DEVICE_ZONE, setZone } from '../../format/zone.js';
import { timeTicks } from './time-ticks.js';

const texts = (from: string, to: string, most = 8): string[] =>
  timeTicks(Date.parse(from), Date.parse(to), most).map(({ text }) => text);
afterEach(() => setZone(DEVICE_ZONE));

describe('times under an axis', () => {
  it.each([
    ['seconds', '2026-11-22T12:00:03Z', '2026-11-22T12:00:33Z', ['12:00:05', '12:00:10', '12:00:15', '12:00:20', '12:00:25', '12:00:30']], // prettier-ignore
    ['minutes', '2026-11-22T12:00:03Z', '2026-11-22T12:05:03Z', ['12:01', '12:02', '12:03', '12:04', '12:05']],
    ['hours, and midnight by its day', '2026-11-21T14:10:00Z', '2026-11-22T14:10:00Z', ['15:00', '18:00', '21:00', '22 Nov', '03:00', '06:00', '09:00', '12:00']], // prettier-ignore
    ['days', '2026-11-17T12:00:00Z', '2026-11-22T12:00:00Z', ['18 Nov', '19 Nov', '20 Nov', '21 Nov', '22 Nov']],
    ['months', '2026-01-15T00:00:00Z', '2026-09-15T00:00:00Z', ['Feb 2026', 'Mar 2026', 'Apr 2026', 'May 2026', 'Jun 2026', 'Jul 2026', 'Aug 2026', 'Sep 2026']], // prettier-ignore
    ['years', '2023-05-01T00:00:00Z', '2026-09-15T00:00:00Z', ['Jul 2023', 'Jan 2024', 'Jul 2024', 'Jan 2025', 'Jul 2025', 'Jan 2026', 'Jul 2026']], // prettier-ignore
  ])('are round: %s', (_what, from, to, expected) => {
    setZone('UTC');
    expect(texts(from, to)).toEqual(expected);
  });

  it('are round by the clocks that are chosen, where these are half an hour off', () => {
    setZone('Asia/Kolkata');
    const ticks = timeTicks(Date.parse('2026-11-22T10:00:00Z'), Date.parse('2026-11-22T14:00:00Z'), 5);
    expect(ticks.map(({ at, text }) => [new Date(at).toISOString().slice(11, 16), text])).toEqual([
      ['10:30', '16:00'],
      ['11:30', '17:00'],
      ['12:30', '18:00'],
      ['13:30', '19:00'],
    ]);
  });

  it('leave out the hour that clocks leave out, and have once that which comes twice', () => {
    setZone('Europe/Berlin');
    expect(texts('2026-03-28T23:30:00Z', '2026-03-29T03:30:00Z', 6)).toEqual(['01:00', '03:00', '04:00', '05:00']);
    expect(texts('2026-10-24T21:30:00Z', '2026-10-25T03:30:00Z', 8)).toEqual([
      ...['25 Oct', '01:00', '02:00', '03:00', '04:00'],
    ]);
  });

  it('keep to the round hours of the day after clocks were turned', () => {
    setZone('Europe/Berlin');
    expect(texts('2026-03-28T12:00:00Z', '2026-03-30T12:00:00Z', 9)).toEqual([
      ...['18:00', '29 Mar', '06:00', '12:00', '18:00', '30 Mar', '06:00', '12:00'],
    ]);
  });

  it('are no more than there is room for', () => {
    for (const hours of [0.01, 0.3, 1, 7, 30, 200, 900, 9_000, 90_000])
      expect(timeTicks(0, hours * 3_600_000, 6).length).toBeLessThanOrEqual(7);
  });
});
