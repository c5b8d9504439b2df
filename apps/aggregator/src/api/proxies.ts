import type { IncomingMessage } from 'node:http';
import { type BlockList, isIP, isIPv6 } from 'node:net';
import { TLSSocket } from 'node:tls';
import { blockListOf } from '../config/addresses.js';

/** How a client reached us. */
export interface Reached {
  /** The client's own; of one whose connection is gone, none. */
  readonly address: string;
  /** What it took for our name: `weir.example:8080`. */
  readonly host: string | undefined;
  /** Whether it is known to have come over TLS. A proxy that is not trusted may have had it so, too. */
  readonly isSecure: boolean;
}

/** Reverse proxies whose word is taken for whom they speak for; what any other client claims changes nothing. */
export class Proxies {
  private readonly trusted: BlockList;

  /** Addresses and subnets. */
  constructor(trusted: readonly string[]) {
    this.trusted = blockListOf(trusted);
  }

  /** What the connection tells, or the proxy that it is of. Of lists only what our proxies added is believed: the end. */
  reached({ socket, headers }: IncomingMessage): Reached {
    const near = plain(socket.remoteAddress ?? '');
    if (!this.trusts(near)) return { address: near, host: headers.host, isSecure: socket instanceof TLSSocket };
    const claimed = listOf(headers['x-forwarded-for']).map(plain);
    const far = claimed.findLast((address) => !this.trusts(address)) ?? claimed[0] ?? near;
    const scheme = listOf(headers['x-forwarded-proto']).at(-1);
    return {
      address: isIP(far) === 0 ? near : far,
      host: listOf(headers['x-forwarded-host']).at(-1) ?? headers.host,
      isSecure: scheme === undefined ? socket instanceof TLSSocket : scheme.toLowerCase() === 'https',
    };
  }

  private trusts(address: string): boolean {
    return isIP(address) !== 0 && this.trusted.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
  }
}

/** A header that came several times is joined by Node, or is a list here. */
function listOf(header: string | readonly string[] | undefined): readonly string[] {
  const text = typeof header === 'string' ? header : (header?.join(',') ?? '');
  return text.split(',').flatMap((each) => each.trim() || []);
}

/** Without the port, brackets, and zone that some proxies write, and of IPv4 as it is. */
function plain(address: string): string {
  const bare = /^\[(.+)\](?::\d+)?$/.exec(address)?.[1] ?? /^([\d.]+):\d+$/.exec(address)?.[1] ?? address;
  return bare.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '');
}
