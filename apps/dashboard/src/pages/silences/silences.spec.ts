import { describe, expect, it } from '@jest/globals';
import type { AlertSubject } from '../../api/operations/alerts.js';
import type { Maintenance, Silence } from '../../api/operations/silences.js';
import {
  maintenanceFormOf,
  maintenanceInputOf,
  missingOf,
  newMaintenance,
  recurrenceWords,
} from './maintenance-form.js';
import { matcherWords } from './matcher-form.js';
import { NEW_SILENCE, silenceFormOf, silenceInputOf, silenceOf } from './silence-form.js';
import { silenceState, spanWords } from './times.js';

const NOW = new Date(2026, 10, 22, 14, 30).getTime();
const at = (hours: number): string => new Date(NOW + hours * 3_600_000).toISOString();
const matcher = {
  ...{ rules: ['host-cpu'], severities: ['CRITICAL'], labels: [{ key: 'team', value: 'net' }] },
  scope: { host: { in: ['web-1'] } },
} as Silence['matcher'];
const nobody = { rules: [], severities: [], labels: [], scope: {} };
const silence: Silence = {
  ...{ id: 's', matcher, from: at(-1), until: at(2), by: 'ann', comment: 'moving', isActive: true },
};
const window: Maintenance = {
  ...{ id: 'w', name: 'Patch night', matcher, timeZone: 'Europe/Berlin', from: '22:00', to: '02:00' },
  ...{ weekdays: ['SUNDAY'], daysOfMonth: [], weekOfMonth: null, isQuietNow: false, nextTimes: [] },
};

describe('a silence', () => {
  it('lasts from now on for as long as was chosen, or until a moment', () => {
    const form = { ...NEW_SILENCE, comment: ' moving ' };
    expect(silenceInputOf(form, NOW)).toMatchObject({ id: null, from: null, until: at(4), comment: 'moving' });
    const later = { ...form, from: '2026-11-23T14:30', hours: 1 };
    expect(silenceInputOf(later, NOW)).toMatchObject({ from: at(24), until: at(25) });
    expect(silenceInputOf({ ...form, hours: null, until: '2026-11-22T15:30' }, NOW).until).toBe(at(1));
  });

  it('whose end makes no sense is left to be refused: it would end as it begins', () => {
    expect(silenceInputOf({ ...NEW_SILENCE, hours: null, until: '' }, NOW).until).toBe(at(0));
  });

  it('means what an alert is of, and its rule', () => {
    const subject: AlertSubject = {
      ...{ level: 'INTERFACE', key: 'n', name: 'eth0', hostId: 'h', hostName: 'web-1', network: null, service: null },
      ...{ containerId: null, interfaceId: 'n' },
    };
    const input = silenceInputOf(silenceOf({ ruleId: 'link-full', subject }), NOW);
    expect(input).toMatchObject({
      rules: ['link-full'],
      scope: { host: { in: ['web-1'] }, interface: { in: ['eth0'] } },
    });
    const fleet = { ...subject, level: 'FLEET', name: '', hostName: null, interfaceId: null } as const;
    expect(silenceInputOf(silenceOf({ ruleId: 'ingest-lag', subject: fleet }), NOW).scope).toBeNull();
  });

  it('can be changed: nothing of it is lost', () => {
    expect(silenceInputOf(silenceFormOf(silence), NOW)).toMatchObject({
      ...{ id: 's', from: at(-1), until: at(2), comment: 'moving', rules: ['host-cpu'], severities: ['CRITICAL'] },
      ...{ labels: [{ key: 'team', value: 'net' }], scope: { host: { in: ['web-1'] } } },
    });
  });

  it('tells where it stands, and from when to when', () => {
    expect(silenceState(silence, NOW)).toBe('quiet now, for 2 h more');
    expect(silenceState({ ...silence, isActive: false, from: at(1) }, NOW)).toBe('to come');
    expect(silenceState({ ...silence, isActive: false, until: at(-1), from: at(-2) }, NOW)).toBe('over');
    expect(spanWords(silence)).toBe('2026-11-22 13:30 to 16:30');
    expect(spanWords({ from: at(0), until: at(24) })).toBe('2026-11-22 14:30 to 2026-11-23 14:30');
  });

  it('tells in words which alerts it means', () => {
    expect(matcherWords(matcher, () => 'CPU above 80 %')).toBe('CPU above 80 %, critical, team=net, host:web-1');
    expect(matcherWords(nobody, String)).toBe('All alerts');
  });
});

describe('a maintenance window', () => {
  it('tells when it comes', () => {
    expect(recurrenceWords(window)).toBe('Sundays, 22:00 to 02:00 of the next day (Europe/Berlin)');
    expect(recurrenceWords({ ...window, weekdays: [], to: '23:00' })).toBe('Every day, 22:00 to 23:00 (Europe/Berlin)');
    expect(recurrenceWords({ ...window, weekdays: ['TUESDAY'], weekOfMonth: 2 })).toContain('The second Tuesday of');
    expect(recurrenceWords({ ...window, weekdays: [], daysOfMonth: [1, 15] })).toContain('On the 1, 15 of the month');
    expect(recurrenceWords({ ...window, weekdays: ['FRIDAY'], daysOfMonth: [13] })).toContain('Fridays, on the 13');
  });

  it.each([
    [{}],
    [{ weekdays: [] }],
    [{ weekOfMonth: -1 }],
    [{ weekdays: [], daysOfMonth: [1, 31] }],
    [{ weekdays: ['FRIDAY'], daysOfMonth: [13] }],
  ] as [Partial<Maintenance>][])('can be changed: nothing of it is lost: %j', (more) => {
    const { isQuietNow: _isQuiet, nextTimes: _times, matcher: _matcher, ...fields } = { ...window, ...more };
    expect(maintenanceInputOf(maintenanceFormOf({ ...window, ...more }))).toMatchObject(fields);
  });

  it('needs the days that it says it comes on', () => {
    const form = newMaintenance();
    expect(missingOf(form)).toEqual([]);
    expect(missingOf({ ...form, weekdays: [] })[0]?.field).toBe('weekdays');
    expect(missingOf({ ...form, recurrence: 'dates', daysOfMonth: '1, fifteen' })[0]?.field).toBe('daysOfMonth');
    expect(missingOf({ ...form, recurrence: 'daily', weekdays: [] })).toEqual([]);
    expect(maintenanceInputOf({ ...form, recurrence: 'daily' }).weekdays).toEqual([]);
  });
});
