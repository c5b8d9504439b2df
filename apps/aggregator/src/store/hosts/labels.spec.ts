import { describe, expect, it } from '@jest/globals';
import { refusalOfLabels } from './labels.js';

const reasonOf = (...labels: [string, string][]): string | undefined =>
  refusalOfLabels(labels.map(([key, value]) => ({ key, value })))?.reason;

describe('labels of a host', () => {
  it('are what people write', () => {
    expect(reasonOf(['site', 'berlin'], ['example.org/rack-4', 'Über 4'], ['a', ''])).toBeUndefined();
    expect(reasonOf(['k'.repeat(63), 'v'.repeat(255)])).toBeUndefined();
  });

  it.each([
    ['an empty key', [['', 'x']], 'key ""'],
    ['a key with spaces', [['my site', 'x']], 'key "my site"'],
    ['a key that ends oddly', [['site-', 'x']], 'key "site-"'],
    ['a long key', [['k'.repeat(64), 'x']], '1 to 63'],
    ['a long value', [['site', 'v'.repeat(256)]], '255'],
    ['a NUL', [['site', 'a\u0000b']], 'NUL'],
    ['one key twice', [['site', 'a'], ['site', 'b']], 'twice'], // prettier-ignore
  ] as [string, [string, string][], string][])('are refused with %s', (_, labels, reason) => {
    expect(reasonOf(...labels)).toContain(reason);
  });

  it('are 32 at most', () => {
    const many = Array.from({ length: 33 }, (_, index): [string, string] => [`k${index}`, 'x']);
    expect([reasonOf(...many.slice(1)), reasonOf(...many)]).toEqual([undefined, expect.stringContaining('32')]);
  });
});
