import { describe, expect, it } from '@jest/globals';
import { cutTo, lengthText, minuteText, momentText, partsOf, theseText } from './times.js';

const HOUR_MS = 3_600_000;
const range = (from: string, to: string) => ({ fromMs: Date.parse(from), toMs: Date.parse(to) });
const lengths = (parts: readonly { readonly fromMs: number; readonly toMs: number }[]): number[] =>
  parts.map(({ fromMs, toMs }) => (toMs - fromMs) / HOUR_MS);

describe('partsOf', () => {
  it('cuts a month into days of 24 hours, but for those on which clocks change', () => {
    const october = partsOf(range('2026-10-01T00:00:00+02:00', '2026-11-01T00:00:00+01:00'), 'Europe/Berlin');
    expect(october).toHaveLength(31);
    expect(october.filter(({ fromMs, toMs }) => toMs - fromMs !== 24 * HOUR_MS)).toEqual([
      { name: '2026-10-25', ...range('2026-10-25T00:00:00+02:00', '2026-10-26T00:00:00+01:00') },
    ]);
    const march = partsOf(range('2026-03-01T00:00:00+01:00', '2026-04-01T00:00:00+02:00'), 'Europe/Berlin');
    expect(Math.min(...lengths(march))).toBe(23);
  });

  it('cuts the first and the last to the range, and leaves nothing out', () => {
    const whole = range('2026-11-01T10:07:00Z', '2026-11-05T03:00:00Z');
    const parts = partsOf(whole, 'Asia/Kolkata');
    expect([parts[0]?.fromMs, parts.at(-1)?.toMs]).toEqual([whole.fromMs, whole.toMs]);
    expect(parts.map(({ name }) => name)).toEqual([
      '2026-11-01',
      '2026-11-02',
      '2026-11-03',
      '2026-11-04',
      '2026-11-05',
    ]);
    expect(parts.slice(1).map(({ fromMs }) => fromMs)).toEqual(parts.slice(0, -1).map(({ toMs }) => toMs));
  });

  it('cuts a day into hours of its clocks: 25 where they show one twice', () => {
    const day = range('2026-10-25T00:00:00+02:00', '2026-10-26T00:00:00+01:00');
    const hours = partsOf(day, 'Europe/Berlin');
    expect(hours.slice(1, 5).map(({ name }) => name.slice(11))).toEqual([
      '01:00',
      '02:00+02:00',
      '02:00+01:00',
      '03:00',
    ]);
    expect(hours).toHaveLength(25);
    const ofKolkata = partsOf(range('2026-11-01T10:00:00Z', '2026-11-01T12:00:00Z'), 'Asia/Kolkata');
    expect(ofKolkata.map(({ name }) => name.slice(11))).toEqual(['15:00', '16:00', '17:00']);
    expect(lengths(ofKolkata)).toEqual([0.5, 1, 0.5]);
  });

  it.each([
    ['America/St_Johns', '2026-11-01T00:00:00-02:30', '2026-11-02T00:00:00-03:30', ['01:00-02:30', '01:00-03:30']],
    ['Europe/London', '2026-10-25T00:00:00+01:00', '2026-10-26T00:00:00Z', ['01:00+01:00', '01:00Z']],
    ['Australia/Lord_Howe', '2026-04-04T13:00:00Z', '2026-04-05T13:30:00Z', ['01:00+11:00', '01:00+10:30']],
    // The second of the two alone, and a part of the first.
    ['Europe/Berlin', '2026-10-25T02:00:00+01:00', '2026-10-25T04:00:00+01:00', ['02:00+01:00']],
    ['Europe/Berlin', '2026-10-25T01:00:00+02:00', '2026-10-25T02:20:00+02:00', ['02:00+02:00']],
    ['Europe/Berlin', '2026-03-29T00:00:00+01:00', '2026-03-30T00:00:00+02:00', []],
  ])('tells by its offset which of two hours is meant, in %s from %s to %s', (timeZone, from, to, told) => {
    const names = partsOf(range(from, to), timeZone).map(({ name }) => name.slice(11));
    expect(names.filter((name) => name.length > '00:00'.length)).toEqual(told);
    expect(new Set(names).size).toBe(names.length);
  });

  it('cuts a day into hours that do not overlap, where clocks are changed by half an hour', () => {
    const howe = 'Australia/Lord_Howe';
    const back = partsOf(range('2026-04-04T13:00:00Z', '2026-04-05T13:30:00Z'), howe);
    const forth = partsOf(range('2026-10-03T13:30:00Z', '2026-10-04T13:00:00Z'), howe);
    expect(lengths(back).filter((length) => length !== 1)).toEqual([0.5]);
    expect(lengths(forth).filter((length) => length !== 1)).toEqual([0.5]);
    for (const parts of [back, forth])
      expect(parts.slice(1).map(({ fromMs }) => fromMs)).toEqual(parts.slice(0, -1).map(({ toMs }) => toMs));
  });

  it('cuts a year into months', () => {
    const parts = partsOf(range('2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z'), 'UTC');
    expect(parts.map(({ name }) => name).slice(0, 2)).toEqual(['2026-01', '2026-02']);
    expect(parts).toHaveLength(12);
  });
});

const HOWE = 'Australia/Lord_Howe';

it.each([
  ['2026-10-01T00:00:00+02:00', '2026-11-01T00:00:00+01:00', 'Europe/Berlin', '31 days'],
  ['2026-10-24T00:00:00+02:00', '2026-10-26T00:00:00+01:00', 'Europe/Berlin', '2 days'],
  ['2026-10-24T00:00:00+02:00', '2026-10-26T00:00:00+01:00', 'UTC', '2 d 1 h'],
  ['2026-10-01T00:00:00Z', '2026-10-04T00:40:00Z', 'UTC', '3 d 40 min'],
  ['2026-10-01T00:00:00Z', '2026-10-23T14:03:22.123Z', 'UTC', '22 d 14 h 3 min'],
  ['2026-10-04T00:00:00+10:30', '2026-10-05T00:00:00+11:00', HOWE, '23 h 30 min'],
  ['2026-04-05T00:00:00+11:00', '2026-04-06T00:00:00+10:30', HOWE, '24 h 30 min'],
  ['2026-10-25T00:00:00+02:00', '2026-10-26T00:00:00+01:00', 'Europe/Berlin', '25 hours'],
  ['2026-10-01T00:00:00Z', '2026-10-01T05:00:00Z', 'UTC', '5 hours'],
  ['2026-10-01T00:00:00Z', '2026-10-01T14:03:22.123Z', 'UTC', '14 h 3 min 22 s'],
  ['2026-10-01T00:00:00Z', '2026-10-01T01:30:00Z', 'UTC', '90 minutes'],
  ['2026-10-01T00:00:00Z', '2026-10-01T01:00:00Z', 'UTC', '60 minutes'],
  ['2026-10-01T00:00:00Z', '2026-10-01T00:20:00Z', 'UTC', '20 minutes'],
  ['2026-10-01T00:00:00Z', '2026-10-01T00:20:10Z', 'UTC', '20 min 10 s'],
  ['2026-10-01T00:00:00Z', '2026-10-01T00:01:00Z', 'UTC', '60 seconds'],
  ['2026-10-01T00:00:00Z', '2026-10-01T00:00:01.500Z', 'UTC', '1.5 seconds'],
  ['2026-10-01T00:00:00Z', '2026-10-01T00:00:00.250Z', 'UTC', '250 milliseconds'],
])('from %s to %s by the clocks of %s are %s', (from, to, timeZone, text) => {
  expect(lengthText({ ...range(from, to), timeZone })).toBe(text);
});

it.each([
  [1, 'this 1 millisecond'],
  [1_000, 'this 1 second'],
  [1_001, 'these 1.001 seconds'],
  [2_000, 'these 2 seconds'],
])('%i ms are "%s"', (toMs, text) => {
  expect(theseText({ fromMs: 0, toMs, timeZone: 'UTC' })).toBe(text);
});

it.each([
  ['2026-11-20T00:00:00Z', '20 November 2026 at 05:30'],
  ['2026-11-20T00:00:30Z', '20 November 2026 at 05:30:30'],
  ['2026-11-20T00:00:00.001Z', '20 November 2026 at 05:30:00.001'],
])('%s is written as %s in Kolkata, to the minute where it is not known to more', (at, text) => {
  expect(momentText(Date.parse(at), 'Asia/Kolkata')).toBe(text);
  expect(minuteText(Date.parse(at), 'Asia/Kolkata')).toBe('20 November 2026 at 05:30');
});

it('lays over a longer month what the shorter one before it had, and nothing of the longer itself', () => {
  const september = range('2026-09-01T00:00:00Z', '2026-10-01T00:00:00Z');
  const days = Array.from({ length: 31 }, (_, day) => Date.parse('2026-10-01T00:00:00Z') + day * 24 * HOUR_MS);
  const laid = cutTo(
    september,
    days.map((_, day) => day),
    days,
    (days[0] ?? 0) - september.fromMs,
  );
  expect(laid.slice(28)).toEqual([28, 29, null]);
});
