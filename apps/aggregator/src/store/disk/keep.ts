import type { Refusal } from '@weir/model';
import type { ClientBase, Pool, PoolClient } from 'pg';
import { onTransaction } from '../connection.js';
import { readHorizonsOf } from '../horizon.js';
import { lockId } from '../lock-id.js';
import { DEFAULT_RETENTION, readRetention } from '../rollup/retention.js';
import { DEFAULT_STATE_RETENTION, readStateRetention } from '../states/retention.js';
import { STORED, type Stored } from './stored.js';

/** One change at a time, since each is judged by what the others are. */
const SETTING_LOCK = lockId('setting of retention');
const HOUR_MS = 3_600_000;
/** Averages and what comes late need some hours as measured. */
const SHORTEST_MS = 6 * HOUR_MS;
const LONGEST_MS = 100 * 366 * 24 * HOUR_MS;

/** For how long something is kept, ms; null = for ever. */
export interface Kept extends Stored {
  readonly keepMs: number | null;
  readonly defaultKeepMs: number | null;
  /** Since when it is whole, ms since 1970; null where nothing was dropped yet. */
  readonly wholeSinceMs: number | null;
}

/** Reads for how long everything is kept. */
export async function readKept(client: ClientBase): Promise<Kept[]> {
  const keep: Partial<Record<string, number | null>> = {
    ...(await readRetention(client)),
    ...(await readStateRetention(client)),
  };
  const defaults: Partial<Record<string, number | null>> = { ...DEFAULT_RETENTION, ...DEFAULT_STATE_RETENTION };
  const horizons = await readHorizonsOf(
    client,
    STORED.map(({ setting }) => setting),
  );
  return STORED.map((stored) => ({
    ...stored,
    keepMs: keep[stored.setting] ?? null,
    defaultKeepMs: defaults[stored.setting] ?? null,
    wholeSinceMs: Number.isFinite(horizons[stored.setting]) ? horizons[stored.setting] : null,
  }));
}

/** Sets for how long something is kept (null = for ever) from the next clean-up on, or answers why it cannot be set so. */
export async function setKept(
  pool: Pool,
  wanted: Pick<Stored, 'kind' | 'resolution'>,
  keepMs: number | null,
): Promise<Refusal | null> {
  return onTransaction(pool, (client) => setLocked(client, wanted, keepMs));
}

async function setLocked(
  client: PoolClient,
  wanted: Pick<Stored, 'kind' | 'resolution'>,
  keepMs: number | null,
): Promise<Refusal | null> {
  await client.query('SELECT pg_advisory_xact_lock($1)', [SETTING_LOCK]);
  const kept = await readKept(client);
  const index = kept.findIndex(({ kind, resolution }) => kind === wanted.kind && resolution === wanted.resolution);
  const found = kept[index];
  if (!found) return { field: 'resolution', reason: `${wanted.resolution} is none that ${wanted.kind} is kept at` };
  const refusal = refusalOf(keepMs, ofSameKind(kept[index - 1], found), ofSameKind(kept[index + 1], found));
  if (refusal) return refusal;
  await client.query(
    `INSERT INTO retention (resolution, keep_ms) VALUES ($1, $2)
     ON CONFLICT (resolution) DO UPDATE SET keep_ms = EXCLUDED.keep_ms`,
    [found.setting, keepMs],
  );
  return null;
}

const ofSameKind = (other: Kept | undefined, { kind }: Kept): Kept | null => (other?.kind === kind ? other : null);

/** A coarser resolution is made of the finer one, so it is kept at least as long. */
export function refusalOf(keepMs: number | null, finer: Kept | null, coarser: Kept | null): Refusal | null {
  const refuse = (reason: string): Refusal => ({ field: 'keepSeconds', reason });
  if (keepMs !== null && !(keepMs >= SHORTEST_MS && keepMs <= LONGEST_MS))
    return refuse(
      `is not between ${SHORTEST_MS / 1_000} (6 hours) and ${LONGEST_MS / 1_000} (100 years); null keeps it for ever`,
    );
  if (finer && isLess(keepMs, finer.keepMs))
    return refuse(
      `is less than ${finer.resolution} is kept (${text(finer.keepMs)}): give as much or more, or shorten ${finer.resolution} first`,
    );
  if (coarser && isLess(coarser.keepMs, keepMs))
    return refuse(
      `is more than ${coarser.resolution} is kept (${text(coarser.keepMs)}): give as much or less, or lengthen ${coarser.resolution} first`,
    );
  return null;
}

const isLess = (one: number | null, other: number | null): boolean => (one ?? Infinity) < (other ?? Infinity);
const text = (keepMs: number | null): string => (keepMs === null ? 'for ever' : `${keepMs / 1_000} seconds`);
