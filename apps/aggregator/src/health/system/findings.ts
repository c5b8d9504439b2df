import type { DatabaseFill, StreamFill } from '../../capacity/fill.js';
import type {
  JobsTold,
  PartitionTold,
  ProcessTold,
  QuotasTold,
  RefusedMessages,
} from '../../query/system/system.query.js';
import type { AgentTrouble } from './troubles.js';

/** What parts are judged by. */
export interface SystemFindings {
  readonly nowMs: number;
  readonly hosts: number;
  readonly troubles: readonly AgentTrouble[];
  readonly processes: readonly ProcessTold[];
  /** Into how many the hosts are divided. */
  readonly partitionCount: number;
  readonly partitions: readonly PartitionTold[];
  readonly refused: RefusedMessages;
  readonly jobs: JobsTold;
  readonly quotas: QuotasTold;
  readonly isNatsUp: boolean;
  /** Null where it cannot be asked. */
  readonly stream: StreamFill | null;
  readonly database: DatabaseFill | null;
  readonly growthBytesPerDay: number | null;
  /** Of what comes live, how late the least late host is stored. */
  readonly lagMs: number;
}

/** A process says of itself every 5 s. */
const PROCESS_PATIENCE_MS = 20_000;

/** Whether a process still says of itself. */
export function isThere({ silentMs }: Pick<ProcessTold, 'silentMs'>): boolean {
  return silentMs <= PROCESS_PATIENCE_MS;
}
