import type { Steps } from '../store/block/turns.js';
import { Best, compareTexts } from './best.js';
import { describe, whereOf } from './describe.js';
import { Entries, type Entry, type Place } from './entries.js';
import { type Lookup, lookupOf } from './lookup.js';
import { PRESENT, rankOfFound, rankOfName } from './rank.js';
import type { HostSubjects, SearchField, SearchKind } from './subject.js';
import { tokensOf } from './tokens.js';
import { eachNameLike } from './words.js';

/** Something that was found. */
export interface SearchHit {
  readonly kind: SearchKind;
  /** Of a host, container or interface: its id; of all else its name. */
  readonly id: string;
  readonly name: string;
  /** Where it is, for people. */
  readonly where: string;
  readonly field: SearchField;
  /** The text that matched. */
  readonly value: string;
  readonly isGone: boolean;
}

/** Kinds of which each has an id of its own; of others, all of a name are one. */
const SINGLE: ReadonlySet<SearchKind> = new Set(['host', 'container', 'interface'] as const);

/** What a host has: all of it, and what can be looked up by address or id. */
type HostPlaces = Readonly<Record<'all' | Lookup['among'], readonly Place[]>>;

/** Finds what hosts have by name, address and id. */
export class SearchIndex {
  private readonly entries = new Entries();
  private readonly hosts = new Map<string, HostPlaces>();

  /** How many names there are. */
  get size(): number {
    return this.entries.size;
  }

  /** Takes over what a host has now. */
  *replace(host: HostSubjects): Steps {
    yield* this.remove(host.hostId);
    const places = host.subjects.map((subject) => ({ subject, host }));
    this.hosts.set(host.hostId, placesOf(places));
    for (const place of places) {
      this.entries.add(place);
      yield;
    }
  }

  /** Forgets all that a host had. */
  *remove(hostId: string): Steps {
    for (const place of this.hosts.get(hostId)?.all ?? []) {
      this.entries.remove(place);
      yield;
    }
    this.hosts.delete(hostId);
  }

  /** The first of what matches, best first. */
  search(text: string, kinds: ReadonlySet<SearchKind>, first: number): SearchHit[] {
    // Twice as many, for what is found by its name and by its id.
    const hits = new Best<SearchHit>(2 * first, compareHits);
    this.findNames(text.trim().toLowerCase(), kinds, hits, first);
    this.lookUp(text.trim(), kinds, hits);
    const seen = new Set<string>();
    const distinct = hits.kept.map(({ value }) => value).filter(({ kind, id }) => isNew(seen, `${kind} ${id}`));
    return distinct.slice(0, first);
  }

  private findNames(asked: string, kinds: ReadonlySet<SearchKind>, hits: Best<SearchHit>, first: number): void {
    const names = new Best<Entry>(first, compareNames);
    eachNameLike(tokensOf(asked), this.entries, (entry, match) => {
      if (kinds.has(entry.kind)) names.offer(entry, rankOfName(entry, match, asked));
    });
    for (const { value: entry, rank } of names.kept) {
      if (!hits.takes(rank)) return;
      if (SINGLE.has(entry.kind)) offerPlaces(hits, entry, rank, first);
      else hits.offer(hitOf(entry, entry.name, describe(entry), entry.present === 0), rank);
    }
  }

  private lookUp(text: string, kinds: ReadonlySet<SearchKind>, hits: Best<SearchHit>): void {
    const lookup = lookupOf(text);
    if (!lookup) return;
    for (const places of this.hosts.values()) {
      for (const place of places[lookup.among]) {
        const { kind, name, id, isGone } = place.subject;
        const found = kinds.has(kind) ? lookup.look(place.subject) : null;
        if (!found) continue;
        const { field, value, isExact } = found;
        const rank = rankOfFound(kind, isExact, isGone);
        if (hits.takes(rank)) hits.offer({ kind, name, id, where: whereOf(place), isGone, field, value }, rank);
      }
    }
  }
}

function placesOf(all: readonly Place[]): HostPlaces {
  return {
    all,
    addressed: all.filter(({ subject: { texts, mac } }) => texts.length > 0 || mac !== null),
    identified: all.filter(({ subject: { kind } }) => kind === 'host' || kind === 'container'),
    interfaces: all.filter(({ subject: { kind } }) => kind === 'interface'),
  };
}

/** The first places of a name: uplinks before others, and what is gone last. */
function offerPlaces(hits: Best<SearchHit>, entry: Entry, rank: number, first: number): void {
  const best = new Best<Place>(first, comparePlaces);
  for (const place of entry.places) {
    const { isGone, isFirst } = place.subject;
    best.offer(place, (isGone ? 0 : 2) + (isFirst ? 1 : 0));
  }
  for (const { value: place } of best.kept) {
    const { id, isGone, isFirst } = place.subject;
    const ownRank = rank + (isFirst ? 0.5 : 0) - (isGone && entry.present > 0 ? PRESENT : 0);
    hits.offer(hitOf(entry, id, whereOf(place), isGone), ownRank);
  }
}

function hitOf({ kind, name }: Entry, id: string, where: string, isGone: boolean): SearchHit {
  return { kind, name, id, where, isGone, field: 'name', value: name };
}

function compareNames(one: Entry, other: Entry): number {
  return compareTexts(one.name, other.name) || compareTexts(one.kind, other.kind);
}

function comparePlaces(one: Place, other: Place): number {
  return compareTexts(one.host.hostName, other.host.hostName) || compareTexts(one.subject.id, other.subject.id);
}

function compareHits(one: SearchHit, other: SearchHit): number {
  return compareTexts(one.name, other.name) || compareTexts(one.where, other.where) || compareTexts(one.id, other.id);
}

function isNew(seen: Set<string>, name: string): boolean {
  const before = seen.size;
  return seen.add(name).size > before;
}
