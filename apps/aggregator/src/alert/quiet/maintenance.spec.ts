import { describe, expect, it } from '@jest/globals';
import { isQuietAt, type Maintenance, nextSpans, readMaintenance } from './maintenance.js';

function maintenance(written: Readonly<Record<string, unknown>>): Maintenance {
  const read = readMaintenance({
    id: 'm',
    name: 'Patch day',
    timeZone: 'Europe/Berlin',
    from: '22:00',
    to: '02:00',
    ...written,
  });
  if (!read.ok) throw new Error(JSON.stringify(read.refusals));
  return read.maintenance;
}

function spans(written: Readonly<Record<string, unknown>>, after: string, count = 1): string[] {
  return nextSpans(maintenance(written), Date.parse(after), count).map(
    ({ fromMs, toMs }) => `${new Date(fromMs).toISOString().slice(0, 16)} ${new Date(toMs).toISOString().slice(0, 16)}`,
  );
}

describe('a maintenance window', () => {
  it('comes each day by the clocks of its place, over midnight, in winter and in summer', () => {
    expect(spans({}, '2026-01-10T12:00Z', 2)).toEqual([
      '2026-01-10T21:00 2026-01-11T01:00',
      '2026-01-11T21:00 2026-01-12T01:00',
    ]);
    expect(spans({}, '2026-07-10T12:00Z')).toEqual(['2026-07-10T20:00 2026-07-11T00:00']);
  });

  it('is one hour shorter when clocks are put forward in it, and one longer when they are put back', () => {
    expect(spans({ from: '01:00', to: '05:00' }, '2026-03-29T00:00Z')).toEqual(['2026-03-29T00:00 2026-03-29T03:00']);
    expect(spans({ from: '01:00', to: '05:00' }, '2026-10-24T23:00Z')).toEqual(['2026-10-24T23:00 2026-10-25T04:00']);
  });

  it('within the hour that is left out comes an hour later, that is: as long after midnight', () => {
    expect(spans({ from: '02:10', to: '02:50' }, '2026-03-29T00:00Z')).toEqual(['2026-03-29T01:10 2026-03-29T01:50']);
  });

  it('within the hour that comes twice is quiet from its first time to the end of its second', () => {
    expect(spans({ from: '02:10', to: '02:50' }, '2026-10-25T00:00Z')).toEqual(['2026-10-25T00:10 2026-10-25T01:50']);
  });

  it('comes on days of the week, of the month, and the how-manyth of a month', () => {
    expect(spans({ weekdays: ['sunday'] }, '2026-01-06T00:00Z')).toEqual(['2026-01-11T21:00 2026-01-12T01:00']);
    expect(spans({ daysOfMonth: [1, 31] }, '2026-02-02T12:00Z', 2)).toEqual([
      '2026-03-01T21:00 2026-03-02T01:00',
      '2026-03-31T20:00 2026-04-01T00:00',
    ]);
    expect(spans({ weekdays: ['tuesday'], weekOfMonth: 2 }, '2026-01-01T00:00Z')).toEqual([
      '2026-01-13T21:00 2026-01-14T01:00',
    ]);
    expect(spans({ weekdays: ['friday'], weekOfMonth: -1 }, '2026-01-01T00:00Z')).toEqual([
      '2026-01-30T21:00 2026-01-31T01:00',
    ]);
  });

  it('is quiet from its first moment to before its last, also after midnight', () => {
    const window = maintenance({ weekdays: ['saturday'] });
    const at = (text: string): boolean => isQuietAt(window, Date.parse(text));
    expect([
      at('2026-01-10T20:59:59Z'),
      at('2026-01-10T21:00Z'),
      at('2026-01-11T00:59:59Z'),
      at('2026-01-11T01:00Z'),
    ]).toEqual([false, true, true, false]);
    expect(at('2026-01-11T21:30Z')).toBe(false);
  });

  it('agrees with the next times that are shown, in a zone of odd hours', () => {
    const window = maintenance({ timeZone: 'Australia/Lord_Howe', from: '01:30', to: '02:30' });
    for (const { fromMs, toMs } of nextSpans(window, Date.parse('2026-04-01T00:00Z'), 10)) {
      expect([
        isQuietAt(window, fromMs - 1),
        isQuietAt(window, fromMs),
        isQuietAt(window, toMs - 1),
        isQuietAt(window, toMs),
      ]).toEqual([false, true, true, false]);
    }
  });

  it.each([
    [{ timeZone: 'Europe/Berln' }, 'timeZone'],
    [{ from: '24:00' }, 'from'],
    [{ to: 600 }, 'to'],
    [{ weekdays: ['sun'] }, 'weekdays[0]'],
    [{ daysOfMonth: [32] }, 'daysOfMonth[0]'],
    [{ weekOfMonth: 2 }, 'weekdays'],
    [{ weekOfMonth: 0, weekdays: ['monday'] }, 'weekOfMonth'],
  ])('is refused where it makes no sense: %j', (written, field) => {
    const read = readMaintenance({ id: 'm', name: 'x', from: '22:00', to: '02:00', ...written });
    expect(read.ok ? [] : read.refusals.map((refusal) => refusal.field)).toContain(field);
  });
});
