import { describe, expect, it } from '@jest/globals';
import { refusalOfName } from './given-name.js';

describe('refusalOfName', () => {
  it.each(['a', 'Uplink of web-1', '<b>große</b> 网络', '😀'.repeat(120)])('takes %j', (name) => {
    expect(refusalOfName('name', name)).toBeNull();
  });

  it.each([
    ['', 'must be 1 to 120 characters'],
    [' a', 'without spaces at its ends'],
    ['x'.repeat(121), 'must be 1 to 120 characters'],
    ['a\nb', 'characters that do not show'],
    ['a\u202egnp', 'characters that do not show'],
    ['\ud800', 'characters that do not show'],
  ])('refuses %j', (name, reason) => {
    expect(refusalOfName('name', name)).toEqual({ field: 'name', reason: expect.stringContaining(reason) });
  });
});
