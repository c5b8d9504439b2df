import type { ClientBase } from 'pg';
import { runInTime } from '../in-time.js';
import { lockId } from '../lock-id.js';

const WRITERS_LOCK = lockId('writers of traffic');
const PACKING_LOCK = lockId('packing');
const ROLLUP_LOCK = lockId('roll-up of traffic');

/** Held by everyone who writes samples, until the end of the transaction: what may still be written raw stays fixed. */
export async function shareRetention(client: ClientBase): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock_shared($1)', [WRITERS_LOCK]);
}

/** Waits until nobody writes samples, and keeps them waiting until the end of the transaction. */
export async function stopWriters(client: ClientBase): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1)', [WRITERS_LOCK]);
}

/** The same unless a writer goes on for long, who may be waiting for the roll-up; then false, and the transaction has failed. */
export async function stopWritersInTime(client: ClientBase): Promise<boolean> {
  return runInTime(client, `SELECT pg_advisory_xact_lock(${WRITERS_LOCK})`);
}

/** Waits until every transaction that writes samples now has ended; whoever begins meanwhile waits a moment. */
export async function waitForWriters(client: ClientBase): Promise<void> {
  await client.query('SELECT pg_advisory_lock($1), pg_advisory_unlock($1)', [WRITERS_LOCK]);
}

/** Held by whoever makes buckets, of whatever level. */
export async function lockRollup(client: ClientBase): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1)', [ROLLUP_LOCK]);
}

/** Held by whoever packs a window; false where another replica is at it. */
export async function tryLockPacking(client: ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS locked', [
    PACKING_LOCK,
  ]);
  return rows[0]?.locked ?? false;
}

/** Waits until nobody packs, and keeps them from it until the end of the transaction. */
export async function lockPacking(client: ClientBase): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1)', [PACKING_LOCK]);
}
