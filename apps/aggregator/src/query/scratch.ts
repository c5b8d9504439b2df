/** Memory that is used again for each host of a query: a day of 50,000 series would else leave gigabytes to collect. */
export class Scratch {
  private memory = new Float64Array(0);

  /** Zeros; what was taken before must not be used any longer. */
  take(length: number): Float64Array {
    if (this.memory.length < length) this.memory = new Float64Array(length);
    return this.memory.subarray(0, length).fill(0);
  }
}
