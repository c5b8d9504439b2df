import { describe, expect, it } from '@jest/globals';
import { refusalOfFilter } from './filter.js';
import { holdsNul, refusalOfNul } from './nul.js';

describe('holdsNul', () => {
  it('finds a NUL anywhere, and none where there is no text', () => {
    expect(['\u0000', 'a\u0000b', 'a\u0000'].map(holdsNul)).toEqual([true, true, true]);
    expect(['', '0', '\\u0000', '\u0001', null, undefined].map(holdsNul)).toEqual(Array(6).fill(false));
  });
});

describe('refusalOfNul', () => {
  it('names the field', () => {
    expect(refusalOfNul('id', ['a', '\u0000'])).toMatchObject({ field: 'id' });
    expect(refusalOfNul('id', ['a', null])).toBeNull();
  });
});

describe('refusalOfFilter', () => {
  it('names the field of the filter', () => {
    expect(refusalOfFilter({ text: 'eth\u0000' })?.field).toBe('filter.text');
    expect(refusalOfFilter({ hosts: ['web', '\u0000'] })?.field).toBe('filter.hosts');
  });

  it('lets a sound or empty filter pass', () => {
    expect(refusalOfFilter({ text: 'eth', hosts: ['web'] })).toBeNull();
    expect(refusalOfFilter({ text: null, hosts: null })).toBeNull();
    expect(refusalOfFilter({})).toBeNull();
  });
});
