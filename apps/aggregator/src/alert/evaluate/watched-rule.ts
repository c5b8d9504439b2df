import { figureOf } from '../rule/figures.js';
import type { Limit } from '../rule/rule.js';
import type { Columns } from './columns.js';
import { TRANSITIONS, type TransitionList } from './transitions.js';

const [FINE, PENDING, FIRING, CLEARING] = [0, 1, 2, 3];
/** Of a slot that was not watched. */
const NOWHERE = -1;
const TOLD_PENDING = TRANSITIONS.indexOf('pending');
const TOLD_DROPPED = TRANSITIONS.indexOf('dropped');
const TOLD_FIRING = TRANSITIONS.indexOf('firing');
const TOLD_RESOLVED = TRANSITIONS.indexOf('resolved');
const TOLD_GONE = TRANSITIONS.indexOf('gone');

/** How a rule is to be met. */
export interface Terms extends Limit {
  readonly forMs: number;
  readonly keepFiringMs: number;
}

/** Where a rule stands with one of what it watches. */
export interface Standing {
  readonly key: string;
  readonly isFiring: boolean;
  readonly sinceMs: number;
  readonly worst: number;
}

/**
 * One rule over everything that its scope matches. A tick is a walk along two arrays; nothing is allocated, and all that is fine
 * costs one comparison. Unknown is neither met nor over: what was only pending is dropped, since nobody saw it last. Of a sum of
 * which a part is unknown only that it is above a limit is known; a share is that of what is known.
 */
export class WatchedRule {
  private slots: Int32Array = new Int32Array(0);
  private phases = new Uint8Array(0);
  private sinceMs = new Float64Array(0);
  private worst = new Float64Array(0);
  private figures: Float64Array = new Float64Array(0);
  private wholes: Float64Array | null = null;
  private partial: Uint8Array = new Uint8Array(0);
  private version = -1;
  private patientUntilMs = -Infinity;
  private readonly sign: number;
  /** Compared by sign, so that both ways are "above". */
  private readonly limit: number;
  private readonly clear: number;
  /** Whether it is a sum, of which a part may be unknown. */
  private readonly isSum: boolean;

  constructor(
    private readonly place: number,
    private readonly terms: Terms,
    private readonly columns: Columns,
  ) {
    this.sign = terms.isAbove ? 1 : -1;
    this.limit = terms.limit * this.sign;
    this.clear = terms.clear * this.sign;
    this.isSum = terms.ofFigure === null && figureOf(terms.figure).levels.includes('stack');
  }

  keyOf(slot: number): string {
    return this.columns.keyOf(slot) ?? '';
  }

  get watchedCount(): number {
    return this.slots.length;
  }

  /** What the scope matches now. What stays keeps its standing; what leaves while it was not fine is told gone. */
  watch(slots: Int32Array, told: TransitionList): void {
    const places = new Int32Array(this.columns.slotCount).fill(NOWHERE);
    this.slots.forEach((slot, at) => (places[slot] = at));
    const [phases, sinceMs, worst] = [
      new Uint8Array(slots.length),
      new Float64Array(slots.length),
      new Float64Array(slots.length),
    ];
    slots.forEach((slot, at) => {
      const earlier = places[slot] as number;
      if (earlier === NOWHERE) return;
      places[slot] = NOWHERE;
      phases[at] = this.phases[earlier] ?? FINE;
      sinceMs[at] = this.sinceMs[earlier] ?? 0;
      worst[at] = this.worst[earlier] ?? NaN;
    });
    this.slots.forEach((slot, at) => {
      const isLeft = places[slot] === at && this.phases[at] !== FINE;
      if (isLeft) told.add(TOLD_GONE, this.place, slot, this.worstAt(at));
    });
    [this.slots, this.phases, this.sinceMs, this.worst] = [slots, phases, sinceMs, worst];
  }

  /** Takes a slot for fine, though it stays watched; what was not is told gone. */
  forget(slot: number, told: TransitionList): void {
    const at = this.slots.indexOf(slot);
    if (at < 0 || this.phases[at] === FINE) return;
    told.add(TOLD_GONE, this.place, slot, this.worstAt(at));
    this.phases[at] = FINE;
  }

  /** Looks at everything once. */
  evaluate(nowMs: number, told: TransitionList): void {
    if (this.version !== this.columns.version) this.attach();
    const { slots, phases, figures, wholes, partial, isSum, sign, limit } = this;
    const floor = this.terms.floor;
    for (let at = 0; at < slots.length; at++) {
      const slot = slots[at] as number;
      let value = (figures[slot] as number) * sign;
      if (wholes !== null) {
        const whole = wholes[slot] as number;
        value = whole >= floor ? (value / whole) * 100 : whole < floor ? -Infinity : NaN;
      }
      if (phases[at] === FINE && !(value > limit)) continue;
      if (isSum && partial[slot] === 1 && !(sign > 0 && value > limit)) {
        if (phases[at] === FINE) continue;
        value = NaN;
      }
      this.step(at, value, nowMs, told);
    }
  }

  /** Takes up where alerts stand that outlived the process, of what is still watched; until then unknown drops none of them. */
  resume(standings: readonly Standing[], patientUntilMs: number): void {
    this.patientUntilMs = patientUntilMs;
    const places = new Map(Array.from(this.slots, (slot, at) => [this.keyOf(slot), at] as const));
    for (const { key, isFiring, sinceMs, worst } of standings) {
      const at = places.get(key);
      if (at === undefined) continue;
      this.enter(at, isFiring ? FIRING : PENDING, sinceMs);
      this.worst[at] = worst * this.sign;
    }
  }

  private attach(): void {
    this.figures = this.columns.column(this.terms.figure);
    this.wholes = this.terms.ofFigure === null ? null : this.columns.column(this.terms.ofFigure);
    this.partial = this.columns.partial;
    this.version = this.columns.version;
  }

  private step(at: number, value: number, nowMs: number, told: TransitionList): void {
    switch (this.phases[at]) {
      case FINE:
        return this.begin(at, value, nowMs, told);
      case PENDING:
        return this.wait(at, value, nowMs, told);
      case FIRING:
        if (value > this.clear) this.worsen(at, value);
        else if (value <= this.clear) this.leave(at, nowMs, told);
        return;
      default:
        return this.clearing(at, value, nowMs, told);
    }
  }

  private begin(at: number, value: number, nowMs: number, told: TransitionList): void {
    this.worst[at] = value;
    this.enter(at, this.terms.forMs > 0 ? PENDING : FIRING, nowMs);
    this.tell(this.terms.forMs > 0 ? TOLD_PENDING : TOLD_FIRING, at, told);
  }

  private wait(at: number, value: number, nowMs: number, told: TransitionList): void {
    if (!(value > this.limit)) {
      if (Number.isNaN(value) && nowMs < this.patientUntilMs) return;
      this.enter(at, FINE, nowMs);
      this.tell(TOLD_DROPPED, at, told);
      return;
    }
    this.worsen(at, value);
    if (nowMs - (this.sinceMs[at] as number) < this.terms.forMs) return;
    this.enter(at, FIRING, nowMs);
    this.tell(TOLD_FIRING, at, told);
  }

  private leave(at: number, nowMs: number, told: TransitionList): void {
    const isKept = this.terms.keepFiringMs > 0;
    this.enter(at, isKept ? CLEARING : FINE, nowMs);
    if (!isKept) this.tell(TOLD_RESOLVED, at, told);
  }

  private clearing(at: number, value: number, nowMs: number, told: TransitionList): void {
    if (value > this.clear) {
      this.worsen(at, value);
      this.enter(at, FIRING, nowMs);
    } else if (value <= this.clear && nowMs - (this.sinceMs[at] as number) >= this.terms.keepFiringMs) {
      this.enter(at, FINE, nowMs);
      this.tell(TOLD_RESOLVED, at, told);
    }
  }

  private enter(at: number, phase: number, nowMs: number): void {
    this.phases[at] = phase;
    this.sinceMs[at] = nowMs;
  }

  private worsen(at: number, value: number): void {
    if (value > (this.worst[at] as number)) this.worst[at] = value;
  }

  private tell(kind: number, at: number, told: TransitionList): void {
    told.add(kind, this.place, this.slots[at] as number, this.worstAt(at));
  }

  private worstAt(at: number): number {
    return (this.worst[at] ?? NaN) * this.sign;
  }
}
