import type { Rates } from '../../api/index.js';

const BITS_PER_BYTE = 8;

/** How full a link is by its busier way, 0 to 1; null where its speed or a rate is not known. */
export function utilisation(rates: Rates | null, speedBitsPerSecond: number | null): number | null {
  const [incoming, outgoing] = [rateOf(rates, 'rxBytes'), rateOf(rates, 'txBytes')];
  if (incoming === null || outgoing === null || !speedBitsPerSecond) return null;
  return (Math.max(incoming, outgoing) * BITS_PER_BYTE) / speedBitsPerSecond;
}

/** A rate by the name of its counter, `rxBytes` …; null = not known. */
export function rateOf(rates: Rates | null, counter: string): number | null {
  return rates?.[`${counter}PerSecond`] ?? null;
}
