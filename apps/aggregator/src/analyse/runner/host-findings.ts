import type { Finding } from '../pattern/finding.js';
import type { PatternRow } from '../../store/patterns/pattern-row.js';
import { causesOf } from './causes.js';
import { entityOf } from './entities.js';
import { evidenceOf, foldedRepeats, type Held, heldOf, isOfWhatWent, isOver, isSame } from './held.js';
import { newestOf, refreshEntity, withFigures, withoutRepeats } from './held.js';
import { RANKS, rankOf } from './kinds.js';
import type { Limits } from './limits.js';
import { factsOf, type Names, rowOf } from './rows-of.js';
import type { Slot } from './slot.js';

/** What is above others waits for what those may have to say: they are looked at less often, at its begin as at its end. */
const SETTLE_MS = 15_000;
/** What is at its limit has this strength where all is known of what is usual: of these less is not told. */
const LEAST_TOLD = 0.3;
const TOLD_WHEN_SURE: ReadonlySet<string> = new Set([
  'burst',
  'drop',
  'flapping',
  'level shift',
  'ramp',
  'asymmetric flip',
]);
/** What comes again on the same thing within this time is one pattern, told once more. */
const REPEATED_WITHIN_MS = 3_600_000;

/** What is to be written of a host's patterns. */
export interface Changes {
  readonly rows: readonly PatternRow[];
  /** The interfaces that show anything. */
  readonly slots: readonly Slot[];
  /** Rows of what was found to be part of another. */
  readonly gone: readonly number[];
  /** To be told which row each pattern has; what failed is tried again. */
  readonly written: (ids: readonly (number | null)[]) => void;
}

/** A row that is to be written, and what is written already otherwise. */
interface Wanted {
  readonly held: Held;
  readonly row: PatternRow;
  readonly facts: string;
}

/** The findings of one host's interfaces: which of them are told, of what, and as parts of which others. */
export class HostFindings {
  private readonly held = new Map<string, Held>();
  /** What was found to be part of which other, when it was looked at last. */
  private causes = new Map<Held, Held>();
  private hasNews = false;

  /** `newestMs` = until when the host is known. */
  constructor(
    private readonly names: () => Names,
    private readonly newestMs: () => number,
  ) {}

  /** Takes in what an analysis found. */
  tell(slot: Slot, finding: Finding, nowMs: number): void {
    this.hasNews = true;
    const name = nameOf(slot, finding.id);
    const known = this.held.get(name);
    if (known?.slot === slot && isSame(known, finding)) {
      known.finding = withFigures(finding, known.finding);
      [known.isUnsure, known.isRestored] = [false, false];
      refreshEntity(known);
      return;
    }
    if (known) this.closeAs(name, known);
    this.held.set(name, heldOf(slot, finding, entityOf(slot, finding.class), nowMs));
  }

  /** Goes on with patterns that were stored, which `slot` showed; `stateMs` = what the analysis knows of, null = nothing. */
  restore(row: PatternRow, slot: Slot, stateMs: number | null): void {
    const finding: Finding = {
      ...{ id: row.finding, class: row.class as Finding['class'], startMs: row.startMs, strength: row.strength },
      ...{ endMs: row.endMs, evidence: withoutRepeats(row.evidence) },
    };
    const held = heldOf(slot, finding, row.entity, -Infinity);
    held.repeats = Math.max(0, row.repeats - foldedRepeats(finding));
    held.isRestored = true;
    [held.patternId, held.dismissed, held.seenBefore] = [row.patternId, row.dismissed, row.seenOn];
    held.isUnsure = stateMs !== null && row.lastSeenMs > stateMs;
    const name = nameOf(slot, row.finding);
    if (stateMs === null) this.closeAs(name, held, row.lastSeenMs);
    else this.held.set(name, held);
  }

  /** What was not told again by a state that is older than it has ended unseen. */
  closeUnsure(): void {
    for (const held of this.held.values()) {
      if (held.isUnsure && held.finding.startMs > held.slot.savedMs) this.end(held);
      held.isUnsure = false;
    }
  }

  /** An interface is no more, and with it what went on there. */
  closeAllOf(slot: Slot): void {
    for (const held of this.held.values()) {
      if (held.slot !== slot) continue;
      held.isCut ||= held.finding.endMs === null;
      this.end(held);
    }
  }

  /** How many findings of an interface are held, since they may still change. */
  countOf(slot: Slot): number {
    return [...this.held.values()].filter((held) => held.slot === slot).length;
  }

  /** The patterns that last, and when each was seen last, ms since 1970. */
  get lasting(): { readonly patternId: number; readonly seenMs: number }[] {
    return [...this.held.values()].flatMap(({ patternId, finding, slot }) =>
      patternId === null || finding.endMs !== null ? [] : [{ patternId, seenMs: slot.fedMs }],
    );
  }

  /** What has to be written since it was last asked for; null where nothing has. */
  changes(nowMs: number, limits: Limits): Changes | null {
    if (!this.hasNews) return null;
    this.hasNews = false;
    const all = [...this.held.values()];
    const ended = new Set(all.filter(({ finding }) => finding.endMs !== null));
    for (const held of all) if (held.finding.endMs === null) refreshEntity(held);
    const current = all.filter(({ finding }) => finding.strength > 0);
    for (const held of this.causes.keys()) held.explainedMs = nowMs;
    this.causes = causesOf(current);
    const causes = new Map([...this.causes].map(([held, cause]) => [held, newestOf(cause)]));
    const folded = all.filter((held) => causes.has(held) && held.patternId !== null);
    const roots = all.filter((held) => !causes.has(held) && held.next === null);
    const wanted = roots.flatMap((held) => this.wantedOf(held, causes, nowMs, limits) ?? []);
    if (wanted.length === 0 && folded.length === 0) {
      this.forget(ended);
      return null;
    }
    return {
      ...{ rows: wanted.map(({ row }) => row), slots: current.map(({ slot }) => slot) },
      gone: folded.flatMap(({ patternId }) => patternId ?? []),
      written: (ids) => {
        noteWritten(wanted, ids);
        for (const held of folded) held.patternId = null;
        this.forget(ended);
      },
    };
  }

  /** Says that what was to be written was not. */
  failed(): void {
    this.hasNews = true;
  }

  private wantedOf(held: Held, causes: ReadonlyMap<Held, Held>, nowMs: number, limits: Limits): Wanted | null {
    const { finding, entity } = held;
    const names = this.names();
    const strength = finding.strength === 0 ? 0 : strongestOf(held, causes);
    const raised = held.isRestored ? strength : limits.strength(names.hostId, entity, finding.class, strength);
    if (held.patternId === null) {
      if (raised === 0 || !isWorthTelling(finding, raised) || isOfWhatWent(held)) return null;
      if (this.isSettling(held, nowMs)) return null;
      this.goOnFrom(held);
    }
    if (limits.isExpected(names.hostId, entity, finding.class, finding.startMs)) held.dismissed ??= 'expected';
    const facts = factsOf(held, causes, raised || strength, names);
    const text = JSON.stringify(facts);
    return text === held.written ? null : { held, row: rowOf(held, facts, names), facts: text };
  }

  private isSettling({ slot, toldMs, explainedMs }: Held, nowMs: number): boolean {
    const isSettling = rankOf(slot.told) >= RANKS.between && nowMs - Math.max(toldMs, explainedMs) < SETTLE_MS;
    this.hasNews ||= isSettling;
    return isSettling;
  }

  /** What ended a while ago on the same thing and comes again is told as one. */
  private goOnFrom(held: Held): void {
    const { startMs, class: name } = held.finding;
    const earlier = [...this.held.values()].find(({ finding, entityKey, patternId }) => {
      const isSameThing = entityKey === held.entityKey && finding.class === name && patternId !== null;
      return isSameThing && finding.endMs !== null && isSoonAfter(startMs, finding.endMs);
    });
    if (!earlier) return;
    held.patternId = earlier.patternId;
    held.repeats = earlier.repeats + foldedRepeats(earlier.finding) + 1;
    held.carried = evidenceOf(earlier);
    [held.startMs, held.dismissed, held.seenBefore] = [earlier.startMs, earlier.dismissed, earlier.seenBefore];
    [earlier.next, earlier.patternId] = [held, null];
  }

  /** Together with what is part of it: alone, that would be told as if it were new. Only what is `written`: its end must not be lost. */
  private forget(written: ReadonlySet<Held>): void {
    const newestMs = this.newestMs();
    const wanted = new Set<Held>();
    for (const held of this.held.values())
      if (!written.has(held) || !isOver(held, newestMs)) wanted.add(this.causes.get(held) ?? held).add(held);
    for (const [name, held] of this.held) {
      const isWanted = wanted.has(held) || wanted.has(this.causes.get(held) ?? held);
      if (!isWanted || held.isDone) this.held.delete(name);
    }
  }

  /** Keeps it under a name that no finding to come has. */
  private closeAs(name: string, held: Held, endMs?: number): void {
    this.held.delete(name);
    this.end(held, endMs);
    this.held.set(`${name} before ${held.startMs}`, held);
  }

  private end(held: Held, endMs = Math.max(held.finding.startMs, held.slot.fedMs)): void {
    if (held.finding.endMs !== null) return;
    held.finding = { ...held.finding, endMs };
    this.hasNews = true;
  }
}

/** An event is as strong as it shows anywhere. */
function strongestOf(held: Held, causes: ReadonlyMap<Held, Held>): number {
  const folded = [...causes].flatMap(([each, cause]) => (cause === held ? each.finding.strength : []));
  return Math.max(held.finding.strength, ...folded);
}

function isWorthTelling({ class: name }: Finding, strength: number): boolean {
  return strength >= LEAST_TOLD || !TOLD_WHEN_SURE.has(name);
}

function noteWritten(wanted: readonly Wanted[], ids: readonly (number | null)[]): void {
  wanted.forEach(({ held, row, facts }, index) => {
    const isNew = held.patternId === null;
    held.patternId = ids[index] ?? null;
    // Its id is one of the facts.
    held.written = isNew ? facts.replace('"patternId":null', `"patternId":${held.patternId}`) : facts;
    held.isDone = row.strength === 0;
  });
}

function isSoonAfter(startMs: number, endMs: number): boolean {
  return startMs >= endMs && startMs - endMs <= REPEATED_WITHIN_MS;
}

const nameOf = (slot: Slot, finding: number): string => `${slot.told.seriesId} ${finding}`;
