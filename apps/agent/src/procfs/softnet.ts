import { parseHex32 } from './number.js';

/** What one CPU counted of its receive work. Unsigned 32-bit numbers that wrap, on a busy CPU within the hour. */
export interface SoftnetRow {
  readonly cpu: number;
  readonly processed: number;
  /** Packets lost because the CPU's backlog was full. */
  readonly dropped: number;
  /** How often the CPU had to stop with packets left. */
  readonly squeezed: number;
}

const CPU_FIELD = 12;

/**
 * Parses `net/softnet_stat`, one line a CPU. The rows stay apart, since a wrap of one CPU cannot be seen in the sum.
 * Before Linux 5.10 the CPU is told by the position alone. Null where a line is short or garbled.
 */
export function parseSoftnet(text: string): SoftnetRow[] | null {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const rows = lines.flatMap((line, index) => parseRow(line, index) ?? []);
  return rows.length === lines.length && rows.length > 0 ? rows : null;
}

function parseRow(line: string, position: number): SoftnetRow | null {
  const fields = line.trim().split(/\s+/);
  const [processed = null, dropped = null, squeezed = null] = fields.slice(0, 3).map(parseHex32);
  const cpu = fields.length > CPU_FIELD ? parseHex32(fields[CPU_FIELD] ?? '') : position;
  if (processed === null || dropped === null || squeezed === null || cpu === null) return null;
  return { cpu, processed, dropped, squeezed };
}
