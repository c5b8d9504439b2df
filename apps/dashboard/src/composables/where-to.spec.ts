import { describe, expect, it } from '@jest/globals';
import { signInPath, whereTo } from './where-to.js';

describe('the way back from sign-in', () => {
  it('is the address that one came from, as it stands', () => {
    const address = '/hosts/a?range=1h&f=host:web-*#top';
    const path = new URL(signInPath(address), location.origin);
    expect(path.pathname).toBe('/sign-in');
    expect(whereTo(path.searchParams.get('to'))).toBe(address);
    expect(signInPath('/')).toBe('/sign-in');
  });

  it.each([
    ...['//elsewhere.example/x', '/\\elsewhere.example', '/.//elsewhere.example', '/x/..//elsewhere.example'],
    ...['https://elsewhere.example', 'javascript:alert(1)', '\t//elsewhere.example', '//[', 'hosts', ''],
    ...['/sign-in?to=/hosts', '/setup'],
    ...[undefined, null, ['/hosts']],
  ])('never leads elsewhere, nor in circles: %j', (given) => {
    expect(whereTo(given)).toBe('/');
  });
});
