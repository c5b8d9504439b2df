import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { isLoopback } from '@weir/model';

const FORWARDED = /^(forwarded|via|x-real-ip|x-forwarded-.*)$/;

/**
 * Whether a request comes from this machine, and from nobody that somebody else asks through: a proxy adds headers, and a page
 * whose name is pointed at us has that name as its host.
 */
export function isFromHere({ socket, headers }: IncomingMessage): boolean {
  const address = (socket.remoteAddress ?? '').replace(/^::ffff:/i, '');
  const isNear = isIP(address) !== 0 && isLoopback(address);
  return isNear && isOurName(headers.host) && !Object.keys(headers).some((name) => FORWARDED.test(name));
}

function isOurName(host: string | undefined): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i.test(host ?? '');
}
