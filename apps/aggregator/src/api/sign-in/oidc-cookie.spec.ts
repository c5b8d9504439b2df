import { expect, it } from '@jest/globals';
import { oidcCookie } from './oidc-cookie.js';

it('binds the way back to the browser, and over TLS to us alone', () => {
  const options = { httpOnly: true, sameSite: 'lax', path: '/', maxAge: 600_000 };
  expect(oidcCookie('https://weir.example')).toEqual({
    name: '__Host-weir-oidc',
    options: { ...options, secure: true },
  });
  expect(oidcCookie('http://127.0.0.1:8080')).toEqual({ name: 'weir-oidc', options: { ...options, secure: false } });
});
