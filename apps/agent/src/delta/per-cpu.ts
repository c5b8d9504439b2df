const WRAP_32 = 2 ** 32;

/**
 * How far the unsigned 32-bit counters of each CPU went, summed over the CPUs, one sum a column. A decrease is a wrap: such
 * counters begin anew only with the kernel. A CPU that came or went in between is left out of this interval.
 */
export function sumOf32BitIncreases(
  before: ReadonlyMap<number, readonly number[]>,
  after: ReadonlyMap<number, readonly number[]>,
): number[] {
  const sums = [...(after.values().next().value ?? [])].map(() => 0);
  for (const [cpu, counters] of after) {
    const earlier = before.get(cpu);
    if (earlier === undefined) continue;
    counters.forEach((value, column) => {
      sums[column] = (sums[column] ?? 0) + increase(earlier[column] ?? value, value);
    });
  }
  return sums;
}

function increase(before: number, after: number): number {
  return after >= before ? after - before : after + WRAP_32 - before;
}
