import { type PerCounter, perCounter } from '@weir/model';

/** The column of each counter in the traffic tables: `rxBytes` → `rx_bytes`. The only names SQL text is built from. */
export const COLUMN: PerCounter<string> = perCounter(snakeCase);

/** `rxBytes` → `rx_bytes`. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
