/** What came of one look at all rules, in the order of rules. */
export const TRANSITIONS = ['pending', 'dropped', 'firing', 'resolved', 'gone'] as const;
export type TransitionKind = (typeof TRANSITIONS)[number];

/** One thing that changed, as the life of an alert takes it. */
export interface Transition {
  readonly kind: TransitionKind;
  /** Place of the rule among those evaluated. */
  readonly rule: number;
  readonly key: string;
  /** Where it begins the figure now, where it ends the worst that it was. */
  readonly value: number;
}

const FIRST_CAPACITY = 64;

/** Room for the transitions of a tick, used again each tick. */
export class TransitionList {
  count = 0;
  private kinds = new Uint8Array(FIRST_CAPACITY);
  private rules = new Int32Array(FIRST_CAPACITY);
  private slots = new Int32Array(FIRST_CAPACITY);
  private values = new Float64Array(FIRST_CAPACITY);

  clear(): void {
    this.count = 0;
  }

  add(kind: number, rule: number, slot: number, value: number): void {
    if (this.count === this.kinds.length) this.grow();
    this.kinds[this.count] = kind;
    this.rules[this.count] = rule;
    this.slots[this.count] = slot;
    this.values[this.count] = value;
    this.count += 1;
  }

  /** Those of this tick, by key. Few ticks have any. */
  told(keyOf: (rule: number, slot: number) => string): Transition[] {
    return Array.from({ length: this.count }, (_, place) => {
      const rule = this.rules[place] ?? 0;
      const kind = TRANSITIONS[this.kinds[place] ?? 0] ?? 'gone';
      return { kind, rule, key: keyOf(rule, this.slots[place] ?? 0), value: this.values[place] ?? NaN };
    });
  }

  private grow(): void {
    const longer = this.kinds.length * 2;
    this.kinds = copied(new Uint8Array(longer), this.kinds);
    this.rules = copied(new Int32Array(longer), this.rules);
    this.slots = copied(new Int32Array(longer), this.slots);
    this.values = copied(new Float64Array(longer), this.values);
  }
}

function copied<T extends Uint8Array | Int32Array | Float64Array>(longer: T, shorter: T): T {
  longer.set(shorter);
  return longer;
}
