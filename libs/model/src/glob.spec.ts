import { describe, expect, it } from '@jest/globals';
import { matchesGlob } from './glob.js';

describe('matchesGlob', () => {
  it.each([
    ['interface.mtu', 'interface.mtu', true],
    ['interface.mtu', 'interface.*', true],
    ['interfaces.x', 'interface.*', false],
    ['interface.mtu', 'interface.mt', false],
    ['container.started', '*.started', true],
    ['container.started', '*.STARTED', false],
    ['a.b.a.b.c', '*a.b*c', true],
    ['a.b.a.b', '*a.b', true],
    ['interface.x', 'interface?x', true],
    ['interface.x', 'interface.x?', false],
    ['a🙂b', 'a?b', true],
    ['a\n(b', 'a?(*', true],
    ['anything', '*', true],
    ['', '', true],
    ['', '**', true],
    ['', '?', false],
    ['abc', '', false],
    ['aa', '(a+)+$|.*', false],
    ['a'.repeat(2_000), `${'*a'.repeat(500)}*b`, false],
  ])('%j by %j: %p', (text, glob, expected) => {
    expect(matchesGlob(text, glob)).toBe(expected);
  });
});
