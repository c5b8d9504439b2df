import { describe, expect, it } from '@jest/globals';
import { asEvents, EVENTS } from './events.js';
import { asRange, asStepMs, RANGE, SERIES, SERIES_ROWS } from './figures.js';
import { asFilter, FILTER } from './filter.js';
import { PAGE } from './page.js';
import { type ParameterSet, readParameters, type ValuesOf } from './parameter.js';

function valuesOf<S extends ParameterSet>(set: S, query: string): ValuesOf<S> {
  const read = readParameters(set, new URLSearchParams(query));
  if (!read.ok) throw new Error(`${read.refusal.field} ${read.refusal.reason}`);
  return read.value;
}

function refusalOf(set: ParameterSet, query: string): string {
  const read = readParameters(set, new URLSearchParams(query));
  return read.ok ? 'accepted' : `${read.refusal.field} ${read.refusal.reason}`;
}

/** Only what a filter asks. */
function filterOf(query: string): object {
  return Object.fromEntries(Object.entries(asFilter(valuesOf(FILTER, query))).filter(([, value]) => value !== null));
}

describe('the filter as parameters', () => {
  it.each<[string, object]>([
    ['', {}],
    ['host=web-1', { host: { eq: 'web-1' } }],
    ['host=web-*', { host: { glob: 'web-*' } }],
    ['interface=eth?', { interface: { glob: 'eth?' } }],
    ['host=a&host=b%2Cc', { host: { in: ['a', 'b,c'] } }],
    ['class=uplink,vlan&class=uplink', { classes: ['uplink', 'vlan'] }],
    ['uplink=false&includeGone=true', { uplink: false, includeGone: true }],
    ['label=team', { labels: [{ key: 'team' }] }],
    [
      'label=a%3Db%3Dc&label=d%3De*',
      {
        labels: [
          { key: 'a', eq: 'b=c' },
          { key: 'd', glob: 'e*' },
        ],
      },
    ],
    ['label=team%3D', { labels: [{ key: 'team', eq: '' }] }],
    ['hostLabel=site%3Dberlin&hostState=alive', { hostLabels: [{ key: 'site', eq: 'berlin' }], hostStates: ['alive'] }],
    ['address=fd00::/8&linkState=up,down', { addresses: { inSubnet: 'fd00::/8' }, linkStates: ['up', 'down'] }],
    ['address=10.0.0.1', { addresses: { eq: '10.0.0.1' } }],
    ['text=10%25+x', { text: '10% x' }],
  ])('reads %j', (query, filter) => {
    expect(filterOf(query)).toEqual(filter);
  });
});

describe('parameters', () => {
  it('have defaults', () => {
    expect(valuesOf(PAGE, '')).toEqual({ limit: 100, cursor: null });
    expect(valuesOf(SERIES, '')).toMatchObject({
      ...{ counters: ['rxBytes', 'txBytes'], measures: ['average'], points: 300, top: null, topBy: 'total' },
      groupBy: { dimensions: ['interface'], labels: [] },
    });
  });

  it('read groupings with labels, in the order of their kinds', () => {
    const { groupBy } = valuesOf(SERIES, 'groupBy=label:team,host&groupBy=label:a:b');
    expect(groupBy).toEqual({ dimensions: ['host'], labels: ['team', 'a:b'] });
  });

  it('read moments with their zone, and a range from either end', () => {
    const { from } = valuesOf(RANGE, 'from=2026-11-20T12:00:00.5%2B02:00');
    expect(from).toBe(Date.parse('2026-11-20T10:00:00.500Z'));
    expect(asRange({ from: null, to: null }, 7_200_000)).toEqual({ fromMs: 3_600_000, toMs: 7_200_000 });
    expect(asRange({ from: 5, to: null }, 7_200_000)).toEqual({ fromMs: 5, toMs: 7_200_000 });
    expect(asRange({ from: null, to: 4_000_000 }, 7_200_000)).toEqual({ fromMs: 400_000, toMs: 4_000_000 });
  });

  it('read steps by name', () => {
    expect(['1s', '30s', '5m', '12h', '1d', '30d'].map(asStepMs)).toEqual([1e3, 3e4, 3e5, 432e5, 864e5, 2_592e6]);
    expect(valuesOf(SERIES_ROWS, 'step=5m').step).toBe('5m');
    expect(asStepMs(valuesOf(SERIES_ROWS, '').step)).toBeNull();
  });

  it('read kinds of events', () => {
    const asked = asEvents(valuesOf({ ...FILTER, ...EVENTS }, 'kind=a.*&kind=b&from=2026-01-01T00:00Z&host=x'));
    expect(asked).toMatchObject({
      kinds: ['a.*', 'b'],
      fromMs: Date.UTC(2026, 0),
      toMs: null,
      filter: { host: { eq: 'x' } },
    });
  });

  it.each([
    ['limti=1', 'limti is not known here: use limit, cursor'],
    ['toString=1', 'toString is not known here: use limit, cursor'],
    ['__proto__=1', '__proto__ is not known here: use limit, cursor'],
    ['limit=', 'limit is empty: give a value, or leave it out'],
    ['limit=1e2', 'limit is no whole number from 1 to 500'],
    ['limit=-1', 'limit is no whole number from 1 to 500'],
    ['limit=1&limit=1', 'limit is given more than once'],
    ['cursor=%00', 'cursor holds a NUL character, which nothing is named with'],
  ])('refuse %j', (query, refusal) => {
    expect(refusalOf(PAGE, query)).toBe(refusal);
  });

  it.each([
    ['from=2026-02-31T00:00:00Z', /^from is no moment/],
    ['from=2026-01-01T00:00:00', /^from is no moment/],
    ['from=2026-01-01T00:00:00+02:00', /write the \+ of a time zone as %2B/],
    ['from=99999', /^from is no moment/],
    ['groupBy=host,,network', /^groupBy holds "", which is none of/],
    ['counters=rxBytes,', /^counters holds "", which is none of rxBytes, txBytes/],
    ['topBy=TOTAL', /^topBy is none of total, average/],
    ['points=0', /^points is no whole number from 1 to 300/],
  ])('refuse %j of a series', (query, refusal) => {
    expect(refusalOf(SERIES, query)).toMatch(refusal);
  });

  it('are refused beyond a number', () => {
    const many = Array.from({ length: 201 }, () => 'host=a').join('&');
    expect(refusalOf(FILTER, many)).toBe('host is one parameter too many: give 200 or fewer');
  });
});
