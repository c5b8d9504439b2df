/** One of several readers of a source. */
export interface Share<T> {
  readonly items: AsyncIterable<T>;
  /** It reads no more: the others do not wait for it. */
  leave(): void;
}

/**
 * Lets several read one source side by side, each all of it: an item is read when all have asked for it, so that none is held. What the
 * source throws is thrown to each.
 */
export function fanOut<T>(source: AsyncIterable<T>, count: number): Share<T>[] {
  const rounds = new Rounds(source[Symbol.asyncIterator](), count);
  return Array.from({ length: count }, () => {
    let isReading = true;
    const leave = (): void => {
      if (isReading) rounds.leave();
      isReading = false;
    };
    const iterator: AsyncIterator<T> = {
      next: () => rounds.next(),
      return: () => {
        leave();
        return Promise.resolve({ done: true, value: undefined });
      },
    };
    return { items: { [Symbol.asyncIterator]: () => iterator }, leave };
  });
}

class Rounds<T> {
  private waiting: ((next: Promise<IteratorResult<T>>) => void)[] = [];

  constructor(
    private readonly source: AsyncIterator<T>,
    private readers: number,
  ) {}

  next(): Promise<IteratorResult<T>> {
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      this.goOn();
    });
  }

  leave(): void {
    this.readers -= 1;
    if (this.readers === 0) void this.source.return?.().catch(() => undefined);
    else this.goOn();
  }

  private goOn(): void {
    if (this.waiting.length < this.readers) return;
    const next = this.source.next();
    for (const resolve of this.waiting.splice(0)) resolve(next);
  }
}
