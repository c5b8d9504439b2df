import { MAX_CUMULATIVE } from '@weir/model';

/** One interface's cumulative counters as the kernel prints them, in the order of COUNTERS. */
export interface NetDevRow {
  readonly name: string;
  readonly counters: readonly bigint[];
}

/** The table of one network namespace, and the lines that could not be read. */
export interface NetDevTable {
  readonly rows: readonly NetDevRow[];
  /** Interface name (or the line's beginning, where there is none) of each line that is short or garbled. */
  readonly faults: readonly string[];
  /** The rows by their lines. */
  readonly lines: ReadonlyMap<string, NetDevRow>;
}

/** What there is before the first read. */
export const NO_TABLE: NetDevTable = { rows: [], faults: [], lines: new Map() };

const HEADER_LINES = 2;
const FIELDS = 16;
/** Columns of the kernel's table: rx bytes, packets, errs, drop are 0–3, tx the same from 8. */
const COLUMNS = [0, 8, 1, 9, 2, 10, 3, 11] as const;

/**
 * Parses `net/dev`. Never throws: a line that does not fit becomes a fault and the others still count. Lines that were in
 * `previous` give the very same rows again.
 */
export function parseNetDev(text: string, previous = NO_TABLE): NetDevTable {
  const lines = new Map<string, NetDevRow>();
  const faults: string[] = [];
  for (const line of text.split('\n').slice(HEADER_LINES)) {
    if (line.trim() === '') continue;
    const row = previous.lines.get(line) ?? parseRow(line);
    if (typeof row === 'string') faults.push(row);
    else lines.set(line, row);
  }
  return { rows: [...lines.values()], faults, lines };
}

/** What to call the line, where it is no row. */
function parseRow(line: string): NetDevRow | string {
  // The last colon: an alias is named `eth0:1`.
  const colon = line.lastIndexOf(':');
  // Only what the kernel pads with: a name may begin with another kind of blank.
  const name = line.slice(0, Math.max(colon, 0)).replace(/^ +/, '');
  const counters = name === '' ? null : parseCounters(line.slice(colon + 1));
  return counters ? { name, counters } : name || line.trim().slice(0, 32);
}

function parseCounters(text: string): bigint[] | null {
  const fields = text.trim().split(/\s+/);
  if (fields.length < FIELDS) return null;
  const picked = COLUMNS.map((column) => fields[column] ?? '');
  return picked.every((field) => /^\d{1,20}$/.test(field)) ? picked.map(toCumulative) : null;
}

/** Some drivers let a drop counter fall below zero, which the kernel prints as almost 2^64: nothing was counted yet. */
function toCumulative(field: string): bigint {
  const value = BigInt(field);
  return value > MAX_CUMULATIVE ? 0n : value;
}
