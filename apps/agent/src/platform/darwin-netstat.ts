import { type Counter, COUNTERS, perCounter } from '@weir/model';
import { parseCounter } from '../procfs/number.js';
import type { PlatformInterface, PlatformRow, PlatformTable } from './platform-row.js';

/*
 * What macOS prints for `netstat -ibdnW` (netstat(1): -i interfaces, -b bytes, -d drops, -n numbers, -W names and
 * addresses uncut), as recorded in gopsutil's net_darwin_test.go and ohai's network plug-in. An interface has one line
 * for itself, marked `<Link#n>`, and one for each address with the same counts, which are passed over. An asterisk after
 * the name: it is down. Tunnels have no hardware address, and then nothing stands in its place; systems before 10.8 head
 * a column of drops but leave it empty on the line of the interface.
 *
 * The command is used rather than the system call beneath it, since macOS 26 gives that call 64 bits only for Apple's own
 * programs (https://github.com/exelban/stats/issues/3493).
 */

/** The column of each counter; packets dropped on receipt are not counted. */
const COLUMNS: Readonly<Partial<Record<Counter, string>>> = {
  rxBytes: 'Ibytes',
  txBytes: 'Obytes',
  rxPackets: 'Ipkts',
  txPackets: 'Opkts',
  rxErrors: 'Ierrs',
  txErrors: 'Oerrs',
  txDropped: 'Drop',
};

const HEADER = /^Name\s+Mtu\s+Network\s+Address\s+Ipkts\s/;
const LINE = /^(\S+?)(\*?)\s+(\d{1,9})\s+<Link#(\d{1,9})>\s+(.*)$/;
const MAC = /^([0-9a-f]{1,2}:){5}[0-9a-f]{1,2}$/i;

/** Parses what macOS prints for `netstat -ibdnW` (or `-ibn`). */
export function parseDarwinNetstat(text: string): PlatformTable {
  const [header = '', ...lines] = text.split('\n');
  const columns = header.trim().split(/\s+/).slice(4);
  if (!HEADER.test(header)) return { rows: [], faults: [header.slice(0, 32)].filter((start) => start !== '') };
  const parsed = lines.filter((line) => line.includes('<Link#')).map((line) => parseLine(line, columns));
  const rows = parsed.filter((row) => typeof row !== 'string');
  const shared = namesOfSeveral(rows);
  return {
    rows: rows.filter((row) => !shared.has(row.name)),
    faults: [...parsed.filter((row) => typeof row === 'string'), ...shared],
  };
}

/** What the same output tells beside the counters; the speed of a link is not in it. */
export function parseDarwinInterfaces(text: string): PlatformInterface[] {
  return text.split('\n').flatMap((line) => {
    const [, name, down, mtu, ifindex, rest = ''] = LINE.exec(line) ?? [];
    if (name === undefined) return [];
    const [first = ''] = rest.split(/\s+/, 1);
    return [
      {
        name,
        ifindex: Number(ifindex),
        mac: MAC.test(first) ? first.toLowerCase() : null,
        mtu: Number(mtu) || null,
        speedBitsPerSecond: null,
        state: down === '*' ? 'down' : 'up',
        hardware: /^en\d+$/.test(name),
      },
    ];
  });
}

/** The interface of a line, or the name of one that is garbled. */
function parseLine(line: string, columns: readonly string[]): PlatformRow | string {
  const [, name, , , ifindex, rest = ''] = LINE.exec(line) ?? [];
  if (name === undefined) return line.trim().slice(0, 32);
  const words = rest.trim().split(/\s+/);
  const values = (/^\d+$/.test(words[0] ?? '') ? words : words.slice(1)).map(parseCounter);
  const filled = values.length === columns.length - 1 ? columns.filter((column) => column !== 'Drop') : columns;
  const told = COUNTERS.filter((counter) => filled.includes(COLUMNS[counter] ?? ''));
  const valueOf = (counter: Counter): bigint | null => values[filled.indexOf(COLUMNS[counter] ?? '')] ?? null;
  if (values.length !== filled.length || told.some((counter) => valueOf(counter) === null)) return name;
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
