import type { SystemFound } from '../../health/system/system.service.js';
import type { SystemType } from './system.type.js';

/** What was found out, as GraphQL and REST answer it. */
export function asSystem({ lagMs, processes, partitions, ...found }: SystemFound): SystemType {
  return {
    ...found,
    lagMilliseconds: lagMs,
    processes: processes.map(({ silentMs: _, ...each }) => each),
    partitions: partitions.map(({ lagMs: lagMilliseconds, ...each }) => ({ ...each, lagMilliseconds })),
  };
}
