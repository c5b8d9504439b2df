/** So many values of a key wait at most: a burst after a hiccup of the network is shown whole, more than that is outdated. */
export const MOST_WAITING = 4;

/**
 * An async iterator that holds, for each key, only what was put last, and hands out the keys in turn. A consumer that is
 * slow skips what is outdated; it never makes memory grow.
 */
export class Newest<T> implements AsyncIterableIterator<T> {
  private readonly waiting = new Map<string, T[]>();
  private wake: (() => void) | null = null;
  private ended = false;

  /** `onEnd` is called once, when the consumer leaves or `end` is called. */
  constructor(
    private readonly onEnd: () => void,
    private readonly mostWaiting = MOST_WAITING,
  ) {}

  /** Offers a value; answers whether an older one of the same key was dropped for it: one that is outdated, or one too many. */
  put(key: string, value: T, isOutdated?: (older: T) => boolean): boolean {
    if (this.ended) return false;
    const known = this.waiting.get(key) ?? [];
    const values = isOutdated ? known.filter((older) => !isOutdated(older)) : known;
    const isOneOutdated = values.length < known.length;
    values.push(value);
    this.waiting.set(key, values);
    this.wake?.();
    if (values.length <= this.mostWaiting) return isOneOutdated;
    values.shift();
    return true;
  }

  /** Ends the iteration; what waits is dropped. */
  end(): void {
    if (this.ended) return;
    this.ended = true;
    this.waiting.clear();
    this.wake?.();
    this.onEnd();
  }

  async next(): Promise<IteratorResult<T>> {
    while (!this.ended) {
      const [first] = this.waiting;
      if (first) return { done: false, value: this.take(...first) };
      await new Promise<void>((resolve) => (this.wake = resolve));
      this.wake = null;
    }
    return { done: true, value: undefined };
  }

  /** A key that has more goes to the end: one that is refilled faster than it is taken would keep all others waiting. */
  private take(key: string, values: T[]): T {
    const value = values.shift() as T;
    this.waiting.delete(key);
    if (values.length > 0) this.waiting.set(key, values);
    return value;
  }

  async return(): Promise<IteratorResult<T>> {
    this.end();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
