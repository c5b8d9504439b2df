import type { Finding } from '../pattern/finding.js';
import type { PatternEntity, SeenOn } from '../../store/patterns/pattern-row.js';
import type { Suspect } from './causes.js';
import { entityOf } from './entities.js';
import { wayOf } from './magnitude.js';
import type { Slot } from './slot.js';

/** So long after its end a finding may be told again as another class. */
const KEPT_MS = 2 * 3_600_000;
/** What goes on after a restart begins where it began, to what is read off minutes. */
const SAME_START_MS = 10 * 60_000;

/** A finding that may still change, and the row that tells of it. */
export interface Held extends Suspect {
  readonly slot: Slot;
  finding: Finding;
  /** What it is told of: while it goes on, as that is known; then, as it was known at its end. */
  entity: PatternEntity;
  entityKey: string;
  /** When it was told first, by our clock. */
  readonly toldMs: number;
  /** Until when another one explained it, by our clock. */
  explainedMs: number;
  patternId: number | null;
  /** When the first of those that were folded into one began. */
  startMs: number;
  repeats: number;
  /** The figures of those before it that were folded into one with it. */
  carried: Finding['evidence'];
  dismissed: string | null;
  /** It is told of by a row, but the state that was restored is older and may not know of it. */
  isUnsure: boolean;
  /** It was told before a restart, and not since: what people said of its like is in its strength already. */
  isRestored: boolean;
  /** Where else it showed, as was told before a restart. */
  seenBefore: readonly SeenOn[];
  /** The later one that it is told as one with: what it explains is explained by that one. */
  next: Held | null;
  /** What was written of it last. */
  written: string;
  /** It was taken back, and its row says so. */
  isDone: boolean;
  /** It did not end by itself: its interface went. */
  isCut: boolean;
}

/** Begins to hold a finding. */
export function heldOf(slot: Slot, finding: Finding, entity: PatternEntity, toldMs: number): Held {
  return {
    ...{ slot, told: slot.told, finding, toldMs, explainedMs: -Infinity },
    ...{ entity, entityKey: keyOf(entity), patternId: null },
    ...{
      startMs: finding.startMs,
      repeats: 0,
      carried: {},
      dismissed: null,
      isUnsure: false,
      isRestored: false,
      seenBefore: [],
      next: null,
    },
    ...{ written: '', isDone: false, isCut: false },
  };
}

/** Whether nothing more will be told of it; `newestMs` = until when its host is known. */
export function isOver({ finding, slot }: Held, newestMs: number): boolean {
  return finding.endMs !== null && (slot.isGone ? newestMs : slot.fedMs) - finding.endMs > KEPT_MS;
}

/** Whether it is but the silence of what has gone, which nobody needs to hear of. */
export function isOfWhatWent({ finding, slot, isCut }: Held): boolean {
  return (isCut || slot.isLeft) && wayOf(finding) === 'down';
}

/** Takes over what is known of the thing that it is told of; what has gone, or was told before a restart alone, stays as it was. */
export function refreshEntity(held: Held): void {
  const { slot, finding, entity } = held;
  const now = entityOf(slot, finding.class);
  if (slot.thing === null && entity.kind !== 'interface') return;
  [held.entity, held.entityKey] = [now, keyOf(now)];
}

function keyOf({ kind, key }: PatternEntity): string {
  return `${kind} ${key}`;
}

/** What it is told as one with by now. */
export function newestOf(held: Held): Held {
  return held.next ? newestOf(held.next) : held;
}

/** After a restart the analysis may give the number of a finding that it does not know of to another one. */
export function isSame({ finding, isUnsure }: Held, told: Finding): boolean {
  return !isUnsure || Math.abs(finding.startMs - told.startMs) <= SAME_START_MS;
}

/** How often it came again within its series: the engine folds what comes back soon. */
export function foldedRepeats({ evidence }: Pick<Finding, 'evidence'>): number {
  return evidence['repeats'] ?? 0;
}

/** Its figures with how often it came again in all; what of that its series folded is kept beside it, for a restart. */
export function withRepeats(evidence: Finding['evidence'], repeats: number): Finding['evidence'] {
  const foldedRepeats = evidence['repeats'] ?? 0;
  return { ...evidence, repeats, ...(foldedRepeats === repeats ? {} : { foldedRepeats }) };
}

/** The figures as the series told them. */
export function withoutRepeats({ foldedRepeats, ...evidence }: Finding['evidence']): Finding['evidence'] {
  return foldedRepeats === undefined ? evidence : { ...evidence, repeats: foldedRepeats };
}

const ADDED = ['rxBytes', 'txBytes', 'errors', 'droppedPackets'];

/** The figures of all that is told as one: what passed is added up, and the highest peak counts. */
export function evidenceOf({ finding: { evidence }, carried }: Pick<Held, 'finding' | 'carried'>): Finding['evidence'] {
  const peak = Math.max(evidence['peakBytesPerSecond'] ?? NaN, carried['peakBytesPerSecond'] ?? -Infinity);
  const added = ADDED.filter((name) => name in evidence && name in carried);
  return {
    ...evidence,
    ...(Number.isNaN(peak) ? {} : { peakBytesPerSecond: peak }),
    ...Object.fromEntries(added.map((name) => [name, (evidence[name] ?? 0) + (carried[name] ?? 0)])),
  };
}

/** A job that is given up has forgotten its figures: what was told before holds, but that a run is missing. */
export function withFigures(finding: Finding, before: Finding): Finding {
  const isForgotten = finding.class === 'periodic job' && finding.evidence['periodSeconds'] === 0;
  return isForgotten ? { ...finding, evidence: { ...before.evidence, missedInARow: 1 } } : finding;
}
