import { describe, expect, it } from '@jest/globals';
import { readKernel, sameBoot } from './host-identity.js';

describe('the name of a boot', () => {
  it.each([
    // The clock was set a little since.
    ['booted-1700000000000', 'booted-1700000004000', 'booted-1700000004000'],
    ['booted-1700000000000', 'booted-1699990000000', 'booted-1700000000000'],
    ['booted-1700000000000', '0b6f6f0a', 'booted-1700000000000'],
    ['booted-1700000000000', null, 'booted-1700000000000'],
    ['0b6f6f0a', '1c7f', '0b6f6f0a'],
  ])('%s after %s is %s', (now, before, expected) => {
    expect(sameBoot(now, before)).toBe(expected);
  });

  it('is when the system started, where there is no boot id', () => {
    const { boot, bootedAt, release } = readKernel('/no/such/proc', 1_700_000_000_000);
    expect(boot).toBe(`booted-${bootedAt}`);
    expect(bootedAt).toBeLessThan(1_700_000_000_000);
    expect(release).not.toBe('');
  });
});
