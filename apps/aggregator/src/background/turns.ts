import { setImmediate as nextTurn } from 'node:timers/promises';

/** So long the event loop may be kept from everything else: answers, acknowledgements, the proof that a process lives. */
export const TURN_MS = 10;

/** Work in steps, each of them short. */
export type Steps<Result = void> = Generator<undefined, Result>;

/** Does all steps at once; answers what comes of them. */
export function atOnce<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Does all steps, and lets others have their turn between them; answers what comes of them. */
export async function inTurns<Result>(steps: Steps<Result>): Promise<Result> {
  const turn = new Turn();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await turn.pass();
  }
}

/** Tells long work when others are to have their turn. */
export class Turn {
  private sinceMs = performance.now();

  /** To be awaited between two steps. */
  async pass(): Promise<void> {
    if (performance.now() - this.sinceMs < TURN_MS) return;
    await nextTurn();
    this.sinceMs = performance.now();
  }
}
