import { PATTERN_CATEGORIES } from '../pattern/finding.js';
import { sentence } from '../pattern/sentence.js';
import type { PatternRow, SeenOn } from '../../store/patterns/pattern-row.js';
import { evidenceOf, foldedRepeats, type Held, withRepeats } from './held.js';

/** More places than these are but counted. */
const MOST_SEEN_ON = 50;

/** What patterns of a host are described with. */
export interface Names {
  readonly hostId: number;
  readonly hostName: string;
}

type Facts = Omit<PatternRow, 'sentence' | 'lastSeenMs'>;

/** What is told of a finding, without words: the same as long as nothing more is known. */
export function factsOf(held: Held, causes: ReadonlyMap<Held, Held>, strength: number, names: Names): Facts {
  const { slot, finding, patternId, startMs, dismissed, entity } = held;
  const repeats = held.repeats + foldedRepeats(finding);
  const seen = seenOn(held, causes);
  return {
    ...{ patternId, hostId: names.hostId, seriesId: slot.told.seriesId, finding: finding.id, dismissed, startMs },
    ...{ class: finding.class, category: PATTERN_CATEGORIES[finding.class], strength, repeats },
    // What was taken back is over.
    endMs: finding.strength === 0 ? (finding.endMs ?? slot.fedMs) : endOf(held, causes),
    entity,
    evidence: known({
      ...(repeats > 0 ? withRepeats(evidenceOf(held), repeats) : finding.evidence),
      ...(seen.length > MOST_SEEN_ON && { seenOnInAll: seen.length }),
    }),
    seenOn: seen.slice(0, MOST_SEEN_ON),
  };
}

/** The row that tells of it. */
export function rowOf(held: Held, facts: Facts, { hostName }: Names): PatternRow {
  const { slot, finding } = held;
  const { startMs, endMs, evidence, entity } = facts;
  const change = slot.changes.find(({ atMs }) => atMs === finding.evidence['changeAtMs']);
  const names = { subject: entity.name, host: hostName, ...(change && { change: change.text }) };
  return {
    ...facts,
    lastSeenMs: endMs ?? Math.max(startMs, slot.fedMs),
    sentence: sentence({ ...finding, startMs, endMs, evidence }, names),
  };
}

/** It goes on as long as it does on any interface of the thing that it is on. */
function endOf(held: Held, causes: ReadonlyMap<Held, Held>): number | null {
  const alike = [...causes].flatMap(([each, cause]) => (cause === held && isAlike(each, held) ? [each] : []));
  const ends = [held, ...alike].map(({ finding }) => finding.endMs ?? Infinity);
  return ends.includes(Infinity) ? null : Math.max(...ends);
}

function isAlike(one: Held, other: Held): boolean {
  return one.entityKey === other.entityKey && one.finding.class === other.finding.class;
}

/** The strongest first. */
function seenOn(held: Held, causes: ReadonlyMap<Held, Held>): readonly SeenOn[] {
  const seen = new Map(held.seenBefore.map((each) => [each.key, each]));
  for (const [{ finding, entity, entityKey }, cause] of causes) {
    if (cause !== held || entityKey === held.entityKey) continue;
    seen.set(entity.key, { ...entity, class: finding.class, strength: finding.strength });
  }
  return [...seen.values()].sort((one, other) => other.strength - one.strength);
}

/** Figures that are known: JSON has no other. */
function known(evidence: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(evidence).filter(([, figure]) => Number.isFinite(figure)));
}
