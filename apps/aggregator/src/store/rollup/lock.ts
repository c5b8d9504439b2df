import type { ClientBase } from 'pg';

/** Any constant. */
const RETENTION_LOCK = 0x77656970;
/** Any constant: one process packs at a time. */
const PACKING_LOCK = 0x77656974;
/** Any constant: one refresh of the level runs at a time, in whatever process. */
const LEVEL_LOCK = 0x77656973;

/** Held by everyone who writes samples, until the end of the transaction: what may still be written raw stays fixed. */
export async function shareRetention(client: ClientBase): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock_shared($1)', [RETENTION_LOCK]);
}

/** Waits until nobody writes samples, and keeps them waiting until the end of the transaction. */
export async function stopWriters(client: ClientBase): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1)', [RETENTION_LOCK]);
}

/** Waits until every transaction that writes samples now has ended; whoever begins meanwhile waits a moment. */
export async function waitForWriters(client: ClientBase): Promise<void> {
  await client.query('SELECT pg_advisory_lock($1), pg_advisory_unlock($1)', [RETENTION_LOCK]);
}

/** Held by whoever makes buckets, of whatever level. */
export async function lockRollup(client: ClientBase): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1)', [LEVEL_LOCK]);
}

/** Held by whoever packs a window. */
export async function lockPacking(client: ClientBase): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1)', [PACKING_LOCK]);
}
