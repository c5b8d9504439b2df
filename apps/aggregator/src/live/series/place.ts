/** Where a sample belongs: slots of time by their number since 1970, and what its counts are multiplied by. */
export interface Place {
  readonly first: number;
  /** Less than `first` where the sample tells of no slot. */
  readonly last: number;
  readonly perSecond: number;
  /** How much of each slot is known by it, 0 to 1. */
  readonly share: number;
}

/** What is shorter than this part of a slot is one of several samples in it. */
const SHORT = 0.8;

/**
 * The slots of time that a sample tells of. A slot has the rate of the sample that holds its middle: ticks are a little
 * early or late, and clocks up to 2 s off, so that no sample fits a slot; but where samples follow each other without a
 * gap, each slot has exactly one. Samples much shorter than a slot are added up in the one that holds their middle.
 */
export function placeOf(atMs: number, ms: number, slotMs: number): Place {
  if (ms < SHORT * slotMs) {
    const slot = Math.floor((atMs - ms / 2) / slotMs);
    return { first: slot, last: slot, perSecond: 1_000 / slotMs, share: ms / slotMs };
  }
  const first = middlesBefore(atMs - ms, slotMs);
  return { first, last: middlesBefore(atMs, slotMs) - 1, perSecond: 1_000 / ms, share: 1 };
}

/** The number of the first slot whose middle does not lie before a moment. */
const middlesBefore = (ms: number, slotMs: number): number => Math.ceil(ms / slotMs - 0.5);
