const USUAL_DIGITS = 2;
const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** An amount to the smallest coin of its currency, half a one up. */
export function inCoins(amount: number, currency: string | null): number {
  const scale = 10 ** digitsOf(currency);
  // 1.005 is a little less in binary: fifteen digits are what people reckoned.
  return Math.round(Number((amount * scale).toPrecision(15))) / scale;
}

export const NO_CURRENCY = 'must be a code of ISO 4217, such as EUR';

/** Whether a currency is known here: another process may know others. */
export function isCurrency(currency: string): boolean {
  return CURRENCIES.has(currency);
}

/** How many digits amounts of a currency have behind the point. */
export function digitsOf(currency: string | null): number {
  if (currency === null) return USUAL_DIGITS;
  return (
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? USUAL_DIGITS
  );
}
