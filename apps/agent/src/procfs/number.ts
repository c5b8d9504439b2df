import { MAX_CUMULATIVE } from '@weir/model';

/** A cumulative counter as the kernel prints it; null where the text is none. */
export function parseCounter(text: string): bigint | null {
  if (!/^\d{1,20}$/.test(text)) return null;
  const value = BigInt(text);
  // A counter that fell below zero is printed as almost 2^64: no store could hold it.
  return value > MAX_CUMULATIVE ? MAX_CUMULATIVE : value;
}

/** A decimal amount that a number holds exactly; null where the text is none. */
export function parseAmount(text: string): number | null {
  if (!/^\d{1,16}$/.test(text)) return null;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : null;
}

/** An unsigned 32-bit number in hexadecimal, as the per-CPU tables print it; null where the text is none. */
export function parseHex32(text: string): number | null {
  return /^[0-9a-f]{1,8}$/i.test(text) ? parseInt(text, 16) : null;
}
