import { COUNTERS } from '@weir/model';
import { between, bitsOf, seedOf } from './random.js';
import { WIDTH } from './traffic.js';

/** What an interface has counted: where it began, and the sum of all that was told of it since. */
export interface Truth {
  readonly key: string;
  /** The cumulative counters at the start of the first interval that was told, in the order of COUNTERS. */
  readonly base: readonly bigint[];
  readonly sums: Float64Array;
  /** When its counters begin to be told again: spread, so that they do not come all in one message. */
  readonly checkpointSlot: number;
  isAnnounced: boolean;
}

const CHECKPOINT_EVERY_SECONDS = 300;

/** Keeps the truth of one host: each interface that it ever had. */
export class Book {
  private readonly truths = new Map<string, Truth>();

  /** `hasHistory` = the host has been up for a while, and its own interfaces have counted before. */
  constructor(
    private readonly seed: number,
    private readonly hasHistory: boolean,
  ) {}

  truthOf(key: string): Truth {
    const known = this.truths.get(key);
    if (known) return known;
    const truth = {
      ...{ key, base: this.firstBase(key), sums: new Float64Array(WIDTH), isAnnounced: false },
      checkpointSlot: between(seedOf(this.seed, key), 0, CHECKPOINT_EVERY_SECONDS - 1),
    };
    this.truths.set(key, truth);
    return truth;
  }

  all(): readonly Truth[] {
    return [...this.truths.values()];
  }

  private firstBase(key: string): bigint[] {
    const seed = seedOf(this.seed, key);
    const isOld = this.hasHistory && key.startsWith('host/') && !key.startsWith('host/veth');
    return COUNTERS.map((_, column) =>
      isOld && column < 4 ? BigInt(bitsOf(seed, column)) * (column < 2 ? 900n : 1n) : 0n,
    );
  }
}

/** Whether an interface's counters are to be told beside what they rose by: at first sight and every five minutes. */
export function isDue(truth: Truth, fromSecond: number, untilSecond: number): boolean {
  const round = (second: number): number => Math.floor((second + truth.checkpointSlot) / CHECKPOINT_EVERY_SECONDS);
  return !truth.isAnnounced || round(fromSecond) !== round(untilSecond);
}

/** The cumulative counters of an interface now. */
export function cumulative({ base, sums }: Truth): bigint[] {
  return base.map((start, column) => start + BigInt(sums[column] ?? 0));
}
