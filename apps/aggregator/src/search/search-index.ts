import type { Steps } from '../background/turns.js';
import { Best, compareTexts } from './best.js';
import { describe, whereOf } from './describe.js';
import { Entries, type Entry, type Place } from './entries.js';
import { type Found, lookupOf } from './lookup.js';
import { Places } from './places.js';
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

/** A place that was found by an address or an id. */
interface FoundPlace {
  readonly place: Place;
  readonly found: Found;
}

/** What may be found. */
interface Asked {
  readonly kinds: ReadonlySet<SearchKind>;
  readonly first: number;
  /** Ids; null = all. */
  readonly hosts: ReadonlySet<string> | null;
}

/** So many are looked at in one step: a fraction of a millisecond. */
const A_STEP = 500;

/** Finds what hosts have by name, address and id. */
export class SearchIndex {
  private readonly entries = new Entries();
  private readonly places = new Places();
  private readonly hosts = new Map<string, readonly Place[]>();

  /** How many names there are. */
  get size(): number {
    return this.entries.size;
  }

  /** Takes over what a host has now. */
  *replace(host: HostSubjects): Steps {
    yield* this.remove(host.hostId);
    const places = host.subjects.map((subject) => ({ subject, host }));
    this.hosts.set(host.hostId, places);
    for (const place of places) {
      this.entries.add(place);
      this.places.add(place);
      yield;
    }
  }

  /** Forgets all that a host had. */
  *remove(hostId: string): Steps {
    for (const place of this.hosts.get(hostId) ?? []) {
      this.entries.remove(place);
      this.places.remove(place);
      yield;
    }
    this.hosts.delete(hostId);
  }

  /** The first of what matches, best first; `hosts` = those whose things may be found, null = all. */
  *search(
    text: string,
    kinds: ReadonlySet<SearchKind>,
    first: number,
    hosts: ReadonlySet<string> | null = null,
  ): Steps<SearchHit[]> {
    // Twice as many, for what is found by its name and by its id.
    const hits = new Best<SearchHit>(2 * first, compareHits);
    const asked = { kinds, first, hosts };
    yield* this.findNames(text.trim().toLowerCase(), asked, hits);
    yield* this.lookUp(text.trim(), asked, hits);
    const seen = new Set<string>();
    const distinct = hits.kept.map(({ value }) => value).filter(({ kind, id }) => isNew(seen, `${kind} ${id}`));
    return distinct.slice(0, first);
  }

  private *findNames(asked: string, { kinds, first, hosts }: Asked, hits: Best<SearchHit>): Steps {
    const names = new Best<Entry>(first, compareNames);
    yield* eachNameLike(tokensOf(asked), this.entries, (entry, match) => {
      const seen = kinds.has(entry.kind) ? seenOn(hosts, entry) : null;
      if (seen) names.offer(seen, rankOfName(seen, match, asked));
    });
    for (const { value: entry, rank } of names.kept) {
      if (!hits.takes(rank)) return;
      if (SINGLE.has(entry.kind)) offerPlaces(hits, entry, rank, first);
      else hits.offer(hitOf(entry, entry.name, describe(entry), entry.present === 0), rank);
      yield;
    }
  }

  /** What is found is put into words last: a part of an address may be one of 50,000. */
  private *lookUp(text: string, { kinds, first, hosts }: Asked, hits: Best<SearchHit>): Steps {
    const lookup = lookupOf(text);
    if (!lookup) return;
    const best = new Best<FoundPlace>(2 * first, compareFound);
    for (const places of this.places.under(lookup.among, lookup.isUnder)) {
      yield* inSteps(places, (place) => {
        const { kind, isGone } = place.subject;
        const isAsked = kinds.has(kind) && (!hosts || hosts.has(place.host.hostId));
        const found = isAsked ? lookup.look(place.subject) : null;
        if (!found) return;
        const rank = rankOfFound(kind, found.isExact, isGone);
        if (best.takes(rank)) best.offer({ place, found }, rank);
      });
    }
    for (const { value, rank } of best.kept) hits.offer(hitOfFound(value), rank);
  }
}

/** A name as it is known on some hosts; null where it is on none of them. */
function seenOn(hosts: ReadonlySet<string> | null, entry: Entry): Entry | null {
  if (!hosts) return entry;
  const places = [...entry.places].filter(({ host }) => hosts.has(host.hostId));
  const present = places.filter(({ subject }) => !subject.isGone).length;
  return places.length === 0 ? null : { ...entry, places: new Set(places), present };
}

function* inSteps(places: ReadonlySet<Place>, look: (place: Place) => void): Steps {
  let looked = 0;
  for (const place of places) {
    look(place);
    looked += 1;
    if (looked % A_STEP === 0) yield;
  }
}

function hitOfFound({ place, found: { field, value } }: FoundPlace): SearchHit {
  const { kind, name, id, isGone } = place.subject;
  return { kind, name, id, where: whereOf(place), isGone, field, value };
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

function compareFound({ place: one }: FoundPlace, { place: other }: FoundPlace): number {
  return compareTexts(one.subject.name, other.subject.name) || comparePlaces(one, other);
}

function compareHits(one: SearchHit, other: SearchHit): number {
  return compareTexts(one.name, other.name) || compareTexts(one.where, other.where) || compareTexts(one.id, other.id);
}

function isNew(seen: Set<string>, name: string): boolean {
  const before = seen.size;
  return seen.add(name).size > before;
}
