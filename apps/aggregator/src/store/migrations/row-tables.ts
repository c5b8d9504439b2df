import type { TimeTable } from '../edition/edition.js';

const HOUR_MS = 3_600_000;
const KINDS = ['traffic', 'presence', 'unread'];

/** The tables that held a row a series and second, or bucket, before traffic was packed: as migrations 1 to 3 made them. */
export const ROW_TABLES = {
  raw: tables('', 6 * HOUR_MS),
  '1m': tables('_1m', 7 * 24 * HOUR_MS),
  '5m': tables('_5m', 28 * 24 * HOUR_MS),
  '1h': tables('_1h', 364 * 24 * HOUR_MS),
  '1d': tables('_1d', 3_640 * 24 * HOUR_MS),
} as const;

function tables(suffix: string, pieceMs: number): readonly TimeTable[] {
  return KINDS.map((kind) => ({ name: `${kind}${suffix}`, pieceMs }));
}
