import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { isFromHere } from './local.js';

const request = (
  remoteAddress: string | undefined,
  headers: Record<string, string>,
  httpVersion = '1.1',
): IncomingMessage => ({ socket: { remoteAddress }, headers, httpVersion }) as unknown as IncomingMessage;

describe('isFromHere', () => {
  it.each([
    ['127.0.0.1', 'localhost', true],
    ['127.0.0.1', 'localhost:8080', true],
    ['::1', '[::1]:8080', true],
    ['::ffff:127.0.0.1', '127.0.0.1:1', true],
    ['127.9.9.9', 'LOCALHOST', true],
    ['10.0.0.5', 'localhost', false],
    ['::ffff:10.0.0.5', 'localhost', false],
    ['fe80::1', 'localhost', false],
    [undefined, 'localhost', false],
    ['localhost', 'localhost', false],
    ['127.0.0.1', 'weir.example', false],
    ['127.0.0.1', 'localhost.evil.example', false],
    ['127.0.0.1', 'evil.example:localhost', false],
    ['127.0.0.1', '127.0.0.2', false],
    ['127.0.0.1', 'localhost:8080, evil.example', false],
    ['127.0.0.1', '', false],
  ])('from %s to %s: %s', (address, host, isLocal) => {
    expect(isFromHere(request(address, { host }))).toBe(isLocal);
  });

  it.each(['forwarded', 'via', 'x-real-ip', 'x-forwarded-for', 'x-forwarded-prefix'])(
    'is not where somebody asks for somebody else: %s',
    (name) => {
      expect(isFromHere(request('127.0.0.1', { host: 'localhost', [name]: '' }))).toBe(false);
    },
  );

  it('is not by HTTP/1.0, which proxies ask by', () => {
    expect(isFromHere(request('127.0.0.1', { host: 'localhost' }, '1.0'))).toBe(false);
  });

  it('is not without a host', () => {
    expect(isFromHere(request('127.0.0.1', {}))).toBe(false);
  });
});
