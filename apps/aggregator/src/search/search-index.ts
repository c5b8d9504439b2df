import type { Steps } from '../store/block/turns.js';
import { Best } from './best.js';
import { Entries, type Entry, type Place } from './entries.js';
import { describe, whereOf } from './describe.js';
import { type Found, lookupOf } from './lookup.js';
import type { HostSubjects, SearchField, SearchKind } from './subject.js';
import { tokensOf } from './tokens.js';
import { EXACT, namesLike, type WordMatch } from './words.js';

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
const SINGLE: readonly SearchKind[] = ['host', 'container', 'interface'];

/** Of what matches alike, what people look for most often comes first. */
const WEIGHTS: Readonly<Record<SearchKind, number>> = {
  ...{ host: 9, service: 8, stack: 8, workload: 8, container: 6, network: 5, image: 4, label: 3, interface: 2 },
};

/** How well something matches: whole name, word, beginning, nearly; then what is there before what is gone. */
const TIER = 1_000;
const PRESENT = 500;
const NEARNESS = 100;
const WEIGHT = 10;
const WHOLE_NAME = EXACT + 1;

/** Finds what hosts have by name, address and id. */
export class SearchIndex {
  private readonly entries = new Entries();
  private readonly places = new Map<string, readonly Place[]>();

  /** How many names there are. */
  get size(): number {
    return this.entries.size;
  }

  /** Takes over what a host has now. */
  *replace(host: HostSubjects): Steps {
    yield* this.remove(host.hostId);
    const places = host.subjects.map((subject) => ({ subject, host }));
    this.places.set(host.hostId, places);
    for (const place of places) {
      this.entries.add(place);
      yield;
    }
  }

  /** Forgets all that a host had. */
  *remove(hostId: string): Steps {
    for (const place of this.places.get(hostId) ?? []) {
      this.entries.remove(place);
      yield;
    }
    this.places.delete(hostId);
  }

  /** The first of what matches, best first. */
  search(text: string, kinds: ReadonlySet<SearchKind>, first: number): SearchHit[] {
    // Twice as many, for what is found by its name and by its id.
    const best = new Best<SearchHit>(2 * first);
    const asked = text.trim().toLowerCase();
    const names = new Best<Entry>(first);
    for (const [entry, match] of namesLike(tokensOf(asked), this.entries)) {
      if (kinds.has(entry.kind)) names.offer(entry, rankOf(entry, match, asked), `${entry.name} ${entry.kind}`);
    }
    for (const { value: entry, rank } of names.sorted()) this.offerPlaces(best, entry, rank, first);
    this.lookUp(text.trim(), kinds, best);
    const hits = new Map<string, SearchHit>();
    for (const { value: hit } of best.sorted()) {
      const name = `${hit.kind} ${hit.id}`;
      if (!hits.has(name)) hits.set(name, hit);
    }
    return [...hits.values()].slice(0, first);
  }

  private offerPlaces(best: Best<SearchHit>, entry: Entry, rank: number, first: number): void {
    const { kind, name } = entry;
    const found = { kind, name, field: 'name', value: name } as const;
    if (!SINGLE.includes(kind)) {
      best.offer({ ...found, id: name, where: describe(entry), isGone: entry.present === 0 }, rank, name);
      return;
    }
    for (const place of firstOf(entry.places, first)) {
      const { id, isGone } = place.subject;
      const ownRank = isGone && entry.present > 0 ? rank - PRESENT : rank;
      best.offer({ ...found, id, where: whereOf(place), isGone }, ownRank, tieOf(place));
    }
  }

  private lookUp(text: string, kinds: ReadonlySet<SearchKind>, best: Best<SearchHit>): void {
    const look = lookupOf(text);
    if (!look) return;
    for (const places of this.places.values()) {
      for (const place of places) {
        const found = kinds.has(place.subject.kind) ? look(place) : null;
        if (found) offerFound(best, place, found);
      }
    }
  }
}

function offerFound(best: Best<SearchHit>, place: Place, { field, value, isExact }: Found): void {
  const { kind, isGone, name, id } = place.subject;
  const tier = isExact ? WHOLE_NAME : EXACT - 1;
  const rank = tier * TIER + (isGone ? 0 : PRESENT) + WEIGHTS[kind] * WEIGHT;
  const tie = tieOf(place);
  if (best.takes(rank, tie)) best.offer({ kind, name, id, where: whereOf(place), isGone, field, value }, rank, tie);
}

function rankOf({ kind, lowerName, present }: Entry, { tier, nearness }: WordMatch, asked: string): number {
  const level = lowerName === asked ? WHOLE_NAME : tier;
  return (
    level * TIER +
    (present > 0 ? PRESENT : 0) +
    nearness * NEARNESS +
    WEIGHTS[kind] * WEIGHT -
    Math.min(lowerName.length, 90) / 100
  );
}

/** The first places: uplinks before others, and what is gone last. */
function firstOf(places: ReadonlySet<Place>, first: number): Place[] {
  const best = new Best<Place>(first);
  for (const place of places) {
    best.offer(place, (place.subject.isGone ? 0 : 2) + (place.subject.isFirst ? 1 : 0), tieOf(place));
  }
  return best.sorted().map(({ value }) => value);
}

const tieOf = ({ subject, host }: Place): string => `${subject.name} ${host.hostName} ${subject.id}`;
