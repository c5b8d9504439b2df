import { lookup } from 'node:dns';
import { BlockList, isIP, isIPv6, type LookupFunction } from 'node:net';

/**
 * Where no message goes unless it is allowed: this machine, its link, whole networks, and the addresses at which clouds hand out
 * credentials. The forms of IPv6 that carry such an address of IPv4 inside are closed as well.
 */
const CLOSED = [
  '0.0.0.0/8',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '100.100.100.200/32',
  '192.0.0.192/32',
  '224.0.0.0/4',
  '255.255.255.255/32',
  '::/127',
  'fe80::/10',
  'ff00::/8',
  'fd00:ec2::254/128',
  'fd20:ce::254/128',
  ...['64:ff9b::', '::'].flatMap((prefix) => [`${prefix}7f00:0/104`, `${prefix}a9fe:0/112`, `${prefix}0:0/104`]),
  '2002:7f00::/24',
  '2002:a9fe::/32',
];

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
    return `leads to ${plain}, which is this machine or its link: if that is meant, allow the address in the configuration`;
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

function blockListOf(subnets: readonly string[]): BlockList {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [address = '', bits] = subnet.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    list.addSubnet(address, Number(bits ?? (family === 'ipv6' ? 128 : 32)), family);
  }
  return list;
}
