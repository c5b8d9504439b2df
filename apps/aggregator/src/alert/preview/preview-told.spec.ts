import { expect, it } from '@jest/globals';
import type { ToldPast } from '../../query/alerts/past-told.js';
import { ruleOf } from '../rule/rule.fixture.js';
import { previewTold } from './preview-told.js';

const change = (key: string, atMs: number, kind: string): ToldPast => ({
  key,
  name: key,
  atMs,
  endMs: null,
  what: { change: kind },
});
const pattern = (key: string, atMs: number, endMs: number | null, strength: number): ToldPast => ({
  key,
  name: key,
  atMs,
  endMs,
  what: { class: 'fan-out', strength },
});

it('counts changes that a rule takes, and those that come while one is shown with it', () => {
  const rule = ruleOf({ change: { changes: ['interface.*'] }, keepFiringSeconds: 60 });
  const events = [
    change('a', 0, 'interface.mtu'),
    change('a', 30_000, 'interface.mtu'),
    change('b', 40_000, 'interface.added'),
    change('b', 41_000, 'network.added'),
    change('a', 120_000, 'interface.mtu'),
  ];
  const preview = previewTold(rule, events, 5, 10);
  expect(preview).toMatchObject({ subjectCount: 5, count: 3, firedCount: 2 });
  expect(preview.times.map(({ key, resolvedMs }) => [key, resolvedMs])).toEqual([
    ['a', 180_000],
    ['b', 100_000],
    ['a', 90_000],
  ]);
});

it('counts patterns of enough strength, the newest first', () => {
  const rule = ruleOf({ pattern: { categories: ['security'], strength: 0.8 } });
  const events = [
    pattern('a', 0, 1_000, 0.9),
    pattern('b', 2_000, 3_000, 0.5),
    pattern('a', 4_000, null, 0.95),
    pattern('a', 9_000, null, 0.95),
  ];
  expect(previewTold(rule, events, 2, 10).times.map(({ firedMs, resolvedMs }) => [firedMs, resolvedMs])).toEqual([
    [4_000, null],
    [0, 1_000],
  ]);
});
