/** One transaction of a roll-up, which has just ended. */
export interface Step {
  /** Without what it waited for others. */
  readonly tookMs: number;
  /** Whether as much is marked as a round takes on: there may be more. */
  readonly isBehind: boolean;
}

/** What is done between two transactions of a roll-up. Answers whether to go on. */
export type BetweenSteps = (step: Step) => Promise<boolean>;

/** Goes on at once. */
export const atOnce: BetweenSteps = () => Promise.resolve(true);

/**
 * Does something for some hosts after the other, each time in a transaction of its own: so nobody waits for all of them, and there is
 * time for others between them. `lock` = what it waits for; `work` is what takes time.
 */
export async function inSteps(
  hostIds: readonly number[],
  hostsAStep: number,
  isBehind: boolean,
  between: BetweenSteps,
  lock: () => Promise<void>,
  work: (hostIds: readonly number[]) => Promise<void>,
): Promise<void> {
  for (let from = 0; from < hostIds.length; from += hostsAStep) {
    await lock();
    const startedMs = performance.now();
    await work(hostIds.slice(from, from + hostsAStep));
    const isLast = from + hostsAStep >= hostIds.length;
    if (isLast || !(await between({ tookMs: performance.now() - startedMs, isBehind }))) return;
  }
}
