import { describe, expect, it } from '@jest/globals';
import { hostState } from './host-state.js';

const NOW = Date.parse('2026-11-21T12:00:00Z');

describe('hostState', () => {
  it.each([
    [10_000, 1_000, 'alive'],
    [10_001, 1_000, 'silent'],
    [10_001, null, 'silent'],
    [10_001, 5_000, 'alive'],
    [15_001, 5_000, 'silent'],
    [-1_500, 1_000, 'alive'],
  ])('after %d ms without a sample, at an interval of %s ms, is %s', (ageMs, intervalMs, state) => {
    expect(hostState(NOW - ageMs, intervalMs, NOW)).toBe(state);
  });
});
