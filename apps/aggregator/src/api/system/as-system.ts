import { isThere } from '../../health/system/findings.js';
import type { SystemFound } from '../../health/system/system.service.js';
import type { SystemType } from './system.type.js';

/** What was found out, as GraphQL and REST answer it. */
export function asSystem({ lagMs, jobs, quotas: _quotas, processes, partitions, ...found }: SystemFound): SystemType {
  return {
    ...found,
    lagMilliseconds: lagMs,
    jobs: { queued: jobs.queued, running: jobs.running, failed: jobs.failed },
    processes: processes.map(({ silentMs, ...each }) => ({
      ...each,
      silentMilliseconds: isThere({ silentMs }) ? null : silentMs,
    })),
    partitions: partitions.map(({ lagMs: lagMilliseconds, ...each }) => ({ ...each, lagMilliseconds })),
  };
}
