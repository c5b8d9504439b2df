import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { isLoopback } from '@weir/model';

const FORWARDED = /^(forwarded|via|x-real-ip|x-forwarded-.*)$/;

/**
 * Whether a request comes from this machine, and from nobody that somebody else asks through: a proxy adds headers, or asks by
 * HTTP/1.0, as nginx does unless told otherwise, and a page whose name is pointed at us has that name as its host.
 */
export function isFromHere({ socket, headers, httpVersion }: IncomingMessage): boolean {
  const address = (socket.remoteAddress ?? '').replace(/^::ffff:/i, '');
  const isNear = isIP(address) !== 0 && isLoopback(address);
  const isDirect = httpVersion !== '1.0' && !Object.keys(headers).some((name) => FORWARDED.test(name));
  return isNear && isDirect && isOurName(headers.host);
}

function isOurName(host: string | undefined): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i.test(host ?? '');
}
