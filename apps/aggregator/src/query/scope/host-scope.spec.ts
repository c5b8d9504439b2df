import { describe, expect, it } from '@jest/globals';
import { cutScope, type HostScope, isInScope, refusalOfScope, scopeKey } from './host-scope.js';

const scope = (hosts: string[], labels: Record<string, string> = {}): HostScope => ({
  hosts,
  labels: Object.entries(labels).map(([name, value]) => ({ name, value })),
});
const host = (name: string, labels: Record<string, string> = {}) => ({ name, labels });

describe('isInScope', () => {
  it.each([
    ['all hosts without a scope', null, host('a'), true],
    ['none of nothing', scope([]), host('a'), false],
    ['a name that fits, whatever its case', scope(['WEB-*']), host('web-1'), true],
    ['no name that only begins so', scope(['web']), host('web-1'), false],
    ['a name that one of several fits', scope(['db-?', 'web-?']), host('web-1'), true],
    ['a label of that value', scope([], { team: 'shop' }), host('a', { team: 'shop' }), true],
    ['no label of another value', scope([], { team: 'shop' }), host('a', { team: 'SHOP' }), false],
    ['no label that is none of its own', scope([], { toString: 'x' }), host('a'), false],
    ['a name or a label, not both', scope(['db-*'], { team: 'shop' }), host('a', { team: 'shop' }), true],
  ])('holds %s', (_, own, which, expected) => {
    expect(isInScope(own, which)).toBe(expected);
  });
});

describe('cutScope', () => {
  const token = scope(['*-1']);
  const account = scope(['web-*']);

  it('holds what both hold, whichever way round', () => {
    for (const cut of [cutScope(token, account), cutScope(account, token)]) {
      expect(['web-1', 'web-2', 'db-1'].map((name) => isInScope(cut, host(name)))).toEqual([true, false, false]);
    }
  });

  it('is the other where one is of all hosts, and of three holds what all hold', () => {
    expect([cutScope(null, account), cutScope(account, null), cutScope(null, null)]).toEqual([account, account, null]);
    const three = cutScope(cutScope(token, account), scope(['*e*']));
    expect(['web-1', 'wab-1', 'eb-1'].map((name) => isInScope(three, host(name)))).toEqual([true, false, false]);
  });
});

describe('scopeKey', () => {
  it('is the same for the same hosts, and another for others', () => {
    expect(scopeKey(scope(['a', 'b']))).toBe(scopeKey(scope(['b', 'a'])));
    const others = [
      null,
      scope([]),
      scope(['a']),
      scope(['a,b']),
      scope([], { a: 'b' }),
      cutScope(scope(['a']), scope(['b'])),
    ];
    expect(new Set(others.map(scopeKey)).size).toBe(others.length);
  });
});

describe('refusalOfScope', () => {
  it.each([
    ['nothing', scope([])],
    ['too many globs', scope(Array.from({ length: 101 }, (_, index) => `h${index}`))],
    ['an empty glob', scope([''])],
    ['a label without a name', scope([], { '': 'x' })],
    ['a long glob', scope(['x'.repeat(254)])],
    ['a NUL', scope(['a\0'])],
  ])('refuses %s', (_, given) => {
    expect(refusalOfScope('scope', given)).toMatchObject({ field: 'scope' });
  });

  it('takes globs, and labels whose value may be empty', () => {
    expect(refusalOfScope('scope', scope(['*'], { edge: '' }))).toBeNull();
  });
});
