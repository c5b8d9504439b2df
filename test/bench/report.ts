import { cpus, release, totalmem } from 'node:os';
import { resolve } from 'node:path';

/** What a bench measured; null = not measured here, and the bench says why. */
export type Figures = Readonly<Record<string, number | string | null>>;

/** Whether the short form was asked for, which ends within 45 s. */
export const quick = process.argv.includes('--quick');

/** A path as it was typed: npm runs a script in its package's folder, not in that of the caller. */
export const asTyped = (path: string): string => resolve(process.env['INIT_CWD'] ?? '', path);

/** Says what is about to be measured, and on what machine. */
export function announce(text: string): void {
  const gibibytes = (totalmem() / 2 ** 30).toFixed(1);
  console.log(`${text}\n`);
  console.log(
    `machine: ${cpus().length} × ${cpus()[0]?.model}, ${gibibytes} GiB, kernel ${release()}, Node ${process.version}`,
  );
}

/** Prints the figures as a table, and last as one line of JSON. */
export function report(bench: string, figures: Figures): void {
  console.table(figures);
  console.log(JSON.stringify({ bench, quick, figures }));
}

/** The value that 95 % of the samples do not exceed. */
export function p95(samples: readonly number[]): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? NaN;
}

/** The value in the middle. */
export function median(samples: readonly number[]): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
