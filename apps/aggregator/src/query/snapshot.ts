import type { Pool, PoolClient, QueryResult } from 'pg';
import { currentAsker } from '../background/asker.js';
import { READ_TIMEOUT_MS } from '../store/database.js';
import { type HorizonRow, HORIZONS_SQL } from '../store/horizon.js';
import { horizonsFrom, type HorizonsNow } from '../store/rollup/horizon.js';
import { currentCaller } from './caller.js';
import { type Moment, MOMENT_SQL, momentOf, type MomentRow } from './recent/moment.js';

/** It took too long, and was given up. */
export class TooSlowError extends Error {}

/** Nobody waits for the answer any more. */
export class CallerGoneError extends Error {}

const BEGIN = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';

/** What a question about samples has to know of its snapshot before all else. */
export interface Opening {
  readonly horizons: HorizonsNow;
  readonly moment: Moment;
}

/**
 * Runs reads that must agree with each other on one snapshot of the database: between two statements ingest may store a
 * sample, and a roll-up may move one, which would then be counted twice or not at all. All of it is given up when it takes
 * too long, or nobody waits for it any more: the server bounds single statements only.
 */
export async function onSnapshot<T>(
  pool: Pool,
  read: (client: PoolClient) => Promise<T>,
  timeoutMs = longestMs(),
): Promise<T> {
  return onLease(pool, timeoutMs, async (client) => {
    await client.query(BEGIN);
    return read(client);
  });
}

/** The same, and what it has to know first comes with the beginning: one round trip instead of three. */
export async function onOpenedSnapshot<T>(
  pool: Pool,
  read: (client: PoolClient, opening: Opening) => Promise<T>,
): Promise<T> {
  return onLease(pool, longestMs(), async (client) => {
    const results: unknown = await client.query(`${BEGIN}; ${HORIZONS_SQL}; SELECT ${MOMENT_SQL}`);
    const [, horizons, moment] = results as [unknown, QueryResult<HorizonRow>, QueryResult<MomentRow>];
    return read(client, { horizons: horizonsFrom(horizons.rows), moment: momentOf(moment.rows[0]) });
  });
}

const longestMs = (): number => currentAsker()?.longestMs ?? READ_TIMEOUT_MS;

async function onLease<T>(pool: Pool, timeoutMs: number, read: (client: PoolClient) => Promise<T>): Promise<T> {
  const lease = new Lease(await pool.connect(), timeoutMs, currentCaller());
  try {
    const answer = await read(lease.client);
    lease.answered();
    // Nothing was written: nobody waits for this, and a connection on which it fails is closed.
    void lease.client.query('COMMIT').then(
      () => lease.giveBack(),
      () => lease.cut(null),
    );
    return answer;
  } catch (error) {
    lease.cut(null);
    throw lease.cutFor ?? error;
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

  /** Who has the answer may leave: that closes no connection on which only the end of the transaction is waited for. */
  answered(): void {
    this.caller?.removeEventListener('abort', this.onGone);
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
    this.answered();
    this.client.release(broken);
  }
}
