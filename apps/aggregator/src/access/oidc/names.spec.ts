import { describe, expect, it } from '@jest/globals';
import { accountNames } from './names.js';

describe('accountNames', () => {
  it('prefers the name, then tells apart who are called alike', () => {
    const names = accountNames('alice');
    expect(names.slice(0, 3)).toEqual(['alice', 'alice (2)', 'alice (3)']);
    expect(names.at(-1)).toMatch(/^user [0-9a-f]{16}$/);
  });

  it('takes no name of ours', () => {
    expect(accountNames('Local')[0]).toBe('Local (2)');
  });

  it('has one where there is none', () => {
    expect(accountNames('').at(-1)).toMatch(/^user /);
  });
});
