import { describe, expect, it } from '@jest/globals';
import type { SeriesRequest } from '../series.js';
import { keepMsOf, nameOf } from './series-name.js';

const START_MS = Date.UTC(2026, 0, 1);
const asked = (more: Partial<SeriesRequest> = {}, laterMs = 0): SeriesRequest => ({
  ...{ interfaces: null, filter: null, points: 300, counters: ['rxBytes', 'txBytes'], measures: ['average'] },
  ...{ fromMs: START_MS + laterMs, toMs: START_MS + 900_000 + laterMs, top: null, compareMs: null },
  grouping: { dimensions: ['host'], labels: [] },
  ...more,
});

describe('nameOf', () => {
  it('is the same for a range that slides within a step', () => {
    expect(nameOf(asked({}, 4_999))).toBe(nameOf(asked({}, 1)));
    expect(nameOf(asked({}, 5_001))).not.toBe(nameOf(asked({}, 1)));
  });

  const others: [string, Partial<SeriesRequest>][] = [
    ['interfaces', { interfaces: ['a'] }],
    ['a filter', { filter: { hosts: ['a'] } }],
    ['points', { points: 200 }],
    ['the end', { toMs: START_MS + 960_000 }],
    ['counters', { counters: ['rxBytes'] }],
    ['measures', { measures: ['average', 'maximum'] }],
    ['a grouping', { grouping: { dimensions: ['all'], labels: [] } }],
    ['labels', { grouping: { dimensions: ['host'], labels: ['team'] } }],
    ['a top', { top: { count: 10, by: 'total', counter: null } }],
    ['a comparison', { compareMs: 60_000 }],
  ];
  it.each(others)('is another one for other %s', (_, more) => {
    expect(nameOf(asked(more))).not.toBe(nameOf(asked()));
  });
});

describe('keepMsOf', () => {
  it('keeps what reaches into now for a step, and for some seconds at most', () => {
    const request = asked();
    expect(keepMsOf(request, 2_000, request.toMs)).toBe(2_000);
    expect(keepMsOf(request, 300_000, request.toMs)).toBe(5_000);
  });

  it('keeps nothing of the past', () => {
    const request = asked();
    expect(keepMsOf(request, 5_000, request.toMs + 5_000)).toBe(0);
  });
});
