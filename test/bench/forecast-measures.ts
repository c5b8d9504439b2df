/** The error measures of the M4 competition, as its published R code has them. */

const DEVIATIONS_OF_90_PERCENT = 1.645;

/** Symmetric mean absolute percentage error, in percent. */
export function smape(truth: Float64Array, said: Float64Array): number {
  let sum = 0;
  truth.forEach((value, step) => {
    const size = Math.abs(value) + Math.abs(said[step]!);
    sum += size === 0 ? 0 : (200 * Math.abs(value - said[step]!)) / size;
  });
  return sum / truth.length;
}

/** Mean absolute error, in units of what repeating the last cycle is wrong by within the past. */
export function mase(past: Float64Array, truth: Float64Array, said: Float64Array, cycle: number): number {
  let unit = 0;
  for (let index = cycle; index < past.length; index += 1) unit += Math.abs(past[index]! - past[index - cycle]!);
  const error = truth.reduce((sum, value, step) => sum + Math.abs(value - said[step]!), 0) / truth.length;
  return error / (unit / (past.length - cycle));
}

/** The last cycle again. */
export function seasonalNaive(past: Float64Array, cycle: number, steps: number): Float64Array {
  return Float64Array.from({ length: steps }, (_, step) => past[past.length - cycle + (step % cycle)]!);
}

/** The last value, seasonally adjusted by classical decomposition where a cycle is significant. */
export function naive2(past: Float64Array, cycle: number, steps: number): Float64Array {
  const factors = isSeasonal(past, cycle) ? seasonalFactors(past, cycle) : new Float64Array(cycle).fill(1);
  const last = past[past.length - 1]! / factors[(past.length - 1) % cycle]!;
  return Float64Array.from({ length: steps }, (_, step) => last * factors[(past.length + step) % cycle]!);
}

function isSeasonal(past: Float64Array, cycle: number): boolean {
  if (past.length < 3 * cycle) return false;
  const mean = past.reduce((sum, value) => sum + value, 0) / past.length;
  const correlation = (lag: number): number => {
    let product = 0;
    let power = 0;
    past.forEach((value, index) => {
      power += (value - mean) ** 2;
      if (index >= lag) product += (value - mean) * (past[index - lag]! - mean);
    });
    return product / power;
  };
  let variance = 1;
  for (let lag = 1; lag < cycle; lag += 1) variance += 2 * correlation(lag) ** 2;
  return Math.abs(correlation(cycle)) > DEVIATIONS_OF_90_PERCENT * Math.sqrt(variance / past.length);
}

/** Ratios to the centred moving average, averaged by phase, their mean being 1. */
function seasonalFactors(past: Float64Array, cycle: number): Float64Array {
  const sums = new Float64Array(cycle);
  const counts = new Float64Array(cycle);
  const half = cycle / 2;
  for (let index = half; index < past.length - half; index += 1) {
    let total = (past[index - half]! + past[index + half]!) / 2;
    for (let away = 1 - half; away < half; away += 1) total += past[index + away]!;
    sums[index % cycle]! += past[index]! / (total / cycle);
    counts[index % cycle]! += 1;
  }
  const factors = sums.map((sum, phase) => sum / counts[phase]!);
  const mean = factors.reduce((sum, factor) => sum + factor, 0) / cycle;
  return factors.map((factor) => factor / mean);
}
