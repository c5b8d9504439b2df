import { actFor, currentAsker } from '../../background/asker.js';

/** What is made as it is taken, for whoever asks for it now: it is taken later, by whatever writes it out. */
export function forAskerOfNow<T>(made: AsyncGenerator<T>): AsyncIterable<T> {
  const asker = currentAsker();
  if (!asker) return made;
  const iterator: AsyncIterator<T> = {
    next: () => actFor(asker, () => made.next()),
    return: () => actFor(asker, () => made.return(undefined)),
  };
  return { [Symbol.asyncIterator]: () => iterator };
}
