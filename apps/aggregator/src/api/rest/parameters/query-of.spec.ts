import { describe, expect, it } from '@jest/globals';
import { queryOf } from './query-of.js';

describe('queryOf', () => {
  it.each<[string, readonly [string, string][]]>([
    ['/api/v1/hosts', []],
    ['/api/v1/hosts?', []],
    [
      '/api/v1/hosts?host=web-1&limit=1',
      [
        ['host', 'web-1'],
        ['limit', '1'],
      ],
    ],
    ['/api/v1/hosts?host=web-?', [['host', 'web-?']]],
    [
      '/api/v1/hosts?host=a?&limit=1',
      [
        ['host', 'a?'],
        ['limit', '1'],
      ],
    ],
    ['/api/v1/hosts??limit=1', [['?limit', '1']]],
  ])('reads what is given behind the first question mark of %s', (url, given) => {
    expect([...queryOf(url)]).toEqual(given);
  });
});
