import type { LocationQuery } from 'vue-router';
import type { Failure } from '../api/index.js';
import { isKept } from '../composables/use-kept-query.js';
import { isZone } from '../format/zone.js';

/** Why a text of an address cannot be read, behind the name of its parameter; null where it can. */
export type Reader = (text: string) => string | null;

type Options = readonly { readonly value: string }[];

/** Reads any text. */
export const anyText: Reader = () => null;

/** Reads one of some options, in letters of any size. */
export function oneOf(options: Options): Reader {
  const words = options.map(({ value }) => value.toLowerCase());
  return (text) => (words.includes(text.toLowerCase()) ? null : `must be one of ${words.join(', ')}`);
}

/** Reads what a test holds for, such as a day. */
export function such(test: (text: string) => boolean, what: string): Reader {
  return (text) => (test(text) ? null : `must be ${what}`);
}

/** Reads the name of a time zone. */
export const zoneText = such(isZone, 'a time zone, such as Europe/Berlin');

/** Reads several, with a mark between them. */
export function listOf(each: Reader, mark: string): Reader {
  return (text) =>
    text
      .split(mark)
      .map(each)
      .find((reason) => reason !== null) ?? null;
}

/**
 * What the address of a page asks and the page does not know, with what there is; null where it knows all of it. Of what is not known
 * nothing else is shown: a link that was meant for something would show another thing.
 */
export function unreadAddress(query: LocationQuery, readers: Readonly<Record<string, Reader>>): Failure | null {
  const reasons = Object.entries(query).flatMap(([name, given]) => {
    if (isKept(name)) return [];
    const reason = reasonOf(given, Object.hasOwn(readers, name) ? readers[name] : undefined, Object.keys(readers));
    return reason === null ? [] : [`${name} ${reason}`];
  });
  if (reasons.length === 0) return null;
  return {
    message: 'The address of this page cannot be read',
    remedy: `In it, ${reasons.join('; ')}.`,
    isLasting: true,
  };
}

function reasonOf(given: LocationQuery[string], reader: Reader | undefined, names: readonly string[]): string | null {
  if (!reader) return `is not known: there are ${names.join(', ')}`;
  if (Array.isArray(given)) return 'is there more than once';
  return given ? reader(given) : null;
}
