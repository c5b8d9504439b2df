import { describe, expect, it } from '@jest/globals';
import { readSaved } from './read-saved.js';

const DEFINITION = {
  ...{ kind: 'service', host: null, name: 'shop/web', range: 'lastWeek', fromMs: null, toMs: null, compare: false },
  ...{ timeZone: 'Europe/Berlin', sections: null, filter: { labels: [{ key: 'tier', eq: 'web' }], uplink: true } },
};
const SCHEDULE = { cron: '0 6 * * 1', timeZone: 'Asia/Kolkata', formats: ['pdf', 'csv'], channels: ['managers'] };

function saved(definition: unknown, schedule: unknown): ReturnType<typeof readSaved> {
  const by = { accountId: null, tokenId: null, scope: null, scopeKey: '', madeBy: 'ada' };
  const at = new Date(0);
  return readSaved({
    ...{ id: 'a', name: 'Weekly', definition, schedule, isEnabled: true, madeAt: at, updatedAt: at, nextAt: at, ...by },
  });
}

describe('a saved report', () => {
  it('is read as it was saved, what is not said of it too', () => {
    const { definition, schedule, faults, name } = saved(DEFINITION, SCHEDULE);
    expect({ definition, schedule, faults, name }).toEqual({
      ...{ definition: DEFINITION, schedule: SCHEDULE, faults: [], name: 'Weekly' },
    });
    const least = saved({ kind: 'custom', sections: ['summary'] }, { timeZone: 'UTC', formats: ['csv'] });
    expect([least.faults, least.definition.sections, least.definition.compare]).toEqual([[], ['summary'], true]);
    expect(least.schedule).toEqual({ cron: null, timeZone: 'UTC', formats: ['csv'], channels: [] });
  });

  it.each([
    ['a kind', { kind: 'carbon' }, {}, 'input.kind', 'must be one of fleet, host'],
    ['a range', { range: 'lastDecade' }, {}, 'input.range', 'must be one of lastHour'],
    ['a section', { sections: ['carbon'] }, {}, 'input.sections[0]', 'must be one of summary'],
    ['a part of a filter', { filter: { planet: { eq: 'x' } } }, {}, 'input.filter.planet', 'is not known here'],
    ['a field', { currency: 'EUR' }, {}, 'input.currency', 'is not known here'],
    ['a zone', { timeZone: 'Europe/Atlantis' }, {}, 'input.timeZone', 'is no time zone that is known here'],
    ['a moment', { fromMs: 'yesterday' }, {}, 'input.fromMs', 'must be a number'],
    ['a zone of its schedule', {}, { timeZone: 'Europe/Atlantis' }, 'schedule.timeZone', 'name one such as'],
    ['a cron expression', {}, { cron: 'at dawn' }, 'schedule.cron', 'has 2 fields, not five'],
    ['a format', {}, { formats: ['docx'] }, 'schedule.formats[0]', 'must be one of pdf, csv, json'],
  ])('of which %s is not known says which, and what there is', (_, definition, schedule, field, reason) => {
    const { faults } = saved({ ...DEFINITION, ...definition }, { ...SCHEDULE, ...schedule });
    expect(faults).toEqual([{ field, reason: expect.stringContaining(reason) }]);
  });

  it.each([null, 7, 'fleet', []])('that is %j is read as one that says nothing, and is told', (garbage) => {
    const { definition, schedule, faults } = saved(garbage, garbage);
    expect([definition.kind, schedule.formats]).toEqual(['fleet', []]);
    expect(faults.map(({ field }) => field)).toEqual(['input', 'schedule']);
  });
});
