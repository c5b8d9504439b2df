import { type Counter, COUNTERS, perCounter } from '@weir/model';
import { parseCounter } from '../procfs/number.js';
import type { PlatformRow, PlatformTable } from './platform-row.js';

/** The column of each counter; macOS counts no packets dropped on receipt, and those on sending only with `-d`. */
const COLUMNS: Readonly<Partial<Record<Counter, string>>> = {
  rxBytes: 'Ibytes',
  txBytes: 'Obytes',
  rxPackets: 'Ipkts',
  txPackets: 'Opkts',
  rxErrors: 'Ierrs',
  txErrors: 'Oerrs',
  txDropped: 'Drop',
};

/**
 * Parses what macOS prints for `netstat -ibdnW` (or `-ibn`). An interface has one line for itself, marked `<Link#n>`, and
 * one for each address with the same counts, which are passed over.
 */
export function parseDarwinNetstat(text: string): PlatformTable {
  const [header = '', ...lines] = text.split('\n');
  const columns = header.trim().split(/\s+/).slice(4);
  if (!/^Name\s+Mtu\s+Network\s+Address\s+Ipkts\s/.test(header)) return { rows: [], faults: [header.slice(0, 32)] };
  const parsed = lines.filter((line) => line.includes('<Link#')).map((line) => parseLine(line, columns));
  const rows = parsed.filter((row) => typeof row !== 'string');
  const shared = namesOfSeveral(rows);
  return {
    rows: rows.filter((row) => !shared.has(row.name)),
    faults: [...parsed.filter((row) => typeof row === 'string'), ...shared],
  };
}

/** The interface of a line, or the name of one that is garbled. */
function parseLine(line: string, columns: readonly string[]): PlatformRow | string {
  const [, name, ifindex, rest = ''] = /^(\S+?)\*?\s+\d+\s+<Link#(\d{1,9})>\s+(.*)$/.exec(line) ?? [];
  if (name === undefined) return line.trim().slice(0, 32);
  // Counted from the end: not every interface has a hardware address before the numbers.
  const values = rest.trim().split(/\s+/).slice(-columns.length).map(parseCounter);
  const told = COUNTERS.filter((counter) => columns.includes(COLUMNS[counter] ?? ''));
  const valueOf = (counter: Counter): bigint | null => values[columns.indexOf(COLUMNS[counter] ?? '')] ?? null;
  if (values.length < columns.length || told.some((counter) => valueOf(counter) === null)) return name;
  return {
    name,
    ifindex: Number(ifindex),
    counters: perCounter((counter) => valueOf(counter) ?? 0n),
    missing: COUNTERS.filter((counter) => !told.includes(counter)),
  };
}

/** Old systems cut long names short (`utun8` for utun88 and utun89): then they cannot be told apart. */
function namesOfSeveral(rows: readonly PlatformRow[]): Set<string> {
  const names = rows.map((row) => row.name);
  return new Set(names.filter((name, index) => names.indexOf(name) !== index));
}
