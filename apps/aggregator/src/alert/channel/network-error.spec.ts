import { expect, it } from '@jest/globals';
import { codeOf, isTimeout, reasonOf } from './network-error.js';

it.each([
  [{ code: 'ENOTFOUND' }, 'is no name that can be looked up'],
  [{ code: 'EAI_AGAIN' }, 'cannot be looked up now'],
  [{ code: 'ESOCKET', originalCode: 'CERT_HAS_EXPIRED' }, 'has a certificate that has expired'],
  [{ errors: [{ code: 'ECONNREFUSED' }, { code: 'ENETUNREACH' }] }, 'refuses connections'],
  [{ code: 'EODD', message: 'something else' }, 'something else'],
  ['a text', 'a text'],
])('says of %j what it means', (error, words) => {
  expect(reasonOf(error)).toContain(words);
});

it('knows codes and what took too long by what they are, not by what made them', () => {
  expect([codeOf({ code: 'EX' }), codeOf({ code: 7 }), codeOf(null), codeOf('EX')]).toEqual(['EX', null, null, null]);
  expect([
    isTimeout({ name: 'TimeoutError' }),
    isTimeout({ name: 'AbortError' }),
    isTimeout({ name: 'Error' }),
  ]).toEqual([true, true, false]);
});
