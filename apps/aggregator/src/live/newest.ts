/**
 * An async iterator that holds, for each key, only what was put last. A consumer that is slow skips what is outdated; it
 * never makes memory grow.
 */
export class Newest<T> implements AsyncIterableIterator<T> {
  private readonly waiting = new Map<string, T>();
  private wake: (() => void) | null = null;
  private ended = false;

  /** `onEnd` is called once, when the consumer leaves or `end` is called. */
  constructor(private readonly onEnd: () => void) {}

  /** Offers a value; answers whether one of the same key was dropped for it. */
  put(key: string, value: T): boolean {
    if (this.ended) return false;
    const dropped = this.waiting.delete(key);
    this.waiting.set(key, value);
    this.wake?.();
    return dropped;
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
      const [entry] = this.waiting;
      if (entry) {
        this.waiting.delete(entry[0]);
        return { done: false, value: entry[1] };
      }
      await new Promise<void>((resolve) => (this.wake = resolve));
      this.wake = null;
    }
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<T>> {
    this.end();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
