import { currentCaller, currentScope, onBehalfOf } from '../caller.js';
import { CallerGoneError } from '../snapshot.js';
import { Kept } from './kept.js';

/** An answer, and for how long it may be given to others who ask the same. */
export interface Shareable<T> {
  readonly answer: T;
  /** ms from when it was asked for; 0 = it is kept for nobody. */
  readonly keepMs: number;
  /** What it holds in memory, about. */
  readonly bytes: number;
}

/**
 * Works an answer out once for all who ask for it at the same time, or soon after. Who leaves does not take it from the others;
 * when all have left it is given up. What failed is told to all who waited for it, and kept for nobody.
 */
export class SharedAnswers<T> {
  private readonly underWay = new Map<string, UnderWay<T>>();
  private readonly kept: Kept<{ readonly answer: T; readonly untilMs: number }>;

  constructor(
    mostBytes: number,
    private readonly nowMs: () => number = () => performance.now(),
  ) {
    this.kept = new Kept(mostBytes);
  }

  /** What kept answers hold in memory, about. */
  get bytes(): number {
    return this.kept.bytes;
  }

  /** The answer to the question of this name: an earlier one, that of another who asks just now, or a new one. */
  async of(asked: string, work: () => Promise<Shareable<T>>): Promise<T> {
    const name = nameInScope(asked);
    const known = this.kept.get(name);
    if (known && this.nowMs() < known.untilMs) return known.answer;
    return (this.underWay.get(name) ?? this.begin(name, work)).join(currentCaller());
  }

  private begin(name: string, work: () => Promise<Shareable<T>>): UnderWay<T> {
    const askedAtMs = this.nowMs();
    // Which hosts are in a scope may be another matter in a moment.
    const isForAll = currentScope() === null;
    const end = (): void => {
      if (this.underWay.get(name) === begun) this.underWay.delete(name);
    };
    const begun: UnderWay<T> = new UnderWay(work, end);
    this.underWay.set(name, begun);
    begun.done.then(
      ({ answer, keepMs, bytes }) => {
        end();
        // Who comes next asks for something else, most of the time.
        this.kept.drop(({ untilMs }) => untilMs <= this.nowMs());
        if (isForAll && askedAtMs + keepMs > this.nowMs())
          this.kept.set(name, { answer, untilMs: askedAtMs + keepMs }, bytes);
      },
      () => end(),
    );
    return begun;
  }
}

/** What was worked out of some hosts is no answer to who sees others. */
function nameInScope(name: string): string {
  const scope = currentScope();
  return scope ? `${name} within ${scope.key}` : name;
}

/** An answer that is being worked out, on behalf of all who wait for it. */
class UnderWay<T> {
  readonly done: Promise<Shareable<T>>;
  private readonly allLeft = new AbortController();
  private waiting = 0;

  constructor(
    work: () => Promise<Shareable<T>>,
    private readonly onAllLeft: () => void,
  ) {
    this.done = onBehalfOf(this.allLeft.signal, work);
  }

  async join(caller: AbortSignal | undefined): Promise<T> {
    this.waiting += 1;
    const left = leaving(caller);
    try {
      return (await Promise.race([this.done, left.promise])).answer;
    } finally {
      left.forget();
      this.waiting -= 1;
      if (this.waiting === 0) {
        this.onAllLeft();
        // Nothing happens where it is done.
        this.allLeft.abort();
      }
    }
  }
}

/** Rejects when the caller leaves. */
function leaving(caller: AbortSignal | undefined): { readonly promise: Promise<never>; forget(): void } {
  let forget = (): void => undefined;
  const promise = new Promise<never>((_, reject) => {
    const leave = (): void => reject(new CallerGoneError('nobody waits for the answer'));
    if (caller?.aborted) return leave();
    caller?.addEventListener('abort', leave, { once: true });
    forget = () => caller?.removeEventListener('abort', leave);
  });
  return { promise, forget: () => forget() };
}
