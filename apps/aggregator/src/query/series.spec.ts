import { describe, expect, it } from '@jest/globals';
import { maximumName, rateName, refusalOf, type SeriesRequest, type Top } from './series.js';

const request = (more: Partial<SeriesRequest> = {}): SeriesRequest => ({
  interfaces: null,
  filter: null,
  fromMs: Date.parse('2026-11-21T12:00:00Z'),
  toMs: Date.parse('2026-11-21T13:00:00Z'),
  points: 300,
  counters: ['rxBytes'],
  grouping: { dimensions: ['interface'], labels: [] },
  measures: ['average'],
  top: null,
  compareMs: null,
  ...more,
});

const top = (more: Partial<Top> = {}): Top => ({ count: 10, by: 'total', counter: null, ...more });

describe('refusalOf', () => {
  it('lets a sound request pass', () => {
    expect(refusalOf(request())).toBeNull();
    expect(refusalOf(request({ points: 1, interfaces: ['x'] }))).toBeNull();
    expect(refusalOf(request({ grouping: { dimensions: ['host', 'network'], labels: ['team'] } }))).toBeNull();
    expect(refusalOf(request({ top: top({ count: 1_000, counter: 'rxBytes' }), compareMs: 604_800_000 }))).toBeNull();
  });

  it.each<[string, Partial<SeriesRequest>]>([
    ['from', { fromMs: Date.parse('2026-11-21T13:00:00Z') }],
    ['from', { fromMs: Date.parse('2026-11-21T14:00:00Z') }],
    ['from', { fromMs: -1 }],
    ['from', { fromMs: Number.NaN }],
    ['to', { toMs: 8.64e15 }],
    ['points', { points: 0 }],
    ['points', { points: 301 }],
    ['points', { points: 1.5 }],
    ['counters', { counters: [] }],
    ['measures', { measures: [] }],
    ['groupBy', { grouping: { dimensions: [], labels: [] } }],
    ['groupBy', { grouping: { dimensions: ['host', 'host'], labels: [] } }],
    ['groupBy', { grouping: { dimensions: [], labels: ['a', 'a'] } }],
    ['groupBy', { grouping: { dimensions: ['host', 'network', 'stack'], labels: ['a', 'b'] } }],
    ['groupByLabels', { grouping: { dimensions: [], labels: ['\u0000'] } }],
    ['top.count', { top: top({ count: 0 }) }],
    ['top.count', { top: top({ count: 1_001 }) }],
    ['top.counter', { top: top({ counter: 'txErrors' }) }],
    ['compareMilliseconds', { compareMs: 0 }],
    ['compareMilliseconds', { compareMs: 1.5 }],
    ['compareMilliseconds', { compareMs: Date.parse('2030-01-01T00:00:00Z') }],
    ['filter', { interfaces: ['x'], filter: {} }],
    ['filter.service', { filter: { service: { in: ['a', '\u0000'] } } }],
    ['filter.labels', { filter: { labels: [{ key: '\u0000' }] } }],
    ['filter.text', { filter: { text: '\u0000' } }],
  ])('refuses a bad request and names %s', (field, fault) => {
    expect(refusalOf(request(fault))?.field).toBe(field);
  });
});

describe('rateName', () => {
  it('names the unit', () => {
    expect(rateName('rxBytes')).toBe('rxBytesPerSecond');
    expect(maximumName('txBytes')).toBe('txBytesPerSecondMaximum');
  });
});
