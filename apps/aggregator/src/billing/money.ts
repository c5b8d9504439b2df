import type { Refuse } from './read-subject.js';

const USUAL_DIGITS = 2;
const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** An amount to the smallest coin of its currency, half a one up. */
export function inCoins(amount: number, currency: string | null): number {
  const scale = 10 ** digitsOf(currency);
  // 1.005 is a little less in binary: fifteen digits are what people reckoned.
  return Math.round(Number((amount * scale).toPrecision(15))) / scale;
}

/** Refuses what is no currency. */
export function refuseCurrency(field: string, currency: string, refuse: Refuse): void {
  if (!CURRENCIES.has(currency)) refuse(field, 'must be a code of ISO 4217, such as EUR');
}

/** How many digits amounts of a currency have behind the point. */
export function digitsOf(currency: string | null): number {
  if (currency === null) return USUAL_DIGITS;
  return (
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? USUAL_DIGITS
  );
}
