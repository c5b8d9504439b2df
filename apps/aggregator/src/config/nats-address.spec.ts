import { describe, expect, it } from '@jest/globals';
import { natsAddressOf } from './nats-address.js';

describe('natsAddressOf', () => {
  it.each([
    ['nats://one:4222', { servers: ['nats://one:4222'], user: null, password: null, tls: false }],
    [
      'nats://weir:s%40crt@one:4222, tls://two:4223',
      { servers: ['nats://one:4222', 'tls://two:4223'], user: 'weir', password: 's@crt', tls: true },
    ],
    ['tls://[::1]', { servers: ['tls://[::1]'], user: null, password: null, tls: true }],
  ])('reads %s', (text, address) => {
    expect(natsAddressOf(text)).toEqual(address);
  });

  it.each(['', 'nats', 'http://one', 'nats://', 'nats://one,', 'nats://one,x', 'nats://a%zz@one', 'nats://a:%ff@one'])(
    'does not take "%s" for an address',
    (text) => {
      expect(natsAddressOf(text)).toBeNull();
    },
  );
});
