import { setImmediate as nextTurn } from 'node:timers/promises';

/** So long the event loop may be kept from everything else: answers, acknowledgements, the proof that a process lives. */
const TURN_MS = 10;

/** Work in steps, each of them short. */
export type Steps<Result = void> = Generator<undefined, Result>;

/** Does all steps at once. */
export function atOnce(steps: Steps): void {
  while (!steps.next().done);
}

/** Does all steps, and lets others have their turn between them. */
export async function inTurns(steps: Steps): Promise<void> {
  const turn = new Turn();
  while (!steps.next().done) await turn.pass();
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
