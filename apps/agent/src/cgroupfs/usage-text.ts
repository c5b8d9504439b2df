import { parseAmount } from '../procfs/number.js';

const NANOSECONDS_PER_MS = 1_000_000n;
const MICROSECONDS_PER_MS = 1_000;
/** Version 1 prints no limit as the largest multiple of the page size in 63 bits; no machine has as much as this. */
const UNLIMITED_BYTES = 2n ** 60n;

/** CPU time since the cgroup was made, in whole ms, from `cpuacct.usage` (version 1, ns). */
export function parseCpuacctUsageMs(text: string): number | null {
  const digits = text.trim();
  return /^\d{1,19}$/.test(digits) ? Number(BigInt(digits) / NANOSECONDS_PER_MS) : null;
}

/** CPU time since the cgroup was made, in whole ms, from `cpu.stat` (version 2, µs). */
export function parseCpuStatMs(text: string): number | null {
  const microseconds = parseStatField(text, 'usage_usec');
  return microseconds === null ? null : Math.floor(microseconds / MICROSECONDS_PER_MS);
}

/** One field of a file with a name and an amount on each line (`memory.stat`, `cpu.stat`). */
export function parseStatField(text: string, field: string): number | null {
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${field} `));
  return line === undefined ? null : parseAmount(line.slice(field.length + 1).trim());
}

/** An amount alone in its file (`memory.current`, `memory.usage_in_bytes`). */
export function parseBytes(text: string): number | null {
  return parseAmount(text.trim());
}

/** A memory limit, from `memory.limit_in_bytes` or `memory.max`; null where there is none. */
export function parseLimitBytes(text: string): number | null {
  const digits = text.trim();
  if (!/^\d{1,20}$/.test(digits) || BigInt(digits) >= UNLIMITED_BYTES) return null;
  return parseAmount(digits);
}
