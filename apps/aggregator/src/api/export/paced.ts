import { setImmediate as nextTurn } from 'node:timers/promises';

/** A client that takes nothing for so long is gone, or stuck. */
export const IDLE_MS = 60_000;

/** Hands on pieces as they are taken: other requests have their turn in between, and who takes nothing is given up. */
export async function* paced<Piece>(
  first: IteratorResult<Piece>,
  rest: AsyncIterator<Piece>,
  giveUp: () => void,
): AsyncGenerator<Piece> {
  try {
    for (let next = first; !next.done; next = await rest.next()) {
      const timer = setTimeout(giveUp, IDLE_MS);
      try {
        yield next.value;
      } finally {
        clearTimeout(timer);
      }
      await nextTurn();
    }
  } finally {
    await rest.return?.();
  }
}
