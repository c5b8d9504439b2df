import { COUNTERS } from '@weir/model';
import type { SeriesAnalysis } from '../engine/series-analysis.js';
import type { AnalysedInterface } from '../../store/patterns/analysed-hosts.js';
import type { PatternEntity } from '../../store/patterns/pattern-row.js';

/** A change that was recorded near an interface. */
export interface NearbyChange {
  readonly atMs: number;
  readonly text: string;
}

const BITS_A_BYTE = 8;
const MOST_CHANGES = 4;
/** The kernel invents a speed for others, unless people say one: 10 Gbit/s of a veth, through which twice as much goes. */
const CLASSES_OF_A_LINK: ReadonlySet<string | null> = new Set(['uplink', 'bond-member']);

/** An interface that is analysed: what it counted since its last sample, and what is known of it. */
export class Slot {
  /** Of the sample that is being gathered, in the order of `COUNTERS`. */
  readonly sums = new Float64Array(COUNTERS.length);
  unreadMs = 0;
  hasMoved = false;
  /** Made when it first moves: most interfaces of a host never do. */
  analysis: SeriesAnalysis | null = null;
  /** End of the last sample that the analysis was fed. */
  fedMs = -Infinity;
  /** End of the last sample that is saved. */
  savedMs = -Infinity;
  changes: readonly NearbyChange[] = [];
  /** What it counts, as it was known last: a container, a network or the host. */
  thing: PatternEntity | null = null;
  /** What it counts has gone, though it is there still. */
  isLeft = false;
  /** Its host has it no more: it is never fed again. */
  isGone = false;

  constructor(
    /** As it was told last. */
    public told: AnalysedInterface,
  ) {}

  get capacityBytesPerSecond(): number {
    const { class: name, isUplink, speedBitsPerSecond, isSpeedSet } = this.told;
    const isLink = isUplink || isSpeedSet || CLASSES_OF_A_LINK.has(name);
    return isLink && speedBitsPerSecond !== null && speedBitsPerSecond > 0 ? speedBitsPerSecond / BITS_A_BYTE : NaN;
  }

  note(change: NearbyChange): void {
    this.changes = [...this.changes.slice(1 - MOST_CHANGES), change];
    this.analysis?.noteChange(change.atMs);
  }

  /** Begins to gather anew. */
  clear(): void {
    this.sums.fill(0);
    this.unreadMs = 0;
    this.hasMoved = false;
  }
}
