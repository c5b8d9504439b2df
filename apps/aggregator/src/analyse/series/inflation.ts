/**
 * By how much the variance of a mean exceeds that of independent values: neighbours that are alike tell the same thing twice.
 * Sums the autocorrelations until the first that is not positive (Geyer's initial positive sequence); at least 1.
 */
export function varianceInflation(residuals: Float64Array): number {
  const count = residuals.length;
  let variance = 0;
  for (const value of residuals) variance += value * value;
  if (count < 3 || variance <= 0) return 1;
  let inflation = 1;
  for (let lag = 1; lag < count / 3; lag += 1) {
    const correlation = product(residuals, lag) / variance;
    if (correlation <= 0) break;
    inflation += 2 * correlation;
  }
  return inflation;
}

function product(values: Float64Array, lag: number): number {
  let sum = 0;
  for (let index = lag; index < values.length; index += 1) sum += (values[index] ?? 0) * (values[index - lag] ?? 0);
  return sum;
}
