import { sumOf, type Labelled, type Window, type WindowSums } from './window.js';

/** What a group counted since it was looked at last, counter by counter. */
export interface Growth extends Labelled {
  readonly amounts: readonly number[];
}

/** What follows from a look. */
export interface Settled {
  readonly grown: readonly Growth[];
  /** Groups that are told of no more. */
  readonly dropped: readonly Labelled[];
}

/** Who moved nothing and was not there for so long makes room for others. */
const FORGET_AFTER_MS = 3_600_000;

interface Told extends Labelled {
  /** What it had counted in the window that begins now, at the last look. */
  counted: readonly number[];
  seenMs: number;
}

/**
 * Tells how much groups grew from look to look. Each looks back on the minutes before the last one too, so that what is
 * stored late still counts. Groups that have a place of their own keep it; all others are one.
 */
export class Book {
  private readonly told = new Map<string, Told>();
  private inOthers: ReadonlySet<string> | null = null;
  private others: Told;

  constructor(
    private readonly most: number,
    others: Labelled,
  ) {
    this.others = { ...others, counted: [], seenMs: 0 };
  }

  /** Takes a look; nothing has grown at the first one. */
  settle({ groups }: Window, nowMs: number): Settled {
    const dropped = this.forget(groups, nowMs);
    this.placeNew(groups, nowMs);
    const rest = [...groups.values()].filter(({ key }) => !this.told.has(key));
    const others = sumOf(rest, this.others);
    const grown = [...this.told.values()].map((told) => settleOne(told, groups.get(told.key)));
    if (this.inOthers === null) this.others.counted = others.whole;
    this.inOthers = new Set(rest.map(({ key }) => key));
    return { grown: [...grown, settleOne(this.others, others)], dropped };
  }

  private forget(groups: ReadonlyMap<string, WindowSums>, nowMs: number): Told[] {
    for (const told of this.told.values()) if (groups.has(told.key)) told.seenMs = nowMs;
    const gone = [...this.told.values()].filter(({ seenMs }) => nowMs - seenMs > FORGET_AFTER_MS);
    for (const { key } of gone) this.told.delete(key);
    return gone;
  }

  /** The busiest first. What was told of among the others is not told once more. */
  private placeNew(groups: ReadonlyMap<string, WindowSums>, nowMs: number): void {
    const isKnown = (key: string): boolean => this.inOthers === null || this.inOthers.has(key);
    const fresh = [...groups.values()].filter(({ key }) => !this.told.has(key)).sort((a, b) => bytesOf(b) - bytesOf(a));
    for (const { key, labels, whole } of fresh.slice(0, Math.max(0, this.most - this.told.size))) {
      this.told.set(key, { key, labels, counted: isKnown(key) ? [...whole] : [], seenMs: nowMs });
    }
  }
}

function settleOne(told: Told, sums: WindowSums | undefined): Growth {
  const { key, labels, counted } = told;
  const amounts = (sums?.whole ?? []).map((sum, index) => Math.max(0, Math.round(sum - (counted[index] ?? 0))));
  told.counted = sums?.kept ?? [];
  return { key, labels, amounts };
}

/** Received and sent bytes come first among the counters. */
function bytesOf({ whole: [received = 0, sent = 0] }: WindowSums): number {
  return received + sent;
}
