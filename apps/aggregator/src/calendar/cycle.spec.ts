import { describe, expect, it } from '@jest/globals';
import { type Cycle, cycleAt, cyclesBack, cyclesIn } from './cycle.js';

const monthly = (resetDay: number, timeZone = 'UTC', resetMinute = 0): Cycle => ({
  ...{ kind: 'monthly', resetDay, timeZone, resetMinute },
});
const daily = (timeZone: string, resetMinute = 0): Cycle => ({ kind: 'daily', timeZone, resetMinute });

const short = (ms: number): string => new Date(ms).toISOString().slice(0, 16);
const at = (cycle: Cycle, time: string): string => {
  const { fromMs, toMs } = cycleAt(cycle, Date.parse(time));
  return `${short(fromMs)} ${short(toMs)}`;
};
const hours = (cycle: Cycle, time: string): number => {
  const { fromMs, toMs } = cycleAt(cycle, Date.parse(time));
  return (toMs - fromMs) / 3_600_000;
};

describe('a month', () => {
  it('begins with its first moment and ends before the next', () => {
    expect(at(monthly(1), '2026-11-01T00:00Z')).toBe('2026-11-01T00:00 2026-12-01T00:00');
    expect(at(monthly(1), '2026-10-31T23:59:59.999Z')).toBe('2026-10-01T00:00 2026-11-01T00:00');
    expect(at(monthly(1), '2025-12-31T23:00Z')).toBe('2025-12-01T00:00 2026-01-01T00:00');
  });

  it('that resets on the 31st does so on the last day of shorter ones', () => {
    const borders = ['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30', '2028-02-29'];
    for (const border of borders) expect(at(monthly(31), `${border}T00:00Z`).slice(0, 10)).toBe(border);
    expect(at(monthly(31), '2026-02-27T23:59Z')).toBe('2026-01-31T00:00 2026-02-28T00:00');
    expect(at(monthly(29), '2028-02-29T01:00Z')).toBe('2028-02-29T00:00 2028-03-29T00:00');
  });

  it('goes by clocks of its zone, and by the time of day', () => {
    expect(at(monthly(1, 'Asia/Kolkata'), '2026-11-15T00:00Z')).toBe('2026-10-31T18:30 2026-11-30T18:30');
    expect(at(monthly(1, 'Pacific/Chatham'), '2026-01-15T00:00Z')).toBe('2025-12-31T10:15 2026-01-31T10:15');
    expect(at(monthly(15, 'UTC', 18 * 60 + 7), '2026-11-15T18:06Z')).toBe('2026-10-15T18:07 2026-11-15T18:07');
    expect(at(monthly(15, 'UTC', 18 * 60 + 7), '2026-11-15T18:07Z')).toBe('2026-11-15T18:07 2026-12-15T18:07');
  });

  it('is an hour shorter in March and longer in October where clocks are put forward and back', () => {
    expect(hours(monthly(1, 'Europe/Berlin'), '2026-03-15T00:00Z')).toBe(31 * 24 - 1);
    expect(hours(monthly(1, 'Europe/Berlin'), '2026-10-15T00:00Z')).toBe(31 * 24 + 1);
  });
});

describe('a week', () => {
  it('begins on its day', () => {
    const weekly = (resetDay: number): Cycle => ({ kind: 'weekly', resetDay, resetMinute: 0, timeZone: 'UTC' });
    // A Sunday.
    expect(at(weekly(1), '2026-11-22T16:00Z')).toBe('2026-11-16T00:00 2026-11-23T00:00');
    expect(at(weekly(7), '2026-11-22T00:00Z')).toBe('2026-11-22T00:00 2026-11-29T00:00');
    expect(at(weekly(3), '2026-11-24T23:59Z')).toBe('2026-11-18T00:00 2026-11-25T00:00');
  });
});

describe('a day', () => {
  it('has 23 or 25 hours when clocks change, and else 24', () => {
    const lengths = ['2026-03-28', '2026-03-29', '2026-03-30', '2026-10-24', '2026-10-25', '2026-10-26'];
    expect(lengths.map((day) => hours(daily('Europe/Berlin'), `${day}T12:00Z`))).toEqual([24, 23, 24, 24, 25, 24]);
    expect(hours(daily('Australia/Lord_Howe'), '2026-04-04T18:00Z')).toBe(24.5);
  });

  it('whose time of reset is skipped begins as long after the jump', () => {
    const half = daily('Europe/Berlin', 150);
    expect(at(half, '2026-03-29T01:29Z')).toBe('2026-03-28T01:30 2026-03-29T01:30');
    expect(at(half, '2026-03-29T01:30Z')).toBe('2026-03-29T01:30 2026-03-30T00:30');
  });

  it('whose time of reset is shown twice begins once, the first time', () => {
    const half = daily('Europe/Berlin', 150);
    expect(at(half, '2026-10-25T00:29Z')).toBe('2026-10-24T00:30 2026-10-25T00:30');
    expect(at(half, '2026-10-25T01:30Z')).toBe('2026-10-25T00:30 2026-10-26T01:30');
  });

  it('that a place leaves out has no time', () => {
    expect(at(daily('Pacific/Apia'), '2011-12-30T09:59Z')).toBe('2011-12-29T10:00 2011-12-30T10:00');
    expect(at(daily('Pacific/Apia'), '2011-12-30T10:00Z')).toBe('2011-12-30T10:00 2011-12-31T10:00');
  });
});

describe('every so many days', () => {
  it('counts them from a day, back as well', () => {
    const days: Cycle = { kind: 'everyDays', days: 30, firstDay: '2026-11-10', resetMinute: 0, timeZone: 'UTC' };
    expect(at(days, '2026-12-09T23:59Z')).toBe('2026-11-10T00:00 2026-12-10T00:00');
    expect(at(days, '2026-11-09T23:59Z')).toBe('2026-10-11T00:00 2026-11-10T00:00');
  });
});

describe.each(['UTC', 'Asia/Kolkata', 'Pacific/Chatham', 'Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe'])(
  'in %s',
  (timeZone) => {
    it.each([0, 90, 150, 1_439])('leaves out no moment and counts none twice, from minute %d on', (resetMinute) => {
      const cycle: Cycle = { kind: 'monthly', resetDay: 29, timeZone, resetMinute };
      const spans = cyclesIn(cycle, { fromMs: Date.parse('2024-01-01Z'), toMs: Date.parse('2027-01-01Z') });
      expect(spans).toHaveLength(37);
      for (const [index, span] of spans.entries()) {
        expect(span.toMs).toBeGreaterThan(span.fromMs);
        expect(span.fromMs).toBe(spans[index - 1]?.toMs ?? span.fromMs);
      }
    });
  },
);

it('goes back from the newest', () => {
  const back = cyclesBack(monthly(31), Date.parse('2026-03-31T00:00Z'), 3).map(({ fromMs }) => short(fromMs));
  expect(back).toEqual(['2026-03-31T00:00', '2026-02-28T00:00', '2026-01-31T00:00']);
});
