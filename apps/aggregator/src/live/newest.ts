/** So many values of a key wait at most: a burst after a hiccup of the network is shown whole, more than that is outdated. */
export const MOST_WAITING = 4;

/**
 * An async iterator that holds, for each key, only what was put last. A consumer that is slow skips what is outdated; it
 * never makes memory grow.
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

  /** Offers a value; answers whether an older one of the same key was dropped for it. */
  put(key: string, value: T): boolean {
    if (this.ended) return false;
    const values = this.waiting.get(key) ?? [];
    values.push(value);
    this.waiting.set(key, values);
    this.wake?.();
    if (values.length <= this.mostWaiting) return false;
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

  private take(key: string, values: T[]): T {
    if (values.length === 1) this.waiting.delete(key);
    return values.shift() as T;
  }

  async return(): Promise<IteratorResult<T>> {
    this.end();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
