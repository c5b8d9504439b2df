import { describe, expect, it } from '@jest/globals';
import { isAddressOrSubnet } from './addresses.js';

describe('a list of addresses', () => {
  it.each([
    ['10.0.0.0/8', true],
    ['::1', true],
    ['fd00::/129', false],
    ['10.0.0.0/33', false],
    ['10.0.0.0/', false],
    ['example.org', false],
  ])('takes %s: %s', (text, isTaken) => {
    expect(isAddressOrSubnet(text)).toBe(isTaken);
  });
});
