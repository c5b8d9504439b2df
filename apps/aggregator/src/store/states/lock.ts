import type { ClientBase } from 'pg';
import { lockId } from '../lock-id.js';

// Apart from those of traffic, so that neither waits for the other.
const WRITERS_LOCK = lockId('writers of states');
const ROLLUP_LOCK = lockId('roll-up of states');

/** Held by everyone who writes states, until the end of the transaction: the horizons stay where they are. */
export async function shareStates(client: ClientBase): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock_shared($1)', [WRITERS_LOCK]);
}

/** Waits until nobody writes states, and keeps them waiting until the end of the transaction. */
export async function stopStates(client: ClientBase): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1)', [WRITERS_LOCK]);
}

/** Held by whoever makes buckets or adds to them, of whatever level. */
export async function lockStateRollup(client: ClientBase): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1)', [ROLLUP_LOCK]);
}
