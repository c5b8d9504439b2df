import { describe, expect, it } from '@jest/globals';
import { globs } from './globs.js';

describe('patterns', () => {
  it.each<[string, string, boolean]>([
    ['ci-*', 'ci-job', true],
    ['ci-*', 'ci-', true],
    ['ci-*', 'my-ci-job', false],
    ['*', '', true],
    ['', '', true],
    ['', 'a', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['?', '🦊', true],
    ['*-job', 'ci-job-job', true],
    ['*-job', 'ci-job-jo', false],
    ['a*b*c', 'a-b-b-c', true],
    ['a*b*c', 'a-c-b', false],
    ['**a**', 'bab', true],
    ['a*?', 'a', false],
    ['(a+)[b].$', '(a+)[b].$', true],
    ['a.c', 'abc', false],
    ['a*c', 'a\nc', true],
  ])('%j and %j: %s', (pattern, text, expected) => {
    expect(globs([pattern])(text)).toBe(expected);
    expect(globs(['none', pattern])(text)).toBe(expected);
  });

  it('are not slowed by a name made for that', () => {
    expect(globs([`${'*a'.repeat(100)}*b`])('a'.repeat(4_000))).toBe(false);
  });
});
