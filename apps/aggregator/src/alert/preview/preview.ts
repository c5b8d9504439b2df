import type { PastOf } from '../../query/alerts/past.js';
import { Evaluator } from '../evaluate/evaluator.js';
import { limitOf, type Rule } from '../rule/rule.js';

/** One time that the rule would have fired. */
export interface WouldFire {
  readonly key: string;
  readonly name: string;
  readonly firedMs: number;
  /** null where it would fire still. */
  readonly resolvedMs: number | null;
  readonly worst: number;
}

export interface Preview {
  readonly subjectCount: number;
  readonly count: number;
  /** Of how many subjects. */
  readonly firedCount: number;
  /** The newest first, at most as many as were asked for. */
  readonly times: readonly WouldFire[];
}

/**
 * How often a rule on a figure would have fired, had it been there. The past of one subject after the other is walked by the very
 * evaluator that watches the present, so that what was foretold is what comes; only shorter breaches than the steps of the past are
 * not seen.
 */
export class Trial {
  private readonly evaluator: Evaluator;
  private times: WouldFire[] = [];
  private count = 0;
  private firedCount = 0;

  /** `most` times are kept, the newest. A rule that is switched off is tried as well. */
  constructor(
    private readonly rule: Rule,
    private readonly most: number,
  ) {
    this.evaluator = new Evaluator([{ ...rule, isEnabled: true }]);
  }

  /** Walks one subject; `atMs` = the ends of its steps, from `fromMs` on they count. */
  walk({ key, name, figures }: PastOf, atMs: ArrayLike<number>): void {
    const columns = this.evaluator.columnsOf(this.rule.per);
    this.evaluator.watch(0, [key]);
    const slot = columns.claim(key);
    const limit = limitOf(this.rule.condition);
    const asked = limit === null ? [] : [limit.figure, ...(limit.ofFigure === null ? [] : [limit.ofFigure])];
    const writes = asked.map((figure) => ({ column: columns.column(figure), values: figures[figure] }));
    const fired: WouldFire[] = [];
    for (let at = 0; at < atMs.length; at++) {
      for (const { column, values } of writes) column[slot] = values?.[at] ?? NaN;
      this.evaluator.evaluate(atMs[at] as number);
      for (const { kind, value } of this.evaluator.transitions()) {
        if (kind === 'firing') fired.push({ key, name, firedMs: atMs[at] as number, resolvedMs: null, worst: value });
        const begun = fired.at(-1);
        if (kind === 'resolved' && begun)
          fired.splice(-1, 1, { ...begun, resolvedMs: atMs[at] as number, worst: value });
      }
    }
    this.evaluator.watch(0, []);
    columns.release(key);
    this.keep(fired);
  }

  /** What came of all that were walked. */
  summed(subjectCount: number): Preview {
    this.cut();
    return { subjectCount, count: this.count, firedCount: this.firedCount, times: this.times };
  }

  private keep(fired: readonly WouldFire[]): void {
    this.count += fired.length;
    this.firedCount += fired.length > 0 ? 1 : 0;
    this.times.push(...fired.slice(-this.most));
    if (this.times.length > 4 * this.most) this.cut();
  }

  private cut(): void {
    this.times = this.times.sort((one, other) => other.firedMs - one.firedMs).slice(0, this.most);
  }
}
