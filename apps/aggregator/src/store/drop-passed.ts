import type { PoolClient } from 'pg';
import type { Edition, TimeTable } from './edition/edition.js';
import { readHorizonsOf } from './horizon.js';

/** Drops the pieces of a resolution before a horizon that an earlier round saw, ms since 1970. */
export async function dropPassed(
  client: PoolClient,
  edition: Edition,
  resolution: string,
  tables: readonly TimeTable[],
  passedMs: number,
): Promise<void> {
  // A restored database may be behind what was seen of it.
  const untilMs = Math.min(passedMs, (await readHorizonsOf(client, [resolution]))[resolution] ?? -Infinity);
  if (Number.isFinite(untilMs)) await edition.dropBefore(client, tables, untilMs);
}
