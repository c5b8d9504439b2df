import { COUNTERS } from '@weir/model';
import type { ContainerUsage } from '../cgroupfs/usage.js';
import { asRecord, type Json, text } from '../discover/json.js';
import { parseExactJson } from '../platform/exact-json.js';
import { parseCounter } from '../procfs/number.js';
import type { InterfaceRow } from './collector.js';

/** What Docker says a container has counted and used. */
export interface StatsSample {
  /** When it was read, ms since 1970, by the engine's clock. */
  readonly readAt: number;
  /** Loopback is not among them. */
  readonly rows: readonly InterfaceRow[];
  /** Names of interfaces whose counters are garbled. */
  readonly faults: readonly string[];
  readonly usage: ContainerUsage;
}

/** The field of each counter: https://docs.docker.com/reference/api/engine/, ContainerNetworkStats, in COUNTERS' order. */
const FIELDS: readonly string[] = COUNTERS.map((counter) => `${counter.slice(0, 2)}_${counter.slice(2).toLowerCase()}`);
/** What control groups show where no limit is set: the largest number of pages. */
const NO_LIMIT_BYTES = 2 ** 62;
const NS_PER_MS = 1_000_000;
/** Windows counts CPU time in steps of 100 ns. */
const WINDOWS_TICKS_PER_MS = 10_000;

/**
 * Reads one answer of `GET /containers/<id>/stats`. Null where it says nothing: a container that does not run answers as
 * of the year 1. `hostMemoryBytes` is what Docker gives as the limit of a container that has none.
 */
export function parseStats(line: string, hostMemoryBytes: number | null): StatsSample | null {
  const stats = asRecord(parseExactJson(line));
  const readAt = Date.parse(text(stats['read']) ?? '');
  if (!(readAt > 0)) return null;
  const parsed = Object.entries(asRecord(stats['networks'])).map(([name, value]) => toRow(name, asRecord(value)));
  return {
    readAt,
    rows: parsed.filter((row) => typeof row !== 'string'),
    faults: parsed.filter((row) => typeof row === 'string'),
    usage: toUsage(stats, hostMemoryBytes),
  };
}

/** The interface, or the name of one that is garbled. */
function toRow(name: string, fields: Json): InterfaceRow | string {
  const counters = FIELDS.flatMap((field) => parseCounter(String(fields[field])) ?? []);
  return counters.length === FIELDS.length ? { name, ifindex: null, counters } : name;
}

function toUsage(stats: Json, hostMemoryBytes: number | null): ContainerUsage {
  const cpu = number(asRecord(asRecord(stats['cpu_stats'])['cpu_usage'])['total_usage']);
  const memory = asRecord(stats['memory_stats']);
  // Only a Windows engine counts processes here.
  const isWindows = (number(stats['num_procs']) ?? 0) > 0;
  return {
    cpuMs: cpu === null ? null : cpu / (isWindows ? WINDOWS_TICKS_PER_MS : NS_PER_MS),
    memoryBytes: isWindows ? number(memory['privateworkingset']) : usedMemory(memory),
    memoryLimitBytes: limitOf(memory, hostMemoryBytes),
  };
}

/** Without the file cache that the kernel can drop at once, as `docker stats` shows it. */
function usedMemory(memory: Json): number | null {
  const used = number(memory['usage']);
  const { total_inactive_file: v1, inactive_file: v2 } = asRecord(memory['stats']);
  const cache = number(v1) ?? number(v2) ?? 0;
  return used === null ? null : used - Math.min(cache, used);
}

function limitOf(memory: Json, hostMemoryBytes: number | null): number | null {
  const limit = number(memory['limit']);
  const isNone = limit === null || limit >= NO_LIMIT_BYTES || limit === hostMemoryBytes;
  return isNone ? null : limit;
}

/** Also those that are texts, since JavaScript's numbers would round them: here they may be rounded. */
function number(value: unknown): number | null {
  const parsed = parseCounter(String(value));
  return parsed === null ? null : Number(parsed);
}
