import { describe, expect, it } from '@jest/globals';
import { ACCESS_ROLES, hasRole, lowerRole } from './caller.js';

describe('roles', () => {
  it('each may what those before it may', () => {
    const may = ACCESS_ROLES.map((role) => ACCESS_ROLES.filter((needed) => hasRole({ role }, needed)));
    expect(may).toEqual([['viewer'], ['viewer', 'operator'], ['viewer', 'operator', 'admin']]);
  });

  it('an admin of some hosts alone is none', () => {
    const scope = { hosts: ['web-*'], labels: [] };
    expect([hasRole({ role: 'admin', scope }, 'admin'), hasRole({ role: 'admin', scope }, 'operator')]).toEqual([
      false,
      true,
    ]);
  });

  it.each([
    ['viewer', 'admin', 'viewer'],
    ['admin', 'operator', 'operator'],
    ['admin', 'admin', 'admin'],
  ] as const)('the lower of %s and %s is %s', (one, other, lower) => {
    expect(lowerRole(one, other)).toBe(lower);
  });
});
