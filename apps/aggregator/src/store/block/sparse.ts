import { atMost, numberBits, type BitReader, type BitWriter } from './bits.js';

/** Values nearly all zero, such as errors: where the others stand, and what they are. How many bits that takes. */
export function sparseBits(values: Float64Array, count: number): number {
  let bits = 0;
  let others = 0;
  let next = 0;
  for (let index = 0; index < count; index++) {
    const value = values[index] ?? 0;
    if (value === 0) continue;
    bits += numberBits(index - next) + numberBits(value - 1);
    next = index + 1;
    others++;
  }
  return bits + numberBits(others);
}

export function writeSparse(writer: BitWriter, values: Float64Array, count: number): void {
  let others = 0;
  for (let index = 0; index < count; index++) if (values[index] !== 0) others++;
  writer.number(others);
  let next = 0;
  for (let index = 0; index < count; index++) {
    const value = values[index] ?? 0;
    if (value === 0) continue;
    writer.number(index - next);
    writer.number(value - 1);
    next = index + 1;
  }
}

export function readSparse(reader: BitReader, count: number, into: Float64Array): void {
  into.fill(0, 0, count);
  let next = 0;
  for (let left = reader.count(count, 'values'); left > 0; left--) {
    const index = next + reader.number();
    into[atMost(index, count - 1, 'values')] = reader.number() + 1;
    next = index + 1;
  }
}
