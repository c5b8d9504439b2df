import { describe, expect, it } from '@jest/globals';
import { BitReader, BitWriter, bitLength, unzigzag, zigzag } from './bits.js';
import { planLengths } from './dense-lengths.js';
import { planRice, RICE_LIMIT } from './dense-rice.js';
import { planVector, planVectorQuickly, readVector, type VectorPlan, vectorOf, writeVector } from './vector.js';

const MAX = Number.MAX_SAFE_INTEGER;
const repeated = (values: readonly number[], times: number): number[] => Array(times).fill(values).flat();

/** Values, written after some bits so that they begin within a byte, and read again; and how many bits they took. */
function throughBits(
  numbers: readonly number[],
  plan: VectorPlan,
  offsetBits: number,
): { read: number[]; bits: number } {
  const writer = new BitWriter(1);
  writer.bits(0, offsetBits);
  writeVector(writer, plan, vectorOf(numbers), numbers.length);
  const bits = writer.at - offsetBits;
  const bytes = writer.finish(4);
  const reader = new BitReader(
    new DataView(bytes.buffer, bytes.byteOffset, bytes.length),
    offsetBits,
    offsetBits + bits,
  );
  const into = new Float64Array(numbers.length);
  readVector(reader, numbers.length, into);
  expect(reader.remaining).toBe(0);
  return { read: [...into], bits };
}

describe('a vector', () => {
  it.each<[string, number[]]>([
    ['nothing', []],
    ['zeros', repeated([0], 40)],
    ['one huge number over and over', repeated([MAX], 40)],
    ['all lengths', Array.from({ length: 54 }, (_, length) => (length === 53 ? MAX : 2 ** length))],
    ['jumps between nothing and all', repeated([0, MAX, 0, 0, MAX - 1, 1], 20)],
    ['small values and one that is not', [...repeated([1, 0, 2], 50), RICE_LIMIT - 1, ...repeated([0, 1, 0], 50)]],
    ['a single error', [...repeated([0], 300), 1, ...repeated([0], 299)]],
    ['noise about a level', Array.from({ length: 200 }, (_, index) => 20_000 + ((index * 7_919) % 10_007))],
  ])('holds %s, in any coding', (_, numbers) => {
    const vector = vectorOf(numbers);
    const count = numbers.length;
    const plans: VectorPlan[] = [
      planVector(vector, count),
      planVectorQuickly(vector, count),
      { kind: 'sparse', bits: 0 },
      { kind: 'lengths', plan: planLengths(vector, count), bits: 0 },
    ];
    if (numbers.every((value) => value < RICE_LIMIT))
      plans.push({ kind: 'rice', plan: planRice(vector, count), bits: 0 });
    for (const plan of plans)
      for (const offset of [0, 1, 7]) expect(throughBits(numbers, plan, offset).read).toEqual(numbers);
  });

  it('takes as many bits as was planned, so that the smallest is chosen', () => {
    for (const numbers of [
      repeated([0, 3, 1, 900, 17], 30),
      [...repeated([0], 200), 5, ...repeated([0], 100)],
      repeated([70_000, 3, 2 ** 40], 30),
      repeated([12], 30),
    ]) {
      const plan = planVector(vectorOf(numbers), numbers.length);
      expect(throughBits(numbers, plan, 3).bits).toBe(plan.bits);
    }
  });
});

describe('bits', () => {
  it('tell the length of every integer', () => {
    expect([0, 1, 2, 3, 4, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, MAX].map(bitLength)).toEqual([
      0, 1, 2, 2, 3, 31, 32, 32, 33, 53,
    ]);
  });

  it.each([0, -1, 1, -2, 2 ** 31, -(2 ** 31), -(2 ** 31) - 1, 2 ** 52 - 1, -(2 ** 52)])(
    'fold %d and unfold it',
    (value) => {
      expect(unzigzag(zigzag(value))).toBe(value);
    },
  );
});
