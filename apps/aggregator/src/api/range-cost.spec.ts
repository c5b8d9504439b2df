import { describe, expect, it } from '@jest/globals';
import { MAX_COST } from './graphql/limits.js';
import { costOfArguments } from './graphql/prices.js';
import { costOfRange, type RangeAsked } from './range-cost.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NOON_MS = Date.parse('2026-11-20T12:00:00Z');

const cost = (spanMs: number, more: Partial<RangeAsked> = {}): number =>
  costOfRange({
    ...{ fromMs: NOON_MS - spanMs, toMs: NOON_MS, points: 300, interfaces: 1, hosts: null, groups: 1, columns: 1 },
    ...{ isCompared: false, ...more },
  });

describe('the cost of a range', () => {
  it('is that of the buckets read, at the resolution that suits the points, and of the values answered', () => {
    // An hour second by second, 240 points of 15 s; a day by 5 minutes, one bucket for each point.
    expect(cost(HOUR_MS)).toBe((3_600 + 240) / 100);
    expect(cost(DAY_MS)).toBe((288 + 288) / 100);
    expect(cost(DAY_MS, { points: 24 })).toBe((24 + 24) / 100);
  });

  it('grows with interfaces, groups, columns and a range to compare with', () => {
    const one = cost(DAY_MS);
    expect(cost(DAY_MS, { interfaces: 10, groups: 10 })).toBeCloseTo(10 * one);
    expect(cost(DAY_MS, { isCompared: true })).toBeCloseTo(2 * one);
    expect(cost(DAY_MS, { columns: 9 })).toBeCloseTo(5 * one);
    expect(cost(DAY_MS, { points: null })).toBe((288 + 1) / 100);
  });

  it('reckons with the whole fleet where nobody is named, however it is grouped', () => {
    expect(cost(HOUR_MS, { interfaces: null })).toBeGreaterThan(1_000 * 36);
    expect(cost(HOUR_MS, { interfaces: null, hosts: 1 })).toBeCloseTo(50 * 36, -1);
    expect(cost(HOUR_MS, { interfaces: null, hosts: 50_000 })).toBe(cost(HOUR_MS, { interfaces: null }));
  });

  it('is nothing for a range that is none, which is refused for that', () => {
    expect(cost(0)).toBe(0);
    expect(cost(-HOUR_MS)).toBe(0);
    expect(cost(Number.NaN)).toBe(0);
  });

  it.each([0, -1, 1e9, Number.NaN, 0.5])('is known for points that are refused later: %d', (points) => {
    expect(Number.isFinite(cost(DAY_MS, { points }))).toBe(true);
  });

  it('lets any chart of ten years pass, and none of all time', () => {
    const fleet = { interfaces: null, groups: null };
    expect(cost(3_650 * DAY_MS, fleet)).toBeLessThan(MAX_COST);
    expect(cost(NOON_MS, { ...fleet, groups: 1 })).toBeLessThan(MAX_COST);
    expect(cost(1_000 * 365 * DAY_MS, fleet)).toBeGreaterThan(MAX_COST);
    expect(cost(2.5 * HOUR_MS, { ...fleet, columns: 24 })).toBeLessThan(MAX_COST);
  });
});

describe('the cost of arguments', () => {
  const range = { from: new Date(NOON_MS - HOUR_MS), to: new Date(NOON_MS), points: 300, counters: ['rxBytes'] };
  const of = (input: object): number => costOfArguments('Query', 'series', { input });

  it('is found in an input, or beside it', () => {
    expect(of(range)).toBe(costOfArguments('Host', 'series', range));
    expect(of(range)).toBeGreaterThan(36_000);
    expect(costOfArguments('Query', 'hosts', { first: 10 })).toBe(0);
  });

  it('knows who is asked for, and how many groups', () => {
    const read = 3_600 / 100;
    const answered = 240 / 100;
    expect(of({ ...range, interfaces: ['a', 'b'] })).toBeCloseTo(2 * read + 2 * answered);
    expect(of({ ...range, filter: { hosts: ['a'] }, grouping: 'all' })).toBeCloseTo(50 * read + answered);
    expect(of({ ...range, filter: { hosts: ['a'] }, groupBy: ['all'] })).toBeCloseTo(50 * read + answered);
    expect(of({ ...range, filter: { hosts: ['a'] }, top: { count: 9 } })).toBeCloseTo(50 * read + 10 * answered);
    expect(of({ ...range, filter: { hosts: ['a'] }, groupBy: ['all'], groupByLabels: ['x'] })).toBeCloseTo(
      50 * (read + answered),
    );
    const wide = { ...range, interfaces: ['a'], counters: ['rxBytes', 'txBytes'], measures: ['average', 'sum'] };
    expect(of(wide)).toBeCloseTo(read + 4 * answered);
    expect(of({ ...wide, compareMilliseconds: 1 })).toBeCloseTo(2 * (read + 4 * answered));
  });

  it('knows that what is named has one state each, and how many are ranked', () => {
    const states = { from: range.from, to: range.to, points: 60 };
    expect(of({ ...states, hosts: ['a', 'b'] })).toBeCloseTo((2 * (60 + 60 * 37)) / 100);
    expect(of({ ...states, containers: ['a', 'b', 'c'] })).toBeCloseTo((3 * (60 + 60 * 37)) / 100);
    expect(of({ ...states, hosts: ['a'], interfaces: ['b', 'c'] })).toBeCloseTo((3 * (60 + 60 * 37)) / 100);
    const peers = costOfArguments('Query', 'latencySeries', { input: { ...states, hosts: ['a'] } });
    expect(peers).toBeCloseTo((100 * (60 + 60 * 37)) / 100);
    const ranked = { from: range.from, to: range.to, counters: ['rxBytes'], filter: { hosts: ['a'] } };
    expect(of({ ...ranked, count: 9 })).toBeCloseTo((50 * 3_600 + 10) / 100);
  });

  it('is nothing of a list within a range, of which only the first are read', () => {
    expect(costOfArguments('Query', 'events', { from: range.from, to: range.to, first: 50 })).toBe(0);
  });

  it('is that of a quarter of an hour for averages', () => {
    expect(costOfArguments('Query', 'averages', { input: { interfaces: ['a'] } })).toBeCloseTo((900 + 37) / 100);
  });
});
