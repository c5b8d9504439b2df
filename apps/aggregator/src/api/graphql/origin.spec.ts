import { describe, expect, it } from '@jest/globals';
import { isSameOrigin } from './origin.js';

describe('isSameOrigin', () => {
  it.each([
    [{ host: 'weir.example:8080' }, true],
    [{ host: 'weir.example:8080', origin: 'http://weir.example:8080' }, true],
    [{ host: 'Weir.Example', origin: 'https://weir.example' }, true],
    [{ host: 'weir.example:8080', origin: 'http://weir.example' }, false],
    [{ host: 'weir.example', origin: 'https://evil.example' }, false],
    [{ host: 'weir.example', origin: 'null' }, false],
    [{ origin: 'https://evil.example' }, false],
  ])('%j → %s', (headers, answer) => {
    expect(isSameOrigin(headers)).toBe(answer);
  });
});
