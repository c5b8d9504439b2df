const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8_000;

/**
 * The code of a page, fetched again for a quarter of a minute where it does not arrive, as while weir restarts or a cable is plugged
 * in: a link to a page without code does nothing, and nobody is told why.
 */
export async function fetchedAgain<T>(fetch: () => Promise<T>): Promise<T> {
  for (let waitMs = FIRST_WAIT_MS; ; waitMs *= 2) {
    try {
      return await fetch();
    } catch (error) {
      if (waitMs > LONGEST_WAIT_MS) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
}
