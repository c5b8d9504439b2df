import { describe, expect, it } from '@jest/globals';
import { isAllowedOrigin, isSameOrigin } from './origin.js';

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

describe('isAllowedOrigin', () => {
  const host = 'weir.example';

  it('lets pages of our own and of listed origins pass, letter by letter', () => {
    const isAllowed = (origin?: string): boolean =>
      isAllowedOrigin({ host, ...(origin !== undefined && { origin }) }, ['https://grafana.example']);
    expect([isAllowed(), isAllowed('https://weir.example'), isAllowed('https://grafana.example')]).toEqual([
      true,
      true,
      true,
    ]);
    expect([isAllowed('http://grafana.example'), isAllowed('https://grafana.example.evil'), isAllowed('null')]).toEqual(
      [false, false, false],
    );
  });
});
