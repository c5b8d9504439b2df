import { describe, expect, it } from '@jest/globals';
import { type ReportAsked, requestAt } from './report-asked.js';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const ASKED: ReportAsked = {
  ...{ kind: 'fleet', host: null, name: null, filter: null, range: null, fromMs: null, toMs: null },
  ...{ compare: true, timeZone: null, sections: null },
};
const at = (text: string): number => Date.parse(text);

describe('requestAt', () => {
  it('means the last month where nothing is said, compared with the one before', () => {
    expect(requestAt({ ...ASKED, timeZone: 'Europe/Berlin' }, NOW)).toMatchObject({
      ok: true,
      value: {
        ...{
          fromMs: at('2026-10-01T00:00:00+02:00'),
          toMs: at('2026-11-01T00:00:00+01:00'),
          timeZone: 'Europe/Berlin',
        },
        before: { fromMs: at('2026-09-01T00:00:00+02:00'), toMs: at('2026-10-01T00:00:00+02:00') },
      },
    });
  });

  it('goes from a moment until now, compared with as long before, or with nothing', () => {
    const from = at('2026-11-21T12:00:00Z');
    expect(requestAt({ ...ASKED, fromMs: from }, NOW)).toMatchObject({
      value: { fromMs: from, toMs: NOW, before: { fromMs: from - (NOW - from), toMs: from }, subject: null },
    });
    expect(requestAt({ ...ASKED, fromMs: from, compare: false }, NOW)).toMatchObject({ value: { before: null } });
    expect(requestAt({ ...ASKED, kind: 'network', name: 'front', host: 'x' }, NOW)).toMatchObject({
      value: { subject: { name: 'front', host: 'x' } },
    });
  });

  it('compares with nothing that would lie before 1970', () => {
    expect(requestAt({ ...ASKED, fromMs: 10, toMs: 30 }, NOW)).toMatchObject({ value: { before: null } });
  });

  it.each<[string, Partial<ReportAsked>, string]>([
    ['an unknown zone', { timeZone: 'Europe/Atlantis' }, 'timeZone'],
    ['two ranges', { range: 'lastDay', fromMs: 0 }, 'range'],
    ['an end alone', { toMs: NOW }, 'from'],
    ['from after to', { fromMs: NOW, toMs: NOW - 1 }, 'from'],
    ['a future begin without an end', { fromMs: NOW + 1 }, 'from'],
    ['six years', { fromMs: at('2020-01-01T00:00:00Z') }, 'from'],
    ['a host without its id', { kind: 'host' }, 'host'],
    ['a network without its name', { kind: 'network' }, 'name'],
    ['a name of the fleet', { name: 'x' }, 'name'],
    ['a NUL', { kind: 'service', name: 'a\0' }, 'name'],
    ['custom without sections', { kind: 'custom', sections: [] }, 'sections'],
    ['sections of another kind', { sections: ['traffic'] }, 'sections'],
    ['a wrong filter', { filter: { text: 'a\0' } }, 'filter.text'],
    ['a filter of quotas', { kind: 'quota', filter: { host: null, stack: { eq: 'shop' } } }, 'filter.stack'],
    ['a filter of nothing but quotas', { kind: 'custom', sections: ['quotas'], filter: { text: 'a' } }, 'filter.text'],
  ])('refuses %s by its field', (_, wrong, field) => {
    expect(requestAt({ ...ASKED, ...wrong }, NOW)).toMatchObject({ ok: false, refusal: { field } });
  });

  it('takes a filter where it narrows something, and one that asks for nothing', () => {
    const filter = { stack: { eq: 'shop' } };
    for (const taken of [
      { filter },
      { kind: 'custom', sections: ['traffic', 'quotas'], filter } as const,
      { kind: 'quota', filter: { stack: null } } as const,
    ]) {
      expect(requestAt({ ...ASKED, ...taken }, NOW)).toMatchObject({ ok: true });
    }
  });

  it('refuses a day that has not begun', () => {
    expect(requestAt({ ...ASKED, range: 'thisDay' }, at('2026-11-22T00:00:00Z'))).toMatchObject({
      refusal: { field: 'range' },
    });
  });
});
