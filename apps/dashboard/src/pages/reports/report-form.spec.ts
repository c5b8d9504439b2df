import { beforeAll, describe, expect, it } from '@jest/globals';
import { setZone } from '../../format/zone.js';
import {
  filePath,
  formOf,
  newReport,
  queryOf,
  refusalsOf,
  type ReportForm,
  reportInputOf,
  unreadOf,
} from './report-form.js';

const BETWEEN = { range: 'BETWEEN', from: '2026-11-01T00:00', to: '2026-11-02T12:30' } as const;
const ALL_SET: ReportForm = {
  ...{ kind: 'CUSTOM', host: 'h1', hostName: 'h1', name: '', ...BETWEEN, compare: false },
  ...{ timeZone: 'Asia/Kolkata', sections: ['SUMMARY', 'HOSTS'] },
};
beforeAll(() => setZone('Europe/Berlin'));

describe('a report', () => {
  it.each<[string, ReportForm]>([
    ['of the fleet', newReport()],
    ['of a service', { ...newReport(), kind: 'SERVICE', name: 'shop/web & more', range: 'LAST_7_DAYS' }],
    ['of sections between two moments', ALL_SET],
  ])('%s is the same from its address', (_, form) => {
    expect(formOf(queryOf(form))).toEqual(form);
    expect(unreadOf({ ...queryOf(form), unit: 'bits', range: '1h' })).toBeNull();
  });

  it('is asked by moments of the clocks of the page', () =>
    expect(reportInputOf(ALL_SET)).toMatchObject({
      ...{ range: null, from: '2026-10-31T23:00:00.000Z', to: '2026-11-02T11:30:00.000Z', compare: false },
      sections: ['SUMMARY', 'HOSTS'],
    }));

  it('can be had as a file by words of REST', () => {
    const url = new URL(
      filePath({ ...newReport(), kind: 'NETWORK', name: 'a b', range: 'LAST_7_DAYS' }, 'pdf'),
      'http://weir',
    );
    expect(url.pathname).toBe('/api/v1/report/network.pdf');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      ...{ name: 'a b', range: 'last7Days', timeZone: 'Europe/Berlin', compare: 'true' },
    });
  });

  it('is as usual where an address makes no sense', () =>
    expect(
      formOf({ kind: 'nothing', over: 'ever', from: '2026-11-02', to: '2026-11-01', zone: 'Nowhere', sections: 'x' }),
    ).toEqual(newReport()));
});

describe('what an address asks that is not known', () => {
  it.each<[Record<string, string | string[]>, string]>([
    [{ kind: 'nope' }, 'kind must be one of fleet, host, network, service, capacity,'],
    [{ kinds: 'host' }, 'kinds is not known: there are kind, host, name, over, from, to, compare, zone, sections.'],
    [{ constructor: 'x' }, 'constructor is not known'],
    [{ kind: ['host', 'fleet'] }, 'kind is there more than once.'],
    [{ over: 'ever' }, 'over must be one of last_month,'],
    [{ from: 'zzz', to: '2026-11-02' }, 'In it, from must be a time, such as 2026-11-21T14:00:00Z.'],
    [{ from: '2026-11-02' }, 'from is without to.'],
    [{ to: '2026-11-02' }, 'to is without from.'],
    [{ from: '2026-11-02', to: '2026-11-01' }, 'to must be after from.'],
    [{ compare: 'maybe' }, 'compare must be one of yes, no.'],
    [{ zone: 'Nowhere' }, 'zone must be a time zone, such as Europe/Berlin.'],
    [{ kind: 'custom', sections: 'hosts,x' }, 'In it, sections must be one of summary, traffic,'],
    [{ kind: 'nope', over: 'ever' }, '; over must be one of'],
  ])('%p is told by its parameter', (query, reason) => expect(unreadOf(query)?.remedy).toContain(reason));
});

describe('what is missing', () => {
  it.each<[string, Partial<ReportForm>, string[]]>([
    ['of the fleet', {}, []],
    ['of a host that is not named', { kind: 'HOST' }, ['host']],
    ['of a network that is not named', { kind: 'NETWORK', name: ' ' }, ['name']],
    ['of no section', { kind: 'CUSTOM' }, ['sections']],
    ['of a zone that is none', { timeZone: 'Europe/Nowhere' }, ['timeZone']],
    ['of times that are none', { range: 'BETWEEN' }, ['from', 'to']],
    ['of a range that ends before it begins', { ...BETWEEN, to: BETWEEN.from }, ['to']],
  ])('%s is told by its field', (_, part, fields) =>
    expect(refusalsOf({ ...newReport(), ...part }).map(({ field }) => field)).toEqual(fields),
  );
});
