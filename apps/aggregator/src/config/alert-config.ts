import { isAddressOrSubnet } from './addresses.js';
import type { Expect, Get } from './config.js';
import { SEAL_KEY_REMEDY, type SealKey, sealKeysOf } from './seal-keys.js';

/** What alerts and their channels can be told from outside. */
export interface AlertConfig {
  /** The first seals secrets of channels, all of them open; none = channels with secrets are refused. */
  readonly secretKeys: readonly SealKey[];
  /** Of the dashboard, as people reach it; null = messages have no links. */
  readonly publicUrl: string | null;
  /** Addresses and subnets that channels may reach although they are this machine's. */
  readonly alertAllowedAddresses: readonly string[];
  /** Whose clocks messages tell times by. */
  readonly timeZone: string;
}

/** Reads them; faults are told by `expect`. */
export function alertConfigOf(get: Get, expect: Expect): AlertConfig {
  const [keys, url] = [get('WEIR_SECRET_KEYS'), get('WEIR_PUBLIC_URL')];
  return {
    secretKeys: expect('WEIR_SECRET_KEYS', keys === '' ? [] : sealKeysOf(keys), SEAL_KEY_REMEDY, []),
    publicUrl:
      url === ''
        ? null
        : expect(
            'WEIR_PUBLIC_URL',
            asPage(url),
            'must be the address of the dashboard as people reach it, such as https://weir.example, without a user, "?" or "#"',
            '',
          ),
    alertAllowedAddresses: expect(
      'WEIR_ALERT_ALLOWED_ADDRESSES',
      asAddresses(get('WEIR_ALERT_ALLOWED_ADDRESSES')),
      'must be addresses and subnets, such as 127.0.0.0/8,::1, separated by commas',
      [],
    ),
    timeZone: expect(
      'WEIR_TIME_ZONE',
      asTimeZone(get('WEIR_TIME_ZONE', 'UTC')),
      'must be the IANA name of a time zone, such as Europe/Berlin',
      'UTC',
    ),
  };
}

/** Without the slash at its end. */
function asPage(text: string): string | null {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return null;
  const { username, search, hash, href } = new URL(text);
  return username === '' && search === '' && hash === '' ? href.replace(/\/+$/, '') : null;
}

function asAddresses(text: string): readonly string[] | null {
  const addresses = text === '' ? [] : text.split(',').map((each) => each.trim());
  return addresses.every(isAddressOrSubnet) ? addresses : null;
}

function asTimeZone(name: string): string | null {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) && name;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
