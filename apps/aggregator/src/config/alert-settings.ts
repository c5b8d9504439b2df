import { orRemedy, readOptional, type SettingValue, type Settings } from '@weir/model';
import { asAddresses, asPage, asTimeZone } from './readers.js';
import { SEAL_KEY_REMEDY, type SealKey, sealKeysOf } from './seal-keys.js';

/** What alerts and their channels can be told from outside. */
export const ALERT_SETTINGS = {
  WEIR_SECRET_KEYS: {
    default: '',
    takes: '32 random bytes as base64 (`openssl rand -base64 32`), several separated by commas',
    meaning:
      'what secrets of [channels](alerts.md#channels) are sealed with, the same in all processes: the first seals, all of them open. Without, channels that have secrets cannot be saved. `npm start` makes one and keeps it',
    isSecret: true,
    read: (text): SettingValue<readonly SealKey[]> => orRemedy(text === '' ? [] : sealKeysOf(text), SEAL_KEY_REMEDY),
  },
  WEIR_PUBLIC_URL: {
    default: '',
    takes: 'an address such as `https://weir.example`',
    meaning:
      'the dashboard as people reach it: where messages lead, and whose pages may use the API. Without, messages have no links',
    read: readOptional((text) =>
      orRemedy(
        asPage(text),
        'must be the address of the dashboard as people reach it, such as https://weir.example, without a user, "?" or "#"',
      ),
    ),
  },
  WEIR_ALERT_ALLOWED_ADDRESSES: {
    default: '',
    takes: 'addresses and subnets, separated by commas: `127.0.0.0/8,::1`',
    meaning: "what channels may reach although it is [this machine's or its link's](alerts.md#channels)",
    read: (text) =>
      orRemedy(asAddresses(text), 'must be addresses and subnets, such as 127.0.0.0/8,::1, separated by commas'),
  },
  WEIR_TIME_ZONE: {
    default: 'UTC',
    takes: 'IANA name of a time zone: `Europe/Berlin`',
    meaning: 'what messages tell times by',
    read: (text) => orRemedy(asTimeZone(text), 'must be the IANA name of a time zone, such as Europe/Berlin'),
  },
} satisfies Settings;
