import { describe, expect, it } from '@jest/globals';
import { RawJson, stringifyRaw } from './raw-json.js';

const answer = { line: 'a', columns: new RawJson('[1,null]'), more: [{ columns: new RawJson('{"b":"$&"}') }, 'c'] };

describe('RawJson', () => {
  it('is taken over as it is', () => {
    expect(stringifyRaw(answer)).toBe('{"line":"a","columns":[1,null],"more":[{"columns":{"b":"$&"}},"c"]}');
  });

  it('is its value to others who write JSON', () => {
    expect(JSON.stringify(answer)).toBe(stringifyRaw(answer));
  });

  it('leaves nothing behind when something cannot be written', () => {
    expect(() => stringifyRaw({ ...answer, big: 1n })).toThrow('BigInt');
    expect(JSON.stringify(answer)).toBe(stringifyRaw(answer));
  });
});
