import SearchableMap from 'minisearch/SearchableMap';
import type { HostSubjects, SearchKind, Subject } from './subject.js';
import { tokensOf } from './tokens.js';

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

/** Names by their words. */
export class Entries {
  /** For each word, the names that hold it; words that begin alike share their beginnings. */
  readonly words = new SearchableMap<Set<Entry>>();
  private readonly byName = new Map<string, Entry>();

  get size(): number {
    return this.byName.size;
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
    const entry = {
      kind,
      name,
      lowerName: name.toLowerCase(),
      tokens: tokensOf(name),
      places: new Set<Place>(),
      present: 0,
    };
    this.byName.set(`${kind} ${name}`, entry);
    for (const token of entry.tokens) this.words.fetch(token, () => new Set()).add(entry);
    return entry;
  }

  private drop(entry: Entry): void {
    this.byName.delete(`${entry.kind} ${entry.name}`);
    for (const token of entry.tokens) {
      const holders = this.words.get(token);
      holders?.delete(entry);
      if (holders?.size === 0) this.words.delete(token);
    }
  }
}
