import { describe, expect, it } from '@jest/globals';
import { roleOfGroups } from './role.js';

const ROLES = [
  { group: 'staff', role: 'viewer' },
  { group: 'root', role: 'admin' },
  { group: 'ops', role: 'operator' },
] as const;

describe('roleOfGroups', () => {
  it.each([
    [['staff'], 'viewer'],
    [['ops', 'staff'], 'operator'],
    [['staff', 'root', 'ops'], 'admin'],
    [['others'], null],
    [['OPS', 'ops '], null],
    [[], null],
  ])('gives %j the highest role that one of them has: %s', (groups, role) => {
    expect(roleOfGroups(groups, ROLES)).toBe(role);
  });

  it('gives anybody what anybody has, and more to those with more', () => {
    const open = [...ROLES, { group: null, role: 'viewer' }] as const;
    expect(roleOfGroups([], open)).toBe('viewer');
    expect(roleOfGroups(['ops'], open)).toBe('operator');
    // A group that is called so is a group.
    expect(roleOfGroups(['*'], ROLES)).toBeNull();
  });
});
