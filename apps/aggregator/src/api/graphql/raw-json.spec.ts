import { describe, expect, it } from '@jest/globals';
import { completed, RawJson, RawPayload, stringifyRaw } from './raw-json.js';

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

  it('is taken over as well where somebody else makes the text around it', () => {
    const text = JSON.stringify({
      id: 'x',
      payload: new RawPayload({ data: { one: new RawJson('[1,2]'), two: new RawJson('"é"') } }),
    });
    expect(text).not.toContain('[1,2]');
    expect(completed(text)).toBe('{"id":"x","payload":{"data":{"one":[1,2],"two":"é"}}}');
    expect(completed('{"type":"pong"}')).toBe('{"type":"pong"}');
    expect(JSON.stringify(new RawJson('[1,2]'))).toBe('[1,2]');
  });
});
