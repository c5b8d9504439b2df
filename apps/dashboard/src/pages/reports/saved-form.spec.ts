import { beforeAll, describe, expect, it } from '@jest/globals';
import type { SavedReport } from '../../api/operations/reports.js';
import { setZone } from '../../format/zone.js';
import { newSaved, savedFormOf, savedInputOf } from './saved-form.js';

const SAVED: SavedReport = {
  ...{ id: '7c9e6679', name: 'Web, each week', isEnabled: false, madeBy: 'ada', nextAt: null, lastJob: null },
  faults: [],
  input: {
    ...{ kind: 'CUSTOM', host: null, name: null, filter: { host: { glob: 'web-*' } }, range: null },
    ...{ from: '2026-11-01T00:00:00.000Z', to: '2026-11-02T12:30:00.000Z', compare: false, timeZone: 'Asia/Kolkata' },
    sections: ['SUMMARY', 'HOSTS'],
  },
  schedule: { cron: '0 6 * * 1', timeZone: 'Europe/Berlin', formats: ['PDF', 'CSV'], channels: ['mail'] },
};
beforeAll(() => setZone('Europe/Berlin'));

describe('a saved report', () => {
  it('is saved again as it was, with the filter that the form does not show', () => {
    const { name, isEnabled, input, schedule } = SAVED;
    expect(savedInputOf(savedFormOf(SAVED))).toEqual({ name, isEnabled, input, schedule });
  });

  it('has what keeps it from being made at its fields', () => {
    const faults = [{ field: 'schedule.timeZone', reason: 'is no time zone that is known here' }];
    expect([savedFormOf({ ...SAVED, faults }).faults, newSaved().faults]).toEqual([faults, []]);
  });

  it('is of last month where nothing was said', () => {
    const input = { ...SAVED.input, from: null, to: null };
    expect(savedInputOf(savedFormOf({ ...SAVED, input })).input).toMatchObject({ range: 'LAST_MONTH', from: null });
  });

  it('is new a PDF on the first of each month, sent to nobody', () =>
    expect(savedInputOf(newSaved())).toMatchObject({
      ...{ input: { kind: 'FLEET', range: 'LAST_MONTH' }, isEnabled: true },
      schedule: { cron: '0 6 1 * *', timeZone: 'Europe/Berlin', formats: ['PDF'], channels: [] },
    }));
});
