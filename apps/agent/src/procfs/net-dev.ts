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
}

const HEADER_LINES = 2;
const FIELDS = 16;
/** Columns of the kernel's table: rx bytes, packets, errs, drop are 0–3, tx the same from 8. */
const COLUMNS = [0, 8, 1, 9, 2, 10, 3, 11] as const;

/** Parses `net/dev`. Never throws: a line that does not fit becomes a fault and the others still count. */
export function parseNetDev(text: string): NetDevTable {
  const rows: NetDevRow[] = [];
  const faults: string[] = [];
  for (const line of text.split('\n').slice(HEADER_LINES)) {
    if (line.trim() === '') continue;
    // The last colon: an alias is named `eth0:1`.
    const colon = line.lastIndexOf(':');
    const name = line.slice(0, Math.max(colon, 0)).trim();
    const counters = name === '' ? null : parseCounters(line.slice(colon + 1));
    if (counters) rows.push({ name, counters });
    else faults.push(name || line.trim().slice(0, 32));
  }
  return { rows, faults };
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
