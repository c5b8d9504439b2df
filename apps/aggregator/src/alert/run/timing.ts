/** Agents tick at the full second; what they tell is here by then. */
const LOOK_OFFSET_MS = 300;
const LOOK_EVERY_MS = 1_000;
const SETTLE_EVERY_MS = 250;

/** How long until it is time again: four times a second while something is to be told soon. */
export function msUntilNext(nowMs: number, isBusy: boolean): number {
  const everyMs = isBusy ? SETTLE_EVERY_MS : LOOK_EVERY_MS;
  return everyMs - ((nowMs - LOOK_OFFSET_MS) % everyMs);
}

/** The second that a look belongs to: there is one look a second. */
export function lookOf(nowMs: number): number {
  return Math.floor((nowMs - LOOK_OFFSET_MS) / LOOK_EVERY_MS);
}
