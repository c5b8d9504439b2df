import type { Sample, Tick } from './sample.js';
import type { Span } from './span.js';

/** What one key counted, and from where on. */
interface Counted {
  readonly deltas?: readonly number[] | undefined;
  readonly base?: readonly bigint[] | undefined;
}

interface SampleDraft extends Span {
  readonly deltas: Map<string, readonly number[]>;
  readonly base: Map<string, readonly bigint[]>;
  readonly resets: string[];
  readonly unread: string[];
}

/** A merged tick in the making. */
export class MergeDraft {
  /** False once a sum was too large for a number. */
  exact = true;
  private readonly whole: SampleDraft;
  private readonly others = new Map<string, SampleDraft>();

  constructor(readonly span: Span) {
    this.whole = emptyDraft(span);
  }

  /** Adds to the merged interval. A later base is moved back to its start by what was counted between; an older one wins. */
  add(key: string, { deltas, base, reset }: Counted & { readonly reset: boolean }): void {
    const before = this.whole.deltas.get(key);
    if (base && !this.whole.base.has(key)) {
      this.whole.base.set(
        key,
        base.map((value, index) => value - BigInt(before?.[index] ?? 0)),
      );
    }
    if (reset) this.whole.resets.push(key);
    if (deltas) this.whole.deltas.set(key, this.sum(before ?? [], deltas));
  }

  /** Leaves something in an interval of its own. */
  apart(key: string, span: Span, { deltas, base }: Counted, reset: boolean): void {
    const draft = this.draftOf(span);
    if (deltas && deltas.length > 0) draft.deltas.set(key, deltas);
    if (base) draft.base.set(key, base);
    if (reset) draft.resets.push(key);
  }

  unread(key: string, span: Span | null): void {
    (span ? this.draftOf(span) : this.whole).unread.push(key);
  }

  sum(a: readonly number[], b: readonly number[] = []): readonly number[] {
    const sums = Array.from({ length: Math.max(a.length, b.length) }, (_, index) => (a[index] ?? 0) + (b[index] ?? 0));
    this.exact &&= sums.every(Number.isSafeInteger);
    return sums;
  }

  tick(): Tick {
    const others = [...this.others.values()].map((draft): Sample => ({ ...draft, primary: false }));
    return [{ ...this.whole, primary: true }, ...others];
  }

  private draftOf({ at, ms }: Span): SampleDraft {
    const name = `${at}/${ms}`;
    const draft = this.others.get(name) ?? emptyDraft({ at, ms });
    this.others.set(name, draft);
    return draft;
  }
}

function emptyDraft({ at, ms }: Span): SampleDraft {
  return { at, ms, deltas: new Map(), base: new Map(), resets: [], unread: [] };
}
