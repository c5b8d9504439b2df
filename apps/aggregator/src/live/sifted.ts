/** What a source tells, each as `sift` has it; null = it is not told. */
export function sifted<T>(
  source: AsyncIterableIterator<T>,
  sift: (told: T) => T | null | Promise<T | null>,
): AsyncIterableIterator<T> {
  return {
    async next() {
      for (;;) {
        const told = await source.next();
        if (told.done) return told;
        const value = await sift(told.value);
        if (value !== null) return { done: false, value };
      }
    },
    async return() {
      await source.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
