import { afterEach, describe, expect, it } from '@jest/globals';
import { formatClock, formatDateTime, formatWeekday, fromLocalField, toLocalField } from './time.js';
import { clocksOf, DEVICE_ZONE, deviceZoneName, isZone, momentOf, setZone, zoneHint, zoneName } from './zone.js';

const at = (iso: string): number => Date.parse(iso);
afterEach(() => setZone(DEVICE_ZONE));

describe('times by the clocks of a zone', () => {
  it.each([
    ['UTC', '2026-11-21T23:30:07Z', '2026-11-21 23:30:07'],
    ['Europe/Berlin', '2026-11-21T23:30:07Z', '2026-11-22 00:30:07'],
    ['Europe/Berlin', '2026-07-21T23:30:07Z', '2026-07-22 01:30:07'],
    ['Asia/Kolkata', '2026-11-21T23:30:07Z', '2026-11-22 05:00:07'],
    ['America/St_Johns', '2026-11-21T23:30:07Z', '2026-11-21 20:00:07'],
    ['Australia/Lord_Howe', '2026-11-21T13:59:59Z', '2026-11-22 00:59:59'],
  ])('of %s', (zone, iso, text) => {
    setZone(zone);
    expect(formatDateTime(at(iso))).toBe(text);
  });

  it('tell the day of the week', () => {
    setZone('Asia/Kolkata');
    expect(formatWeekday(at('2026-11-21T18:29:00Z'))).toBe('Saturday');
    expect(formatWeekday(at('2026-11-21T18:31:00Z'))).toBe('Sunday');
  });

  it('change within the second in which the clocks are turned', () => {
    setZone('Europe/Berlin');
    expect([at('2026-03-29T00:59:59Z'), at('2026-03-29T01:00:00Z')].map((each) => formatClock(each, true))).toEqual([
      '01:59:59',
      '03:00:00',
    ]);
    expect([at('2026-10-25T00:59:59Z'), at('2026-10-25T01:00:00Z')].map((each) => formatClock(each, true))).toEqual([
      '02:59:59',
      '02:00:00',
    ]);
  });

  it.each(['2026-03-28T12:00', '2026-03-29T01:59', '2026-03-29T03:00', '2026-10-25T01:59', '2026-10-25T03:00'])(
    'are read from a field as they are written into it: %s',
    (text) => {
      setZone('Europe/Berlin');
      expect(toLocalField(fromLocalField(text))).toBe(text);
    },
  );

  it('are the first of two, and later where there is none', () => {
    setZone('Europe/Berlin');
    expect(new Date(fromLocalField('2026-10-25T02:30')).toISOString()).toBe('2026-10-25T00:30:00.000Z');
    expect(new Date(fromLocalField('2026-03-29T02:30:10')).toISOString()).toBe('2026-03-29T01:30:10.000Z');
    expect(momentOf(Date.UTC(2026, 2, 29, 3))).toBe(at('2026-03-29T01:00:00Z'));
  });

  it('are those of another zone where that is asked for', () => {
    setZone('UTC');
    const { wallOf, momentOf: momentThere } = clocksOf('America/St_Johns');
    expect(wallOf(at('2026-11-21T23:30:07Z')).toISOString()).toBe('2026-11-21T20:00:07.000Z');
    expect(momentThere(Date.UTC(2026, 10, 21, 20, 0, 7))).toBe(at('2026-11-21T23:30:07Z'));
  });

  it('are none where a field has none', () => {
    for (const text of ['', 'yesterday', '12026-01-01T00:00', '2026-11-21']) expect(fromLocalField(text)).toBeNaN();
  });

  it('tell which they are', () => {
    expect([zoneName(), zoneHint()]).toEqual([deviceZoneName(), '']);
    setZone('Asia/Kolkata');
    expect([zoneName(), zoneHint()]).toEqual(['Asia/Kolkata', ' (Asia/Kolkata)']);
    expect(['UTC', 'Europe/Berlin', 'Mars/Olympus', ''].map(isZone)).toEqual([true, true, false, false]);
  });
});
