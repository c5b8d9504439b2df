import { isIP, isIPv4 } from 'node:net';
import type { Refusal } from '@weir/model';
import { allOf, type Statement } from './sql.js';

/** What one IP address of an interface must match; all that is given must hold. */
export interface AddressMatch {
  /** Is this, however it is written. */
  readonly eq?: string | null;
  /** Is one of these. */
  readonly in?: readonly string[] | null;
  /** Lies in this subnet, in CIDR notation. */
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

/** SQL over `series`: one of its addresses matches. A match without operators asks for any address at all. */
export function addressSql(statement: Statement, match: AddressMatch): string {
  const tests = ['address IS NOT NULL'];
  if (match.eq != null) tests.push(`${INET} = ${statement.place(match.eq, 'inet')}`);
  if (match.in != null) tests.push(`${INET} = ANY (${statement.place(match.in, 'inet[]')})`);
  if (match.inSubnet != null) tests.push(`${INET} <<= ${statement.place(match.inSubnet, 'inet')}`);
  return `EXISTS (SELECT FROM unnest(series.addresses) AS address WHERE ${allOf(tests)})`;
}

const BYTE = '(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])';
const HEX = '[0-9a-f]{1,4}';
const IPV4 = `^${BYTE}([.]${BYTE}){3}$`;
/** Eight groups, or fewer around one `::`; never more than seven colons. */
const IPV6 = `^(?!([^:]*:){8})((${HEX}:){7}${HEX}|(${HEX}(:${HEX})*)?::(${HEX}(:${HEX})*)?)$`;

/** Agents tell addresses as text, and one that is none must not have the whole question fail. */
const INET = `CASE WHEN address ~ '${IPV4}' OR address ~* '${IPV6}' THEN address::inet END`;

/** A zone, as in `fe80::1%eth0`, is none that the database reads. */
function isAddress(text: string): boolean {
  return isIP(text) !== 0 && !text.includes('%');
}

function isSubnet(text: string): boolean {
  const [address = '', bits = '', ...more] = text.split('/');
  if (more.length > 0 || !isAddress(address) || !/^\d{1,3}$/.test(bits)) return false;
  return Number(bits) <= (isIPv4(address) ? 32 : 128);
}
