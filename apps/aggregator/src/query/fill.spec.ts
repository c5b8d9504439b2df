import { describe, expect, it } from '@jest/globals';
import type { Bins } from './bins.js';
import { coveredBins, type Known } from './fill.js';

const grid = { startMs: 1_000_000, stepMs: 1_000, count: 4 };
const bins = (...values: number[]): Bins => Float64Array.from(values);
const FOREVER = { fromMs: 0, untilMs: Infinity };
const known = (more: Partial<Known>): Known => ({
  presence: bins(1_000, 1_000, 1_000, 1_000),
  unread: undefined,
  alive: FOREVER,
  sampled: undefined,
  clip: true,
  ...more,
});

describe('coveredBins', () => {
  it('is what the host was present', () => {
    expect([...coveredBins(grid, known({ presence: bins(1_000, 0, 400, 0) }))]).toEqual([1_000, 0, 400, 0]);
  });

  it('is nothing without any presence', () => {
    expect([...coveredBins(grid, known({ presence: undefined }))]).toEqual([0, 0, 0, 0]);
  });

  it('leaves out what could not be read, never below zero', () => {
    expect([...coveredBins(grid, known({ unread: bins(0, 1_000, 250, 1_300) }))]).toEqual([1_000, 0, 750, 0]);
  });

  it('begins with the birth of an interface and ends with its death', () => {
    const alive = { fromMs: 1_000_600, untilMs: 1_002_000 };
    expect([...coveredBins(grid, known({ alive }))]).toEqual([400, 1_000, 0, 0]);
  });

  it('does not count the absence of the host twice in the bucket of the birth', () => {
    const alive = { fromMs: 1_000_600, untilMs: Infinity };
    const presence = bins(400, 1_000, 1_000, 1_000);
    expect(coveredBins(grid, known({ alive, presence }))[0]).toBe(400);
  });

  it('counts the whole second of the host in a group, and nothing where no member lived', () => {
    const alive = { fromMs: 1_001_600, untilMs: 1_002_100 };
    expect([...coveredBins(grid, known({ alive, clip: false }))]).toEqual([0, 1_000, 1_000, 0]);
  });

  it('takes a stored sample as proof of life, for as long as it is', () => {
    const alive = { fromMs: 1_003_000, untilMs: Infinity };
    const sampled = bins(1_000, 0, 250, 1_000);
    expect([...coveredBins(grid, known({ alive, sampled }))]).toEqual([1_000, 0, 250, 1_000]);
    expect([...coveredBins(grid, known({ alive, sampled, clip: false }))]).toEqual([1_000, 0, 1_000, 1_000]);
  });

  it('takes at most a step where a sample stands in a bucket that nothing else covers', () => {
    const sampled = bins(0, 250, 60_000, 0);
    expect([...coveredBins(grid, known({ presence: undefined, sampled }))]).toEqual([0, 250, 1_000, 0]);
  });
});
