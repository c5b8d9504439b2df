import { bitsOf, normal } from './random.js';

/** What is wrong with an uplink: a part of its packets is lost in some stretches of time. */
export interface Trouble {
  readonly seed: number;
  /** Where the loss is counted, as in COUNTERS: errors of a bad cable, drops of a full queue. */
  readonly column: number;
  readonly lostShare: number;
  /** It comes back so often, and lasts so long. */
  readonly everySeconds: number;
  readonly lastsSeconds: number;
}

const HOUR = 3_600;
const RX_PACKETS = 2;
const [RX_ERRORS, TX_ERRORS, RX_DROPPED, TX_DROPPED] = [4, 5, 6, 7];

/** One host of ten or so has each of them. */
const KINDS: readonly (Omit<Trouble, 'seed'> & { readonly place: number })[] = [
  { place: 3, column: RX_ERRORS, lostShare: 0.012, everySeconds: 11 * HOUR, lastsSeconds: 3 * HOUR },
  { place: 6, column: RX_DROPPED, lostShare: 0.02, everySeconds: 1_800, lastsSeconds: 240 },
  { place: 8, column: TX_DROPPED, lostShare: 0.004, everySeconds: 900, lastsSeconds: 60 },
  { place: 15, column: TX_ERRORS, lostShare: 0.001, everySeconds: 5 * HOUR, lastsSeconds: 5 * HOUR },
];
const PLACES = 20;

/** The trouble of the host at an index of its fleet; most have none. */
export function troubleAt(seed: number, index: number): Trouble | null {
  const kind = KINDS.find(({ place }) => place === index % PLACES);
  return kind ? { ...kind, seed } : null;
}

/** Adds what was lost in the seconds from one to another, the last excluded, to an interface at `offset`. */
export function lose(
  trouble: Trouble,
  fromSecond: number,
  untilSecond: number,
  into: Float64Array,
  offset: number,
): void {
  let bad = 0;
  for (let second = fromSecond; second < untilSecond; second += 1) {
    const bits = bitsOf(trouble.seed, second);
    if ((second + (trouble.seed & 0xffff)) % trouble.everySeconds < trouble.lastsSeconds)
      bad += Math.exp(0.5 * normal(bits));
  }
  const packets = (into[offset + RX_PACKETS + (trouble.column % 2)] ?? 0) / (untilSecond - fromSecond);
  const lost = Math.floor(packets * trouble.lostShare * bad);
  into[offset + trouble.column] = (into[offset + trouble.column] ?? 0) + lost;
}
