import { solve } from '../series/cholesky.js';

const DEGREES = 3;

/** What of a series is a bow over the whole of it (level, slope and curve), by least squares. */
export class Bow {
  /** Legendre's polynomials of degree 0, 1 and 2 over the range, one after the other. */
  readonly #base: Float64Array;
  /** The equations of a series without gaps, which all such series of this length share. */
  #whole: Float64Array | null = null;

  constructor(readonly length: number) {
    this.#base = new Float64Array(DEGREES * length);
    for (let index = 0; index < length; index += 1) {
      const place = (2 * index) / Math.max(length - 1, 1) - 1;
      this.#base.set([1, place, 1.5 * place * place - 0.5], DEGREES * index);
    }
  }

  /** Takes the bow out of the values in place; of three known points or fewer nothing would be left. */
  takeOut(values: Float64Array, known: Float64Array): void {
    const shares = this.#sharesOf(values, known);
    if (!shares) return;
    const [level = 0, slope = 0, curve = 0] = shares;
    const base = this.#base;
    for (let index = 0; index < values.length; index += 1) {
      const bow = level + slope * (base[3 * index + 1] ?? 0) + curve * (base[3 * index + 2] ?? 0);
      values[index] = (values[index] ?? 0) - bow;
    }
  }

  #sharesOf(values: Float64Array, known: Float64Array): Float64Array | null {
    const base = this.#base;
    const right = new Float64Array(DEGREES);
    let count = 0;
    let level = 0;
    let slope = 0;
    let curve = 0;
    for (let index = 0; index < values.length; index += 1) {
      if (known[index] === 0) continue;
      const value = values[index] ?? 0;
      count += 1;
      level += value;
      slope += value * (base[3 * index + 1] ?? 0);
      curve += value * (base[3 * index + 2] ?? 0);
    }
    right.set([level, slope, curve]);
    if (count <= DEGREES) return null;
    if (count < values.length) return solve(this.#products(known), right);
    this.#whole ??= this.#products(known);
    return solve(Float64Array.from(this.#whole), right);
  }

  /** Gaps make the polynomials lean on each other, hence the equations. */
  #products(known: Float64Array): Float64Array {
    const products = new Float64Array(DEGREES * DEGREES);
    for (let index = 0; index < known.length; index += 1) {
      if (known[index] === 0) continue;
      const row = this.#base.subarray(DEGREES * index, DEGREES * (index + 1));
      addRow(products, row);
    }
    return products;
  }
}

function addRow(products: Float64Array, row: Float64Array): void {
  for (let one = 0; one < DEGREES; one += 1) {
    for (let other = 0; other <= one; other += 1) {
      const place = one * DEGREES + other;
      products[place] = (products[place] ?? 0) + (row[one] ?? 0) * (row[other] ?? 0);
    }
  }
}
