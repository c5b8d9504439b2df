import { asCidr, isPartOfAddress, liesIn } from './address.js';
import type { Place } from './entries.js';
import type { SearchField } from './subject.js';

/** What a place was found by, besides its name. */
export interface Found {
  readonly field: SearchField;
  /** The text that matched. */
  readonly value: string;
  readonly isExact: boolean;
}

/** Fewer digits begin too many ids. */
const FEWEST_DIGITS = 4;
const ID = /^[0-9a-f-]+$/;
/** An interface's id: half of its letters are in upper case, so it is taken as it is. */
const NET_ID = /^[\w-]{16}$/;

/** How to look a text up in what places have besides names; null where it can be nothing of that kind. */
export function lookupOf(given: string): ((place: Place) => Found | null) | null {
  const text = given.toLowerCase();
  const cidr = asCidr(text);
  if (cidr) {
    return ({ subject }) =>
      found(subject.kind === 'network' ? 'subnet' : 'address', subject.texts, (each) => liesIn(each, cidr));
  }
  if (isPartOfAddress(text)) return byAddress(text);
  const isId = text.length >= FEWEST_DIGITS && ID.test(text);
  if (!isId && !NET_ID.test(given)) return null;
  return ({ subject: { kind, id } }) => {
    if (kind === 'interface') return id === given ? { field: 'id', value: id, isExact: true } : null;
    if (!isId || (kind !== 'container' && kind !== 'host') || !id.startsWith(text)) return null;
    return { field: 'id', value: id, isExact: id === text };
  };
}

function byAddress(text: string): (place: Place) => Found | null {
  return ({ subject: { kind, mac, texts } }) => {
    if (mac?.startsWith(text)) return { field: 'mac', value: mac, isExact: mac === text };
    const value = texts.find((each) => each.startsWith(text));
    if (value === undefined) return null;
    return { field: kind === 'network' ? 'subnet' : 'address', value, isExact: texts.includes(text) };
  };
}

function found(field: SearchField, texts: readonly string[], matches: (text: string) => boolean): Found | null {
  const value = texts.find(matches);
  return value === undefined ? null : { field, value, isExact: false };
}
