import { describe, expect, it } from '@jest/globals';
import { Seen } from './seen.js';

describe('Seen', () => {
  it('lets an id pass once', () => {
    const seen = new Seen(1_000);
    expect(seen.isNew('a-1', 10_000)).toBe(true);
    expect(seen.isNew('a-1', 10_001)).toBe(false);
    expect(seen.isNew('a-2', 10_002)).toBe(true);
  });

  it('remembers over the turn of a generation and forgets after two', () => {
    const seen = new Seen(1_000);
    seen.isNew('a-1', 10_000);
    expect(seen.isNew('a-1', 11_500)).toBe(false);
    expect(seen.isNew('a-1', 12_600)).toBe(true);
  });
});
