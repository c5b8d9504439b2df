import { beforeEach, describe, expect, it } from '@jest/globals';
import { FocusLease } from './focus-lease.js';

describe('the length of a tick', () => {
  let nowMs = 0;
  beforeEach(() => {
    nowMs = 5_000;
  });
  const leaseOf = (configuredMs: number, finestMs = 250): FocusLease =>
    new FocusLease(configuredMs, finestMs, () => nowMs);

  it('is as configured before and after a lease, and shorter within it', () => {
    const lease = leaseOf(1_000);
    expect(lease.intervalMs()).toBe(1_000);
    lease.renew({ forMs: 10_000, intervalMs: 250 });
    nowMs = 14_999;
    expect(lease.intervalMs()).toBe(250);
    nowMs = 15_000;
    expect(lease.intervalMs()).toBe(1_000);
  });

  it('stays short while the lease is renewed', () => {
    const lease = leaseOf(10_000);
    for (let renewals = 0; renewals < 5; renewals += 1) {
      lease.renew({ forMs: 3_000, intervalMs: 500 });
      nowMs += 2_500;
      expect(lease.intervalMs()).toBe(500);
    }
    nowMs += 500;
    expect(lease.intervalMs()).toBe(10_000);
  });

  it('never becomes longer than configured', () => {
    const lease = leaseOf(1_000);
    lease.renew({ forMs: 10_000, intervalMs: 5_000 });
    expect(lease.intervalMs()).toBe(1_000);
  });

  it('never becomes shorter than tells anything new', () => {
    const lease = leaseOf(10_000, 1_000);
    lease.renew({ forMs: 10_000, intervalMs: 250 });
    expect(lease.intervalMs()).toBe(1_000);
  });

  it('is that of the newest lease', () => {
    const lease = leaseOf(1_000);
    lease.renew({ forMs: 60_000, intervalMs: 250 });
    lease.renew({ forMs: 1, intervalMs: 500 });
    expect(lease.intervalMs()).toBe(500);
    nowMs += 1;
    expect(lease.intervalMs()).toBe(1_000);
  });
});
