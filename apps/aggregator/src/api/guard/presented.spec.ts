import { describe, expect, it } from '@jest/globals';
import { presentedBy } from './presented.js';

const SESSION = (secret: string) => ({ kind: 'session', secret });
const TOKEN = (secret: string) => ({ kind: 'token', secret });

describe('what a request shows', () => {
  it.each([
    ['nothing', {}, true, null],
    ['a token', { authorization: 'Bearer weir_a' }, true, TOKEN('weir_a')],
    ['a token, written otherwise', { authorization: 'bearer  weir_a ' }, false, TOKEN('weir_a')],
    ['a password of a proxy', { authorization: 'Basic YTpi' }, true, null],
    ['no token', { authorization: 'Bearer ' }, true, null],
    ['a session over TLS', { cookie: 'a=1; __Host-weir-session=s; b=2' }, true, SESSION('s')],
    ['a session over plain HTTP', { cookie: 'weir-session=s' }, false, SESSION('s')],
    ['a session over TLS that anybody between could have set', { cookie: 'weir-session=s' }, true, null],
    ['a session over plain HTTP that no browser would send', { cookie: '__Host-weir-session=s' }, false, null],
    ['a cookie that is called alike', { cookie: 'xweir-session=s; weir-session2=s' }, false, null],
    ['a token before a session', { authorization: 'Bearer t', cookie: 'weir-session=s' }, false, TOKEN('t')],
  ])('%s', (_what, headers, isSecure, shown) => {
    expect(presentedBy({ headers }, isSecure)).toEqual(shown);
  });

  it('takes a token of the first message of a WebSocket in the place of the header', () => {
    expect(presentedBy({ headers: { cookie: 'weir-session=s' } }, false, 'Bearer t')).toEqual(TOKEN('t'));
  });
});
