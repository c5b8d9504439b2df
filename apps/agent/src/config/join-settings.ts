import {
  isLoopback,
  LONGEST_JOIN_TOKEN,
  orRemedy,
  readOptional,
  type SettingFault,
  type Settings,
  type ValuesOf,
} from '@weir/model';
import type { JoinSettings } from '../enrol/join-settings.js';
import { path } from './readers.js';

const PIN = /^sha256:[0-9a-f]{64}$/;

/** What makes this host join; without, NATS is spoken to as WEIR_NATS_URL says. */
export const JOIN_SETTINGS = {
  WEIR_JOIN_URL: {
    default: '',
    takes: '`https://host:port`; `http://` only on this machine',
    meaning:
      "the aggregator's address: with it the agent [enrols](operations.md#enrolling-hosts) there, and is told where NATS is; `WEIR_NATS_URL` then does not count",
    read: readOptional((text) =>
      orRemedy(
        asJoinUrl(text),
        'must be https://host:port, without a path; http:// only for an address of this machine',
      ),
    ),
  },
  WEIR_JOIN_TOKEN: {
    default: '',
    takes: 'a join token',
    meaning: 'what lets this host join; not needed any more once it did',
    isSecret: true,
    read: readOptional((text) =>
      orRemedy(
        text.length <= LONGEST_JOIN_TOKEN && !/\s/.test(text) ? text : null,
        'must be a join token, in one line',
      ),
    ),
  },
  WEIR_JOIN_TOKEN_FILE: {
    default: '',
    takes: 'an absolute path',
    meaning: 'the file that holds it instead, read each time that it is used: on Kubernetes a projected token',
    read: readOptional(path),
  },
  WEIR_JOIN_PIN: {
    default: '',
    takes: '`sha256:` and 64 digits',
    meaning:
      "fingerprint of the aggregator's certificate: then exactly that one is taken. Without, an authority that the system knows must have signed it",
    read: readOptional((text) =>
      orRemedy(
        PIN.test(text.toLowerCase()) ? text.toLowerCase() : null,
        'must be sha256: and the 64 hexadecimal digits of the certificate’s fingerprint',
      ),
    ),
  },
} satisfies Settings;

/** Null where this host does not join. */
export function joinOf(values: Partial<ValuesOf<typeof JOIN_SETTINGS>>): {
  readonly join: JoinSettings | null;
  readonly faults: readonly SettingFault[];
} {
  const { WEIR_JOIN_URL: url, WEIR_JOIN_TOKEN: token, WEIR_JOIN_TOKEN_FILE: tokenFile, WEIR_JOIN_PIN: pin } = values;
  // A setting with a fault of its own has no value.
  if (url === undefined || token === undefined || tokenFile === undefined || pin === undefined)
    return { join: null, faults: [] };
  const fault = faultOf({ url, token, tokenFile, pin });
  if (fault) return { join: null, faults: [fault] };
  return { join: url === null ? null : { url, token, tokenFile, pin }, faults: [] };
}

type Given = { readonly [Name in keyof JoinSettings]: string | null };

function faultOf({ url, token, tokenFile, pin }: Given): SettingFault | null {
  if (url === null && (token !== null || tokenFile !== null || pin !== null))
    return { name: 'WEIR_JOIN_URL', remedy: 'must be set too: a token or a pin is for the aggregator that it names' };
  if (token !== null && tokenFile !== null)
    return { name: 'WEIR_JOIN_TOKEN_FILE', remedy: 'must be left out where WEIR_JOIN_TOKEN is set' };
  if (pin !== null && url?.startsWith('http:'))
    return { name: 'WEIR_JOIN_PIN', remedy: 'must be left out where WEIR_JOIN_URL is no https://' };
  return null;
}

function asJoinUrl(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const { protocol, hostname, username, password, pathname, search, hash, origin } = new URL(text);
  if (username + password + search + hash !== '' || pathname !== '/') return null;
  if (protocol === 'https:') return origin;
  const isHere = hostname === 'localhost' || isLoopback(hostname.replace(/^\[|\]$/g, ''));
  return protocol === 'http:' && isHere ? origin : null;
}
