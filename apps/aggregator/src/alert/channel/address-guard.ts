import { lookup } from 'node:dns';
import { type BlockList, isIP, isIPv6, type LookupFunction } from 'node:net';
import { blockListOf } from '../../config/addresses.js';

/** This machine, its link, whole networks, and the addresses at which clouds hand out credentials. */
const CLOSED_IPV4 = [
  '0.0.0.0/8',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '100.100.100.200/32',
  '168.63.129.16/32',
  '192.0.0.192/32',
  '224.0.0.0/4',
  '255.255.255.255/32',
];

/** The same in IPv6, and whole prefixes whose addresses hide one of IPv4: SIIT, NAT64 of one's own network, Teredo. */
const CLOSED_IPV6 = [
  '::/127',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
  'fd00:ec2::254/128',
  'fd20:ce::254/128',
  '::ffff:0:0:0/96',
  '64:ff9b:1::/48',
  '2001::/32',
];

/** Where no message goes unless it is allowed; of IPv4 also what carries such an address in IPv6. */
const CLOSED = [...CLOSED_IPV4, ...CLOSED_IPV4.flatMap(carriersOf), ...CLOSED_IPV6];

/** An address that no message goes to; `code` is how others tell it from what the network says. */
export class ClosedAddress extends Error {
  readonly code = 'WEIR_CLOSED_ADDRESS';
}

/** Says which addresses may be connected to: by the address itself, never by a name. */
export class AddressGuard {
  private readonly closed = blockListOf(CLOSED);
  private readonly allowed: BlockList;

  /** `allowed`: addresses and subnets that are open although they are closed by default. */
  constructor(allowed: readonly string[]) {
    this.allowed = blockListOf(allowed);
  }

  /** What is wrong with an address, or null. */
  refusalOf(address: string): string | null {
    const plain = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
    const family = isIPv6(plain) ? 'ipv6' : 'ipv4';
    if (isIP(plain) === 0) return `${address} is no IP address`;
    if (!this.closed.check(plain, family) || this.allowed.check(plain, family)) return null;
    return `leads to ${plain}, which is closed, as this machine, its link and metadata of clouds are: if that is meant, allow the address in the configuration`;
  }

  /** Looks a name up as the connection itself does, so that what was checked is what is connected to. One closed address closes the name. */
  readonly lookup: LookupFunction = (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '', 0);
      const refusal = addresses.map(({ address }) => this.refusalOf(address)).find((each) => each !== null);
      const [first] = addresses;
      if (refusal !== undefined) callback(new ClosedAddress(refusal), '', 0);
      else if (!first) callback(Object.assign(new Error(`${hostname} has no address`), { code: 'ENOTFOUND' }), '', 0);
      else if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };

  /** One address of a name, or of an address, that may be connected to. */
  resolve(hostname: string): Promise<string> {
    return new Promise((done, fail) => {
      const refusal = isIP(hostname) === 0 ? null : this.refusalOf(hostname);
      if (refusal) fail(new ClosedAddress(refusal));
      else if (isIP(hostname) !== 0) done(hostname);
      else this.lookup(hostname, { all: false }, (error, address) => (error ? fail(error) : done(String(address))));
    });
  }
}

/** A subnet of IPv4 as NAT64, "compatible" addresses and 6to4 carry it; mapped ones are looked at as IPv4 by themselves. */
function carriersOf(subnet: string): string[] {
  const [address = '', bits] = subnet.split('/');
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
  const words = [(a << 8) | b, (c << 8) | d].map((word) => word.toString(16)).join(':');
  return [
    `64:ff9b::${words}/${96 + Number(bits)}`,
    `::${words}/${96 + Number(bits)}`,
    `2002:${words}::/${16 + Number(bits)}`,
  ];
}
