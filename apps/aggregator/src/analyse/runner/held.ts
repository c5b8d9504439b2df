import type { Finding } from '../pattern/finding.js';
import type { SeenOn } from '../../store/patterns/pattern-row.js';
import type { Suspect } from './causes.js';
import type { Slot } from './slot.js';

/** So long after its end a finding may be told again as another class. */
const KEPT_MS = 2 * 3_600_000;
/** What goes on after a restart begins where it began, to what is read off minutes. */
const SAME_START_MS = 10 * 60_000;

/** A finding that may still change, and the row that tells of it. */
export interface Held extends Suspect {
  readonly slot: Slot;
  finding: Finding;
  entityKey: string;
  /** When it was told first, by our clock. */
  readonly toldMs: number;
  patternId: number | null;
  /** When the first of those that were folded into one began. */
  startMs: number;
  repeats: number;
  /** The figures of those before it that were folded into one with it. */
  carried: Finding['evidence'];
  dismissed: string | null;
  /** It is told of by a row, but the state that was restored is older and may not know of it. */
  isUnsure: boolean;
  /** Where else it showed, as was told before a restart. */
  seenBefore: readonly SeenOn[];
  /** The later one that it is told as one with: what it explains is explained by that one. */
  next: Held | null;
  /** What was written of it last. */
  written: string;
  /** It was taken back, and its row says so. */
  isDone: boolean;
}

/** Begins to hold a finding. */
export function heldOf(slot: Slot, finding: Finding, entityKey: string, toldMs: number): Held {
  return {
    ...{ slot, told: slot.told, finding, toldMs, entityKey, patternId: null },
    ...{
      startMs: finding.startMs,
      repeats: 0,
      carried: {},
      dismissed: null,
      isUnsure: false,
      seenBefore: [],
      next: null,
    },
    ...{ written: '', isDone: false },
  };
}

/** Whether nothing more will be told of it. */
export function isOver({ finding, slot }: Held): boolean {
  return finding.endMs !== null && slot.fedMs - finding.endMs > KEPT_MS;
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
