import { describe, expect, it } from '@jest/globals';
import { ownPath } from './own-path.js';

describe('ownPath', () => {
  it.each(['/', '/hosts', '/hosts/1?range=1h&x=%2F%2Fa#chart', '/hosts?next=//evil.example'])('keeps %s', (path) => {
    expect(ownPath(path)).toBe(path);
  });

  it.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/.//evil.example',
    '/x/..//evil.example',
    '/%2e//evil.example',
    ' //evil.example',
    'javascript:alert(1)',
    'hosts',
    '',
    '/auth/oidc/start',
    '/x/../auth/oidc/start',
    '/api/v1/hosts',
    '/graphql',
    undefined,
    ['/hosts', '//evil.example'],
  ])('leads to our first page in place of %j', (to) => {
    expect(ownPath(to)).toBe('/');
  });

  it('answers what a browser keeps at our own origin', () => {
    for (const to of ['/a//evil.example', '/a/../b', '/%09/evil.example', '/;//evil.example', '/@evil.example']) {
      expect(new URL(ownPath(to), 'https://weir.example').origin).toBe('https://weir.example');
    }
  });
});
