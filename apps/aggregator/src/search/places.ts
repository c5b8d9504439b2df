import type { Place } from './entries.js';
import type { Subject } from './subject.js';

/** Which of a subject's texts are looked up besides its name. */
export type LookedUp = 'addressed' | 'identified' | 'interfaces';

/** Ids are told apart by so many of their first characters: some thousand shares. */
const ID_CHARACTERS = 3;
const NET_ID_CHARACTERS = 2;

/** Under what a subject is kept, of each kind of text that is looked up. */
const KEYS: Readonly<Record<LookedUp, (subject: Subject) => readonly string[]>> = {
  addressed: ({ texts, mac }) => [...texts, ...(mac === null ? [] : [mac])].map(addressKey),
  identified: ({ kind, id }) => (kind === 'host' || kind === 'container' ? [idKey(id)] : []),
  interfaces: ({ kind, id }) => (kind === 'interface' ? [netIdKey(id)] : []),
};
const NOBODY: ReadonlySet<Place> = new Set();
const ALL = Object.keys(KEYS) as LookedUp[];

/** The first part of an address, a MAC or a subnet: `172` of `172.18.0.5`, nothing of `::1`. */
export function addressKey(text: string): string {
  return text.slice(0, Math.max(0, text.search(/[.:]/)));
}

/** What an id, or the beginning of one, is kept under. */
export const idKey = (id: string): string => id.slice(0, ID_CHARACTERS);

/** The same of the id of an interface. */
export const netIdKey = (id: string): string => id.slice(0, NET_ID_CHARACTERS);

/** Places by the beginnings of their addresses and ids, so that a look-up need not look at all of them. */
export class Places {
  private readonly shares: Readonly<Record<LookedUp, Map<string, Set<Place>>>> = {
    addressed: new Map(),
    identified: new Map(),
    interfaces: new Map(),
  };

  add(place: Place): void {
    for (const [share, key] of this.homesOf(place)) {
      const known = share.get(key);
      if (known) known.add(place);
      else share.set(key, new Set([place]));
    }
  }

  remove(place: Place): void {
    for (const [share, key] of this.homesOf(place)) {
      const known = share.get(key);
      known?.delete(place);
      if (known?.size === 0) share.delete(key);
    }
  }

  /** Sets of those that are kept under a key, or under the keys that are admitted; some may be of other texts that begin alike. */
  under(which: LookedUp, wanted: string | ((key: string) => boolean)): readonly ReadonlySet<Place>[] {
    const share = this.shares[which];
    if (typeof wanted === 'string') return [share.get(wanted) ?? NOBODY];
    return [...share].flatMap(([key, places]) => (wanted(key) ? [places] : []));
  }

  private *homesOf({ subject }: Place): Generator<readonly [Map<string, Set<Place>>, string]> {
    for (const which of ALL) for (const key of new Set(KEYS[which](subject))) yield [this.shares[which], key];
  }
}
