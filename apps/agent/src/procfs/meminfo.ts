import type { MemoryState } from '@weir/model';
import { parseAmount } from './number.js';

const BYTES_PER_KB = 1024;

/** Parses `/proc/meminfo`; null where one of the four amounts is missing. */
export function parseMeminfo(text: string): MemoryState | null {
  const totalBytes = amountOf(text, 'MemTotal');
  const availableBytes = amountOf(text, 'MemAvailable');
  const swapTotalBytes = amountOf(text, 'SwapTotal');
  const swapFreeBytes = amountOf(text, 'SwapFree');
  if (totalBytes === null || availableBytes === null || swapTotalBytes === null || swapFreeBytes === null) return null;
  return { totalBytes, availableBytes, swapTotalBytes, swapFreeBytes };
}

function amountOf(text: string, name: string): number | null {
  const kilobytes = parseAmount(new RegExp(`^${name}:\\s+(\\d{1,13}) kB$`, 'm').exec(text)?.[1] ?? '');
  const bytes = kilobytes === null ? null : kilobytes * BYTES_PER_KB;
  return bytes !== null && Number.isSafeInteger(bytes) ? bytes : null;
}
