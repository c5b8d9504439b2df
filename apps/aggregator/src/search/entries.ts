import SearchableMap from 'minisearch/SearchableMap';
import type { HostSubjects, SearchKind, Subject } from './subject.js';
import { isCode, tokensOf } from './tokens.js';

/** A subject on its host. */
export interface Place {
  readonly subject: Subject;
  readonly host: HostSubjects;
}

/** All subjects of one kind and name: a thousand hosts that run the same stack have a thousand containers of one name. */
export interface Entry {
  readonly kind: SearchKind;
  readonly name: string;
  /** In lower case. */
  readonly lowerName: string;
  readonly tokens: readonly string[];
  readonly places: Set<Place>;
  /** How many of the places are not gone. */
  present: number;
}

type Words = SearchableMap<Set<Entry>>;

const NOBODY: ReadonlySet<Entry> = new Set();

/** Names by their words. */
export class Entries {
  /** For each word, the names that hold it; words that begin alike share their beginnings. */
  readonly words: Words = new SearchableMap();
  /** The same for what machines make up: there may be more of it than of all words, and nobody mistypes it. */
  readonly codes: Words = new SearchableMap();
  private readonly byName = new Map<string, Entry>();

  get size(): number {
    return this.byName.size;
  }

  /** The names that hold a word. */
  holdersOf(word: string): ReadonlySet<Entry> {
    return this.mapOf(word).get(word) ?? NOBODY;
  }

  add(place: Place): void {
    const { kind, name, isGone } = place.subject;
    const entry = this.byName.get(`${kind} ${name}`) ?? this.make(kind, name);
    entry.places.add(place);
    if (!isGone) entry.present += 1;
  }

  remove(place: Place): void {
    const { kind, name, isGone } = place.subject;
    const entry = this.byName.get(`${kind} ${name}`);
    if (!entry?.places.delete(place)) return;
    if (!isGone) entry.present -= 1;
    if (entry.places.size === 0) this.drop(entry);
  }

  private make(kind: SearchKind, name: string): Entry {
    const tokens = tokensOf(name);
    const entry = { kind, name, lowerName: name.toLowerCase(), tokens, places: new Set<Place>(), present: 0 };
    this.byName.set(`${kind} ${name}`, entry);
    for (const token of tokens)
      this.mapOf(token)
        .fetch(token, () => new Set())
        .add(entry);
    return entry;
  }

  private drop(entry: Entry): void {
    this.byName.delete(`${entry.kind} ${entry.name}`);
    for (const token of entry.tokens) {
      const holders = this.mapOf(token).get(token);
      holders?.delete(entry);
      if (holders?.size === 0) this.mapOf(token).delete(token);
    }
  }

  private mapOf(word: string): Words {
    return isCode(word) ? this.codes : this.words;
  }
}
