const FIRST_MS = 200;
const LONGEST_MS = 5_000;

/** How long to wait before the next attempt: doubling, up to 5 s, so that what comes back is not overrun. */
export function backoffMs(failedAttempts: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failedAttempts, 10));
}
