import { asCidr, type Cidr, isPartOfAddress, liesIn, mayBeginIn } from './address.js';
import { addressKey, idKey, type LookedUp, netIdKey } from './places.js';
import type { SearchField, Subject } from './subject.js';

/** What a subject was found by, besides its name. */
export interface Found {
  readonly field: SearchField;
  /** The text that matched. */
  readonly value: string;
  readonly isExact: boolean;
}

/** Looks at what a subject has besides its name; only those under its key, or under keys that it admits, may be found. */
export interface Lookup {
  readonly among: LookedUp;
  readonly isUnder: string | ((key: string) => boolean);
  look(subject: Subject): Found | null;
}

/** Fewer digits begin too many ids. */
const FEWEST_DIGITS = 4;
const ID = /^[0-9a-f-]+$/;
/** An interface's id: upper and lower case differ in it, so it is taken as it is. */
const NET_ID = /^[\w-]{16}$/;

/** How to look a text up in what subjects have besides names; null where it can be nothing of that kind. */
export function lookupOf(given: string): Lookup | null {
  const text = given.toLowerCase();
  const cidr = asCidr(text);
  if (cidr) return byNetwork(cidr);
  if (isPartOfAddress(text)) return byAddress(text);
  if (text.length >= FEWEST_DIGITS && ID.test(text)) return byId(text);
  return NET_ID.test(given) ? byNetId(given) : null;
}

function byNetwork(cidr: Cidr): Lookup {
  const look = (subject: Subject): Found | null => {
    for (const value of subject.texts) {
      if (liesIn(value, cidr)) return { field: fieldOf(subject), value, isExact: false };
    }
    return null;
  };
  return { among: 'addressed', isUnder: (key) => mayBeginIn(key, cidr), look };
}

function byAddress(text: string): Lookup {
  const look = (subject: Subject): Found | null => {
    const { mac, texts } = subject;
    if (mac?.startsWith(text)) return { field: 'mac', value: mac, isExact: mac === text };
    for (const value of texts) {
      if (value.startsWith(text)) return { field: fieldOf(subject), value, isExact: texts.includes(text) };
    }
    return null;
  };
  return { among: 'addressed', isUnder: addressKey(text), look };
}

/** Hosts and containers; the id of an interface never looks like one, since letters of both cases are in it. */
function byId(text: string): Lookup {
  const look = ({ id }: Subject): Found | null =>
    id.startsWith(text) ? { field: 'id', value: id, isExact: id === text } : null;
  return { among: 'identified', isUnder: idKey(text), look };
}

function byNetId(netId: string): Lookup {
  const look = ({ id }: Subject): Found | null => (id === netId ? { field: 'id', value: id, isExact: true } : null);
  return { among: 'interfaces', isUnder: netIdKey(netId), look };
}

const fieldOf = ({ kind }: Subject): SearchField => (kind === 'network' ? 'subnet' : 'address');
