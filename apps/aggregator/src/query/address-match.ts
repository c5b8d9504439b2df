import { isIP, isIPv4 } from 'node:net';
import type { Refusal } from '@weir/model';
import { allOf, type Statement } from './sql.js';

/** What the IP addresses of an interface must match; all that is given must hold, each for one of them. */
export interface AddressMatch {
  /** One is this, however it is written. */
  readonly eq?: string | null;
  /** One is among these. */
  readonly in?: readonly string[] | null;
  /** One lies in this subnet, in CIDR notation. */
  readonly inSubnet?: string | null;
}

/** What is wrong with a match, or null: the database would fail on what it cannot read as an address. */
export function refusalOfAddresses(field: string, match: AddressMatch | null | undefined): Refusal | null {
  if (match?.eq != null && !isAddress(match.eq)) return { field: `${field}.eq`, reason: 'is no IP address' };
  if (match?.in?.some((each) => !isAddress(each))) {
    return { field: `${field}.in`, reason: 'holds what is no IP address' };
  }
  if (match?.inSubnet == null || isSubnet(match.inSubnet)) return null;
  return { field: `${field}.inSubnet`, reason: 'is no subnet in CIDR notation, such as 10.1.0.0/16 or fd00::/8' };
}

/** SQL over `series`: its addresses match. A match without operators asks for any address at all. */
export function addressSql(statement: Statement, match: AddressMatch): string {
  const tests = [`series.addresses <> '{}'`];
  if (match.eq != null) tests.push(`${statement.place(match.eq, 'inet')} = ANY (series.addresses)`);
  if (match.in != null) tests.push(`series.addresses && ${statement.place(match.in, 'inet[]')}`);
  if (match.inSubnet != null) tests.push(`${statement.place(match.inSubnet, 'inet')} >>= ANY (series.addresses)`);
  return allOf(tests);
}

/** A zone, as in `fe80::1%eth0`, is none that the database reads. */
function isAddress(text: string): boolean {
  return isIP(text) !== 0 && !text.includes('%');
}

/** Whether a text is a subnet in CIDR notation. */
export function isSubnet(text: string): boolean {
  const [address = '', bits = '', ...more] = text.split('/');
  if (more.length > 0 || !isAddress(address) || !/^\d{1,3}$/.test(bits)) return false;
  return Number(bits) <= (isIPv4(address) ? 32 : 128);
}
