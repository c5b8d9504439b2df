import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { Proxies, type Reached } from './proxies.js';

const PROXIES = new Proxies(['10.0.0.1', '172.16.0.0/12', 'fd00::/8']);

function reached(remoteAddress: string, headers: IncomingHttpHeaders): Reached {
  return PROXIES.reached({ socket: { remoteAddress }, headers } as unknown as IncomingMessage);
}

describe('whom a request is of', () => {
  const claims = { 'x-forwarded-for': '9.9.9.9', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'weir.lan' };

  it.each(['192.0.2.7', '10.0.0.2', '2001:db8::1', ''])(
    'is told by no header of %s, which is not trusted',
    (address) => {
      const own = { address, host: 'weir:8080', isSecure: false };
      expect(reached(address, { host: 'weir:8080', ...claims })).toEqual(own);
    },
  );

  it.each(['10.0.0.1', '::ffff:10.0.0.1', '172.31.255.255', 'fd12::1'])('is told by the proxy %s', (address) => {
    const told = { address: '9.9.9.9', host: 'weir.lan', isSecure: true };
    expect(reached(address, { host: 'weir:8080', ...claims })).toEqual(told);
  });

  it.each([
    ['1.1.1.1, 9.9.9.9', '9.9.9.9', 'what a client put before it'],
    ['1.1.1.1, 9.9.9.9, 172.16.0.9', '9.9.9.9', 'a chain of ours'],
    ['172.16.0.9, 10.0.0.1', '172.16.0.9', 'a client within ours'],
    ['9.9.9.9:4711', '9.9.9.9', 'a port'],
    ['[2001:db8::9]:4711', '2001:db8::9', 'brackets'],
    ['unknown', '10.0.0.1', 'what is no address'],
    ['', '10.0.0.1', 'nothing'],
  ])('takes of "%s" the address %s: %s', (header, address) => {
    expect(reached('10.0.0.1', { 'x-forwarded-for': header }).address).toBe(address);
  });

  it('believes the nearest proxy where several say how they were reached', () => {
    const said = { host: 'a', 'x-forwarded-proto': 'https, http', 'x-forwarded-host': 'evil.example, weir.lan' };
    expect(reached('10.0.0.1', said)).toMatchObject({ host: 'weir.lan', isSecure: false });
    expect(reached('10.0.0.1', { host: 'weir' })).toMatchObject({ host: 'weir', isSecure: false });
  });
});
