import { readText } from '../procfs/files.js';
import type { CgroupDirectory, ContainerCgroups } from './locate.js';
import { parseBytes, parseCpuacctUsageMs, parseCpuStatMs, parseLimitBytes, parseStatField } from './usage-text.js';

/** What a container uses; null where it cannot be read. */
export interface ContainerUsage {
  /** Cumulative, since the container started. */
  readonly cpuMs: number | null;
  /** Without the file cache that the kernel can drop at once, as `docker stats` shows it. */
  readonly memoryBytes: number | null;
  /** Null also where there is no limit. */
  readonly memoryLimitBytes: number | null;
}

const CPU_FILES = {
  1: { usage: 'cpuacct.usage', parse: parseCpuacctUsageMs },
  2: { usage: 'cpu.stat', parse: parseCpuStatMs },
} as const;

const MEMORY_FILES = {
  1: { usage: 'memory.usage_in_bytes', inactiveFile: 'total_inactive_file', limit: 'memory.limit_in_bytes' },
  2: { usage: 'memory.current', inactiveFile: 'inactive_file', limit: 'memory.max' },
} as const;

/** Reads what a container uses from its cgroups. */
export function readUsage(cgroups: ContainerCgroups): ContainerUsage {
  return {
    cpuMs: cgroups.cpu && readCpuMs(cgroups.cpu),
    memoryBytes: cgroups.memory && readMemoryBytes(cgroups.memory),
    memoryLimitBytes: cgroups.memory && readLimitBytes(cgroups.memory),
  };
}

function readCpuMs({ version, path }: CgroupDirectory): number | null {
  const { usage, parse } = CPU_FILES[version];
  return parse(readText(`${path}/${usage}`) ?? '');
}

function readMemoryBytes({ version, path }: CgroupDirectory): number | null {
  const files = MEMORY_FILES[version];
  const usage = parseBytes(readText(`${path}/${files.usage}`) ?? '');
  const inactive = parseStatField(readText(`${path}/memory.stat`) ?? '', files.inactiveFile);
  // The two are read one after the other, so the second can be the larger one.
  return usage === null || inactive === null ? null : Math.max(0, usage - inactive);
}

function readLimitBytes({ version, path }: CgroupDirectory): number | null {
  return parseLimitBytes(readText(`${path}/${MEMORY_FILES[version].limit}`) ?? '');
}
