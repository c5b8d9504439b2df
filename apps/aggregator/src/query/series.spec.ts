import { describe, expect, it } from '@jest/globals';
import { rateName, refusalOf, type SeriesRequest } from './series.js';

const request = (more: Partial<SeriesRequest> = {}): SeriesRequest => ({
  interfaces: null,
  filter: null,
  fromMs: Date.parse('2026-11-21T12:00:00Z'),
  toMs: Date.parse('2026-11-21T13:00:00Z'),
  points: 300,
  counters: ['rxBytes'],
  grouping: 'interface',
  ...more,
});

describe('refusalOf', () => {
  it('lets a sound request pass', () => {
    expect(refusalOf(request())).toBeNull();
    expect(refusalOf(request({ points: 1, interfaces: ['x'] }))).toBeNull();
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
    ['filter', { interfaces: ['x'], filter: {} }],
    ['filter.text', { filter: { text: '\u0000' } }],
  ])('refuses a bad request and names %s', (field, fault) => {
    expect(refusalOf(request(fault))?.field).toBe(field);
  });
});

describe('rateName', () => {
  it('names the unit', () => {
    expect(rateName('rxBytes')).toBe('rxBytesPerSecond');
  });
});
