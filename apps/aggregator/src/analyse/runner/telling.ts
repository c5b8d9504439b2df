import type { NatsConnection } from '@nats-io/transport-node';
import { encodePatterns, MOST_PATTERNS_TOLD, PATTERN_SUBJECT } from '@weir/model';
import type { Pool } from 'pg';
import { deletePatterns, writePatterns } from '../../store/patterns/write-patterns.js';
import type { HostAnalysis } from './host-analysis.js';
import type { Changes } from './host-findings.js';
import type { Limits } from './limits.js';
import type { Slot } from './slot.js';

/** What came of telling: the interfaces that show what was told, and the first error where some could not be. */
export interface Told {
  readonly slots: readonly Slot[];
  readonly failure: { readonly error: unknown } | null;
}

/** Writes what became of the patterns of hosts, and says so to all who show them; one that cannot be written stops no other. */
export async function tellChanges(
  pool: Pool,
  connection: NatsConnection,
  hosts: Iterable<HostAnalysis>,
  limits: Limits,
  nowMs: number,
): Promise<Told> {
  const changed = [...hosts].flatMap(({ findings }) => {
    const changes = findings.changes(nowMs, limits);
    return changes ? [{ findings, changes }] : [];
  });
  const slots: Slot[] = [];
  let failure: Told['failure'] = null;
  for (const { findings, changes } of changed) {
    try {
      await tell(pool, connection, changes);
      slots.push(...changes.slots);
    } catch (error) {
      findings.failed();
      failure ??= { error };
    }
  }
  return { slots, failure };
}

async function tell(pool: Pool, connection: NatsConnection, { rows, gone, written }: Changes): Promise<void> {
  const { ids, closed } = await writePatterns(pool, rows);
  await deletePatterns(pool, gone);
  written(ids);
  publishPatterns(connection, [...ids.filter((id) => id !== null), ...closed], gone);
}

/** Tells all who show patterns which of them changed, and which are gone. */
export function publishPatterns(
  connection: NatsConnection,
  changed: readonly number[],
  gone: readonly number[] = [],
): void {
  for (let from = 0; from < Math.max(changed.length, gone.length); from += MOST_PATTERNS_TOLD) {
    const part = (all: readonly number[]): readonly number[] => all.slice(from, from + MOST_PATTERNS_TOLD);
    connection.publish(PATTERN_SUBJECT, encodePatterns({ v: 1, changed: part(changed), gone: part(gone) }));
  }
}
