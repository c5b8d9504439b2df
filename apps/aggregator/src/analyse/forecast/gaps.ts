import { isKnown } from '../series/quantile.js';

/** So many cycles to either side are asked what a gap would have held. */
const CYCLES_AROUND = 4;

/**
 * The same values with gaps filled, so that methods need not know of them: from the same phase of the nearest cycles, else from
 * the neighbours in proportion. Errors are not measured there.
 */
export function filled(values: Float64Array, cycles: readonly number[]): Float64Array {
  const whole = Float64Array.from(values);
  values.forEach((value, index) => {
    if (!isKnown(value)) whole[index] = fromCycles(values, index, cycles);
  });
  bridge(whole);
  return whole;
}

function fromCycles(values: Float64Array, index: number, cycles: readonly number[]): number {
  // The longest cycle first: a Sunday is like a Sunday.
  for (const cycle of [...cycles].reverse()) {
    for (let away = 1; away <= CYCLES_AROUND; away += 1) {
      const found = [values[index - away * cycle] ?? NaN, values[index + away * cycle] ?? NaN].filter(isKnown);
      if (found.length > 0) return found.reduce((sum, value) => sum + value, 0) / found.length;
    }
  }
  return NaN;
}

function bridge(values: Float64Array): void {
  let before = -1;
  for (let index = 0; index <= values.length; index += 1) {
    if (index < values.length && !isKnown(values[index] ?? NaN)) continue;
    for (let gap = before + 1; gap < index; gap += 1) {
      const left = values[before] ?? values[index] ?? 0;
      const right = values[index] ?? left;
      values[gap] = left + ((right - left) * (gap - before)) / (index - before);
    }
    before = index;
  }
}
