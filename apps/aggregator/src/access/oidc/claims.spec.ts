import { describe, expect, it } from '@jest/globals';
import { groupsOf, nameOf } from './claims.js';

describe('groupsOf', () => {
  it.each([
    [{ groups: ['ops', 'staff'] }, 'groups', ['ops', 'staff']],
    [{ groups: 'ops' }, 'groups', ['ops']],
    [{ groups: [] }, 'groups', []],
    [{ groups: ['ops', 7, null, ['root']] }, 'groups', ['ops']],
    [{ realm_access: { roles: ['ops'] } }, 'realm_access.roles', ['ops']],
    [{ 'https://weir.example/groups': ['ops'] }, 'https://weir.example/groups', ['ops']],
    [{ 'a.b': ['one'], a: { b: ['other'] } }, 'a.b', ['one']],
  ])('takes %j by %s as %j', (claims, claim, groups) => {
    expect(groupsOf(claims, claim)).toEqual(groups);
  });

  it.each([
    [{}, 'groups'],
    [{ groups: { ops: true } }, 'groups'],
    [{ groups: 7 }, 'groups'],
    [{ realm_access: null }, 'realm_access.roles'],
    [{}, 'constructor.name'],
    [{}, '__proto__'],
  ])('finds none told in %j by %s', (claims, claim) => {
    expect(groupsOf(claims, claim)).toBeNull();
  });
});

describe('nameOf', () => {
  it.each([
    [{ preferred_username: 'alice', email: 'a@example.org', name: 'Alice' }, 'alice'],
    [{ preferred_username: '  ', email: 'a@example.org', name: 'Alice' }, 'a@example.org'],
    [{ name: 'Alice \n A.' }, 'Alice A.'],
    [{ name: 7 }, null],
    [{ name: '\u200B' }, null],
    [{ name: '\u202Enimda\u200B' }, 'nimda'],
    [{ name: '\uFF41dmin' }, 'admin'],
    [{ name: 'é'.repeat(300) }, 'é'.repeat(100)],
  ])('calls the one with %j %s', (claims, name) => {
    expect(nameOf(claims)).toBe(name);
  });
});
