import { COUNTERS } from '@weir/model';
import { scanBlock } from '../block/codec.js';

const COUNTER_INDEXES = COUNTERS.map((_, index) => index);

/** Since when samples count, and until when; ms since 1970. */
export interface Span {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Sums up what series counted since their bases; a block at a time, so that its length does not matter. */
export class BaseSums {
  /** By series, one sum a counter. */
  readonly sums = new Map<number, bigint[]>();

  /** `bases` = when the base of each wanted series was told, ms since 1970. */
  constructor(
    private readonly bases: ReadonlyMap<number, number>,
    private readonly span: Span = { fromMs: -Infinity, untilMs: Infinity },
  ) {}

  add(block: Uint8Array): void {
    let starts: Float64Array = new Float64Array();
    scanBlock(block, COUNTER_INDEXES, (id) => this.bases.has(id), {
      frames: (startMs) => (starts = startMs),
      series: (id, count, frames, columns) => {
        const places = this.placesOf(id, count, (place) => starts[frames[place] as number] as number);
        if (places.length > 0) this.addTo(id, (counter) => sumOf(columns[counter] as Float64Array, places));
      },
      unread: () => undefined,
    });
  }

  /** Which of a series' values count. */
  private placesOf(id: number, count: number, startOf: (place: number) => number): number[] {
    const fromMs = Math.max(this.bases.get(id) ?? Infinity, this.span.fromMs);
    const places: number[] = [];
    for (let place = 0; place < count; place += 1) {
      const startMs = startOf(place);
      if (startMs >= fromMs && startMs < this.span.untilMs) places.push(place);
    }
    return places;
  }

  private addTo(id: number, addedOf: (counter: number) => bigint): void {
    const known = this.sums.get(id);
    this.sums.set(
      id,
      COUNTER_INDEXES.map((counter) => (known?.[counter] ?? 0n) + addedOf(counter)),
    );
  }
}

/** Exact, though a sum may pass what a number holds. */
function sumOf(column: Float64Array, places: readonly number[]): bigint {
  let [whole, part] = [0n, 0];
  for (const place of places) {
    const value = column[place] as number;
    if (value > Number.MAX_SAFE_INTEGER - part) {
      whole += BigInt(part);
      part = 0;
    }
    part += value;
  }
  return whole + BigInt(part);
}
