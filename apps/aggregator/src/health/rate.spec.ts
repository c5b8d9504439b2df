import { describe, expect, it } from '@jest/globals';
import { Rate } from './rate.js';

describe('Rate', () => {
  it('is unknown until two moments were observed', () => {
    const rate = new Rate(10_000);
    expect(rate.perSecond).toBeNull();
    rate.observe(5, 1_000);
    expect(rate.perSecond).toBeNull();
  });

  it('is the growth over the window, older growth forgotten', () => {
    const rate = new Rate(10_000);
    rate.observe(0, 0);
    rate.observe(1_000, 5_000);
    expect(rate.perSecond).toBe(200);
    for (let second = 6; second <= 60; second += 1) rate.observe(1_000 + (second - 5) * 10, second * 1_000);
    expect(rate.perSecond).toBe(10);
  });
});
