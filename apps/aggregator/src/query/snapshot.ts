import type { Pool, PoolClient } from 'pg';
import { READ_TIMEOUT_MS } from '../store/database.js';
import { currentCaller } from './caller.js';

/** It took too long, and was given up. */
export class TooSlowError extends Error {}

/** Nobody waits for the answer any more. */
export class CallerGoneError extends Error {}

/**
 * Runs reads that must agree with each other on one snapshot of the database: between two statements ingest may store a
 * sample, and a roll-up may move one, which would then be counted twice or not at all. All of it is given up when it takes
 * too long, or nobody waits for it any more: the server bounds single statements only.
 */
export async function onSnapshot<T>(
  pool: Pool,
  read: (client: PoolClient) => Promise<T>,
  timeoutMs = READ_TIMEOUT_MS,
): Promise<T> {
  const lease = new Lease(await pool.connect(), timeoutMs, currentCaller());
  try {
    await lease.client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const answer = await read(lease.client);
    await lease.client.query('COMMIT');
    lease.giveBack();
    return answer;
  } catch (error) {
    throw lease.cutFor ?? error;
  } finally {
    lease.cut(null);
  }
}

/** A connection that is closed, whatever runs on it, unless it is given back in time. */
class Lease {
  /** Why it was closed by us. */
  cutFor: Error | null = null;
  private over = false;
  private readonly timer: NodeJS.Timeout;
  private readonly onGone = (): void => this.cut(new CallerGoneError('nobody waits for the answer'));

  constructor(
    readonly client: PoolClient,
    timeoutMs: number,
    private readonly caller: AbortSignal | undefined,
  ) {
    this.timer = setTimeout(() => this.cut(new TooSlowError(`no answer within ${timeoutMs} ms`)), timeoutMs);
    caller?.addEventListener('abort', this.onGone);
    if (caller?.aborted) this.onGone();
  }

  giveBack(): void {
    this.end(false);
  }

  cut(reason: Error | null): void {
    if (!this.over) this.cutFor = reason;
    this.end(true);
  }

  private end(broken: boolean): void {
    if (this.over) return;
    this.over = true;
    clearTimeout(this.timer);
    this.caller?.removeEventListener('abort', this.onGone);
    this.client.release(broken);
  }
}
