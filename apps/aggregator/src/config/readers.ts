import { listOf } from '@weir/model';
import { isAddressOrSubnet } from './addresses.js';

// Each reads a text as the configuration gives it; null where it is none.

export function asUrl(text: string, protocols: readonly string[]): string | null {
  return URL.canParse(text) && protocols.includes(new URL(text).protocol) ? text : null;
}

export function asPort(text: string): number | null {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : null;
}

export function asCount(text: string, most: number): number | null {
  const count = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return count >= 1 && count <= most ? count : null;
}

export function oneOf<T extends string>(allowed: readonly T[], text: string): T | null {
  return allowed.find((known) => known === text) ?? null;
}

export function asSwitch(text: string): boolean | null {
  return text === 'true' ? true : text === 'false' ? false : null;
}

/** An empty list where there is no text; commas alone would leave a process without a role. */
export function asSome<T extends string>(allowed: readonly T[], text: string): readonly T[] | null {
  const names = listOf(text).map((name) => oneOf(allowed, name));
  const known = names.filter((name) => name !== null);
  return known.length === names.length && (names.length > 0 || text === '') ? [...new Set(known)] : null;
}

/** A page's origin is compared letter by letter, so one that no browser would tell is a mistake. */
export function asOrigins(text: string): readonly string[] | null {
  const origins = listOf(text);
  return origins.every((each) => /^https?:/.test(each) && URL.canParse(each) && new URL(each).origin === each)
    ? origins
    : null;
}

/** An absolute path of a file; null = none. What is no path, as a key put there by mistake, is not repeated. */
export function asFile(text: string): string | null {
  return /^\/[^\n]+$/.test(text) ? text : null;
}

/** Addresses and subnets, but not all there are. */
export function asProxies(text: string): readonly string[] | null {
  const proxies = asAddresses(text);
  return proxies?.every((each) => !/\/0+$/.test(each)) === true ? proxies : null;
}

/** Addresses and subnets. */
export function asAddresses(text: string): readonly string[] | null {
  const addresses = listOf(text);
  return addresses.every(isAddressOrSubnet) ? addresses : null;
}

/** The address of a page, without the slash at its end. */
export function asPage(text: string): string | null {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return null;
  const { username, search, hash, href } = new URL(text);
  return username === '' && search === '' && hash === '' ? href.replace(/\/+$/, '') : null;
}

export function asTimeZone(name: string): string | null {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) && name;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
