/** What a pace needs of the browser. */
interface Clockwork {
  readonly now: () => number;
  readonly later: (act: () => void, delayMs: number) => unknown;
}

/** Draws, as soon as the page can afford it; a newer drawing of the same chart takes the place of one that waits. */
export interface Pace {
  readonly draw: (chart: object, act: () => void) => void;
  readonly forget: (chart: object) => void;
}

/** The part of the main thread that redraws may take, all charts of a page together. */
const SHARE = 0.2;
/** What may be spent at once after a rest: a second's worth, so that charts of one tick are drawn together. */
const MOST_CREDIT_MS = 1_000 * SHARE;
/** One redraw that was held up, as the first is, must not hold up all others for long. */
const MOST_DEBT_MS = 2 * MOST_CREDIT_MS;

/**
 * The library builds its picture anew with each redraw, 15 ms and more. On a slow machine with many live charts that would leave
 * nothing for the reader: then charts are drawn less often, in turn, each with the newest data.
 */
export function createPace({ now, later }: Clockwork): Pace {
  const waiting = new Map<object, () => void>();
  let credit = MOST_CREDIT_MS;
  let countedAt = now();
  let isDue = false;

  const earn = (): void => {
    const at = now();
    credit = Math.min(MOST_CREDIT_MS, credit + (at - countedAt) * SHARE);
    countedAt = at;
  };
  const work = (): void => {
    isDue = false;
    earn();
    for (const [chart, act] of waiting) {
      if (credit <= 0) break;
      waiting.delete(chart);
      const began = now();
      act();
      credit = Math.max(-MOST_DEBT_MS, credit - (now() - began));
    }
    countedAt = now();
    if (waiting.size > 0) wait();
  };
  const wait = (): void => {
    if (isDue) return;
    isDue = true;
    later(work, Math.max(0, -credit / SHARE) + 1);
  };
  return {
    draw: (chart, act) => {
      waiting.set(chart, act);
      earn();
      if (credit > 0) work();
      else wait();
    },
    forget: (chart) => waiting.delete(chart),
  };
}

/** The one pace of the page. */
export const pace = createPace({
  now: () => performance.now(),
  later: (act, delayMs) => setTimeout(act, delayMs),
});
