import type { Finding } from '../pattern/finding.js';
import { PATTERN_CATEGORIES } from '../pattern/finding.js';
import { sentence } from '../pattern/sentence.js';
import type { PatternRow } from '../../store/patterns/pattern-row.js';
import { causesOf, type Suspect } from './causes.js';
import type { Entities } from './entities.js';
import { RANKS, rankOf } from './kinds.js';
import type { Limits } from './limits.js';
import type { Slot } from './slot.js';

/** What is above others waits for what those may have to say: they are looked at less often. */
const SETTLE_MS = 15_000;
/** What comes again on the same thing within this time is one pattern, told once more. */
const REPEATED_WITHIN_MS = 3_600_000;
/** So long after its end a finding may be told again as another class. */
const KEPT_MS = 2 * 3_600_000;
/** While a pattern lasts, its row says so this often. */
const SEEN_EVERY_MS = 60_000;
/** What goes on after a restart begins where it began, to what is read off minutes. */
const SAME_START_MS = 10 * 60_000;

/** A finding that may still change, and the row that tells of it. */
interface Held extends Suspect {
  readonly slot: Slot;
  finding: Finding;
  entityKey: string;
  readonly toldMs: number;
  patternId: number | null;
  /** When the first of those that were folded into one began. */
  startMs: number;
  repeats: number;
  dismissed: string | null;
  /** It is told of by a row, but the state that was restored is older and may not know of it. */
  isUnsure: boolean;
  /** Where else it showed, as was told before a restart. */
  seenBefore: PatternRow['seenOn'];
  /** The later one that it is told as one with: what it explains is explained by that one. */
  next: Held | null;
  /** What was written of it last. */
  written: string;
  /** It was taken back, and its row says so. */
  isDone: boolean;
}

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

/** The findings of one host's interfaces: which of them are told, of what, and as parts of which others. */
export class HostFindings {
  private readonly held = new Map<string, Held>();
  /** What was found to be part of which other, when it was looked at last. */
  private causes = new Map<Held, Held>();
  private hasNews = false;
  private seenMs = 0;

  constructor(
    private readonly hostId: number,
    private readonly hostName: () => string,
    private readonly entities: () => Entities,
  ) {}

  /** Takes in what an analysis found. */
  tell(slot: Slot, finding: Finding, nowMs: number): void {
    this.hasNews = true;
    const name = nameOf(slot, finding.id);
    const known = this.held.get(name);
    if (known && isSame(known, finding)) {
      known.finding = finding;
      known.isUnsure = false;
      known.entityKey = this.keyOf(slot, finding);
      return;
    }
    if (known) this.closeAs(name, known);
    this.held.set(name, this.newHeld(slot, finding, nowMs));
  }

  /** Goes on with patterns that were stored, which `slot` showed; `stateMs` = what the analysis knows of, null = nothing. */
  restore(row: PatternRow, slot: Slot, stateMs: number | null): void {
    const finding: Finding = {
      ...{ id: row.finding, class: row.class as Finding['class'], startMs: row.startMs, strength: row.strength },
      ...{ endMs: row.endMs, evidence: row.evidence },
    };
    const held = { ...this.newHeld(slot, finding, -Infinity), patternId: row.patternId, repeats: ownRepeats(row) };
    const isUnknown = stateMs === null;
    held.isUnsure = !isUnknown && row.lastSeenMs > stateMs;
    held.dismissed = row.dismissed;
    held.seenBefore = row.seenOn;
    const name = nameOf(slot, row.finding);
    if (isUnknown) this.closeAs(name, held, row.lastSeenMs);
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
    for (const held of this.held.values()) if (held.slot === slot) this.end(held);
  }

  /** What has to be written since it was last asked for; null where nothing has. */
  changes(nowMs: number, limits: Limits): Changes | null {
    const isOpen = [...this.held.values()].some(({ finding }) => finding.endMs === null);
    const isTime = nowMs - this.seenMs >= SEEN_EVERY_MS;
    if (!this.hasNews && !(isOpen && isTime)) return null;
    if (isTime) this.seenMs = nowMs;
    this.hasNews = false;
    this.forget();
    const [told, rows, folded]: [Held[], PatternRow[], Held[]] = [[], [], []];
    const current = [...this.held.values()].filter(({ finding }) => finding.strength > 0);
    this.causes = causesOf(current);
    const causes = new Map([...this.causes].map(([held, cause]) => [held, newestOf(cause)]));
    for (const held of [...this.held.values()]) {
      const row = causes.has(held) || held.next ? null : this.rowOf(held, causes, nowMs, limits);
      if (causes.has(held) && held.patternId !== null) folded.push(held);
      if (!row) continue;
      told.push(held);
      rows.push(row);
    }
    if (rows.length === 0 && folded.length === 0) return null;
    const gone = folded.flatMap(({ patternId }) => patternId ?? []);
    return {
      ...{ rows, gone, slots: current.map(({ slot }) => slot) },
      written: (ids) => {
        this.noteWritten(told, rows, ids);
        for (const held of folded) held.patternId = null;
      },
    };
  }

  /** Says that what was to be written was not. */
  failed(): void {
    this.hasNews = true;
  }

  private rowOf(held: Held, causes: ReadonlyMap<Held, Held>, nowMs: number, limits: Limits): PatternRow | null {
    const { slot, finding } = held;
    const isNew = held.patternId === null;
    if (isNew && finding.strength === 0) return null;
    if (isNew && rankOf(slot.told) >= RANKS.between && nowMs - held.toldMs < SETTLE_MS) {
      this.hasNews = true;
      return null;
    }
    const entity = this.entities().of(slot.told, finding.class);
    const raised = limits.strength(this.hostId, entity, finding.class, finding.strength);
    if (isNew && raised === 0) return null;
    if (isNew) this.goOnFrom(held);
    if (limits.isExpected(this.hostId, entity, finding.class, finding.startMs)) held.dismissed ??= 'expected';
    const row = { ...this.describe(held, causes, raised || finding.strength), entity };
    return JSON.stringify(row) === held.written ? null : row;
  }

  private describe(held: Held, causes: ReadonlyMap<Held, Held>, strength: number): Omit<PatternRow, 'entity'> {
    const { slot, finding, patternId, startMs, dismissed } = held;
    const repeats = held.repeats + (finding.evidence['repeats'] ?? 0);
    const evidence = known(repeats > 0 ? { ...finding.evidence, repeats } : finding.evidence);
    // What was taken back is over.
    const endMs = finding.strength === 0 ? (finding.endMs ?? slot.fedMs) : finding.endMs;
    const whole = { ...finding, startMs, evidence };
    return {
      ...{ patternId, hostId: this.hostId, seriesId: slot.told.seriesId, finding: finding.id, dismissed },
      ...{ class: finding.class, category: PATTERN_CATEGORIES[finding.class], startMs, endMs },
      lastSeenMs: endMs ?? Math.max(startMs, slot.fedMs),
      ...{ strength, evidence, repeats, seenOn: this.seenOn(held, causes) },
      sentence: sentence(whole, this.namesOf(held)),
    };
  }

  private namesOf({ slot, finding }: Held): Parameters<typeof sentence>[1] {
    const names = { subject: this.entities().of(slot.told, finding.class).name, host: this.hostName() };
    const change = slot.changes.find(({ atMs }) => atMs === finding.evidence['changeAtMs']);
    return change ? { ...names, change: change.text } : names;
  }

  private seenOn(held: Held, causes: ReadonlyMap<Held, Held>): PatternRow['seenOn'] {
    const seen = new Map(held.seenBefore.map((each) => [each.key, each]));
    for (const [{ slot, finding, entityKey }, cause] of causes) {
      if (cause !== held || entityKey === held.entityKey) continue;
      const entity = this.entities().of(slot.told, finding.class);
      seen.set(entity.key, { ...entity, class: finding.class, strength: finding.strength });
    }
    return [...seen.values()];
  }

  /** What ended a while ago on the same thing and comes again is told as one. */
  private goOnFrom(held: Held): void {
    for (const earlier of this.held.values()) {
      const { endMs, class: earlierClass } = earlier.finding;
      const isSameThing = earlier.entityKey === held.entityKey && earlierClass === held.finding.class;
      if (earlier === held || !isSameThing || earlier.patternId === null || endMs === null) continue;
      if (held.finding.startMs < endMs || held.finding.startMs - endMs > REPEATED_WITHIN_MS) continue;
      held.patternId = earlier.patternId;
      held.repeats = earlier.repeats + (earlier.finding.evidence['repeats'] ?? 0) + 1;
      [held.startMs, held.dismissed, held.seenBefore] = [earlier.startMs, earlier.dismissed, earlier.seenBefore];
      [earlier.next, earlier.patternId] = [held, null];
      return;
    }
  }

  private noteWritten(told: readonly Held[], rows: readonly PatternRow[], ids: readonly (number | null)[]): void {
    told.forEach((held, index) => {
      held.patternId = ids[index] ?? null;
      held.written = JSON.stringify({ ...rows[index], patternId: held.patternId });
      held.isDone = held.finding.strength === 0;
    });
  }

  /** Together with what is part of it: alone, that would be told as if it were new. */
  private forget(): void {
    const wanted = new Set<Held>();
    for (const held of this.held.values()) if (!isOver(held)) wanted.add(this.causes.get(held) ?? held).add(held);
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

  private newHeld(slot: Slot, finding: Finding, toldMs: number): Held {
    return {
      ...{ slot, told: slot.told, finding, toldMs, entityKey: this.keyOf(slot, finding), patternId: null },
      ...{
        startMs: finding.startMs,
        repeats: 0,
        dismissed: null,
        isUnsure: false,
        seenBefore: [],
        written: '',
        isDone: false,
      },
    };
  }

  private keyOf(slot: Slot, finding: Finding): string {
    const { kind, key } = this.entities().of(slot.told, finding.class);
    return `${kind} ${key}`;
  }
}

/** What it is told as one with by now. */
function newestOf(held: Held): Held {
  return held.next ? newestOf(held.next) : held;
}

function isOver({ finding, slot }: Held): boolean {
  return finding.endMs !== null && slot.fedMs - finding.endMs > KEPT_MS;
}

const nameOf = (slot: Slot, finding: number): string => `${slot.told.seriesId} ${finding}`;

/** After a restart the analysis may give the number of a finding that it does not know of to another one. */
function isSame({ finding, isUnsure }: Held, told: Finding): boolean {
  return !isUnsure || Math.abs(finding.startMs - told.startMs) <= SAME_START_MS;
}

function ownRepeats({ repeats, evidence }: PatternRow): number {
  return Math.max(0, repeats - (evidence['repeats'] ?? 0));
}

/** Figures that are known: JSON has no other. */
function known(evidence: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(evidence).filter(([, figure]) => Number.isFinite(figure)));
}
