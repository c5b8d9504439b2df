import { actFor, currentAsker } from './asker.js';

/**
 * What is made as it is taken, for whoever asks for it now: it is taken later, by whatever writes it out. That may be another
 * request, or none: what has room for more on a connection is whatever was sent on it before.
 */
export function forAskerOfNow<T>(made: AsyncGenerator<T>): AsyncIterableIterator<T> {
  const asker = currentAsker();
  if (!asker) return made;
  const taken: AsyncIterableIterator<T> = {
    next: () => actFor(asker, () => made.next()),
    return: () => actFor(asker, () => made.return(undefined)),
    [Symbol.asyncIterator]: () => taken,
  };
  return taken;
}
