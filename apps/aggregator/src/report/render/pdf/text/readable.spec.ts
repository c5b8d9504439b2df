import { describe, expect, it } from '@jest/globals';
import { MARK, readable } from './readable.js';

describe('readable', () => {
  it.each([
    ['  web  01\n', 'web 01'],
    ['a\u0000b\u0007', `a${MARK}b${MARK}`],
    ['\u202egnp.exe', `${MARK}gnp.exe`],
    ['\u2066a\u2069', `${MARK}a${MARK}`],
    ['\ud800', MARK],
    ['we\u200bb\ufe0f', 'web'],
    ['e\u0301', 'é'],
    ['z\u0351\u0352\u0353\u0354\u0355', 'z\u0353\u0354'],
    ['<img src=x>', '<img src=x>'],
  ])('writes %j as %j', (text, shown) => expect(readable(text)).toBe(shown));

  it('reads no text to its end that nobody would', () => {
    expect(readable('x'.repeat(1e6))).toHaveLength(10_001);
  });
});
