import { parseCounter } from './number.js';

/** Names of the kernel and what they are called here. */
export type Renamed<T extends string> = Readonly<Record<string, T>>;

/**
 * Counters of one table in a file made of pairs of lines, `Tcp: InSegs …` above `Tcp: 42 …` (`net/snmp`, `net/netstat`).
 * A counter that this kernel does not print, or prints as something else than a number, is left out.
 */
export function pickPaired<T extends string>(
  text: string,
  table: string,
  wanted: Renamed<T>,
): Partial<Record<T, bigint>> {
  const start = `${table}: `;
  const [header, values] = text.split('\n').filter((line) => line.startsWith(start));
  if (header === undefined || values === undefined) return {};
  const names = header.split(' ');
  const fields = values.split(' ');
  // Lines of different lengths would shift every column: then none is believed.
  if (names.length !== fields.length) return {};
  return picked(Object.entries<T>(wanted).map(([kernelName, name]) => [name, fields[names.indexOf(kernelName)]]));
}

/** Counters of a file with a name and a value on each line (`net/snmp6`), left out as above. */
export function pickNamed<T extends string>(text: string, wanted: Renamed<T>): Partial<Record<T, bigint>> {
  const pairs: [T, string][] = [];
  for (const line of text.split('\n')) {
    const end = line.search(/\s/);
    const kernelName = line.slice(0, Math.max(end, 0));
    const name = Object.hasOwn(wanted, kernelName) ? wanted[kernelName] : undefined;
    if (name !== undefined) pairs.push([name, line.slice(end).trim()]);
  }
  return picked(pairs);
}

function picked<T extends string>(pairs: readonly [T, string | undefined][]): Partial<Record<T, bigint>> {
  const counters: Partial<Record<T, bigint>> = {};
  for (const [name, field] of pairs) {
    const value = parseCounter(field ?? '');
    if (value !== null) counters[name] = value;
  }
  return counters;
}
