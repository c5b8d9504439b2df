/** Waits. */
export const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => void setTimeout(resolve, milliseconds));

/**
 * Tries again until the attempt does not throw, and gives its answer.
 * When the time is up it throws, with what was waited for and the last failure.
 */
export async function until<T>(what: string, attempt: () => T | Promise<T>, timeoutMs = 20_000): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      const message = `waited ${timeoutMs} ms until ${what}: ${(error as Error).message}`;
      if (Date.now() > deadline) throw new Error(message, { cause: error });
    }
    await sleep(200);
  }
}
