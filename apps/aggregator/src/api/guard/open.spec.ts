import { describe, expect, it } from '@jest/globals';
import { isOpen } from './open.js';

describe('what is open', () => {
  it.each([
    ['/livez', [], true],
    ['/healthz', [], false],
    ['/healthz', ['healthz'], true],
    ['/metrics', ['healthz', 'readyz'], false],
    ['/metrics', ['metrics'], true],
    ['/metrics/', ['metrics'], false],
    ['/METRICS', ['metrics'], false],
    ['/auth/sign-in', [], true],
    ['/auth', [], false],
    ['/authx/sign-in', [], false],
    ['/api/v1/enrolment', [], true],
    ['/api/v1/enrolment/other', [], false],
    ['/api/v1/hosts', ['healthz', 'readyz', 'metrics'], false],
    ['/graphql', ['healthz', 'readyz', 'metrics'], false],
    ['/', [], false],
  ] as const)('%s with %j: %s', (path, open, isItOpen) => {
    expect(isOpen(path, open)).toBe(isItOpen);
  });
});
