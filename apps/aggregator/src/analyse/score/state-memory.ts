/** One block of bytes from which every part of a scorer takes its arrays, so that what is saved is a copy, and nothing can be left out of it. */
export class StateMemory {
  readonly #block: ArrayBuffer;
  #used = 0;

  constructor(bytes: number) {
    this.#block = new ArrayBuffer(bytes);
  }

  /** The next `count` double-precision numbers. */
  doubles(count: number): Float64Array<ArrayBuffer> {
    return new Float64Array(this.#block, this.#take(count * 8), count);
  }

  /** The next `count` single-precision numbers, an even count, for what is aligned to eight bytes behind them. */
  singles(count: number): Float32Array<ArrayBuffer> {
    return new Float32Array(this.#block, this.#take(count * 4), count);
  }

  /** A copy of all that was taken. */
  copy(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#block.slice(0, this.#used));
  }

  /** Puts back what `copy` gave; false where it is of another size, and then nothing is touched. */
  put(bytes: Uint8Array): boolean {
    if (bytes.byteLength !== this.#used) return false;
    new Uint8Array(this.#block, 0, this.#used).set(bytes);
    return true;
  }

  #take(bytes: number): number {
    const at = this.#used;
    this.#used += bytes;
    return at;
  }
}
