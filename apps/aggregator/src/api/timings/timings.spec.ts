import { describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import { Allowance } from './allowance.js';
import { MAX_MEASURES, readMeasures } from './measure.js';
import { TimingMetrics } from './timing-metrics.js';

const measure = (more: object = {}): object => ({ kind: 'page', page: 'hosts', milliseconds: 120, ...more });

describe('what browsers measure', () => {
  it('is read, and pages nobody knows are one', () => {
    expect(readMeasures({ measures: [measure(), measure({ page: '<img>', milliseconds: 0 })] })).toEqual([
      { kind: 'page', page: 'hosts', seconds: 0.12 },
      { kind: 'page', page: 'other', seconds: 0 },
    ]);
  });

  it.each([
    ['no list', {}, 'measures is no list'],
    ['nothing', null, 'measures is no list'],
    ['another kind', { measures: [measure({ kind: 'x' })] }, 'measures[0].kind is none of load, page, frame'],
    ['a text', { measures: [measure(), measure({ milliseconds: '1' })] }, 'measures[1].milliseconds'],
    ['a negative time', { measures: [measure({ milliseconds: -1 })] }, 'measures[0].milliseconds'],
    ['what is no entry', { measures: [null] }, 'measures[0].kind'],
    ['too many', { measures: Array(MAX_MEASURES + 1).fill(measure()) }, 'more than 64'],
  ])('is refused where it is %s', (_name, body, words) => {
    expect(readMeasures(body)).toContain(words);
  });

  it('shows on the metrics, by page', async () => {
    const registry = new Registry();
    new TimingMetrics(registry).observe([{ kind: 'load', page: 'overview', seconds: 0.6 }]);
    expect(await registry.metrics()).toContain('weir_dashboard_load_seconds_bucket{le="0.75",page="overview"} 1');
  });
});

describe('Allowance', () => {
  it('lets a burst through, then so many a second', () => {
    let now = 0;
    const allowance = new Allowance(2, 3, () => now);
    const taken = (): number => [1, 2, 3, 4, 5].filter(() => allowance.take()).length;
    expect(taken()).toBe(3);
    expect(taken()).toBe(0);
    now = 1_000;
    expect(taken()).toBe(2);
    now = 60_000;
    expect(taken()).toBe(3);
  });
});
