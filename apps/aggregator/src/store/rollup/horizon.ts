import type { ClientBase } from 'pg';
import type { StateResolution } from '../states/level.js';
import { LEVELS, type Level, RESOLUTIONS, type Resolution } from './level.js';

/**
 * For each resolution, since when it is whole (ms since 1970): what is older was dropped and is never written again, so
 * that a roll-up made from it stays right. -Infinity = nothing was dropped.
 *
 * Raw samples have two places. Those that begin before `sealed` are no longer written where they arrive but where they are
 * packed; those that begin before `packed` have all been packed, and are no longer read where they arrived.
 */
export type Horizons = Readonly<Record<Resolution | 'sealed' | 'packed', number>>;

const NAMES = [...RESOLUTIONS, 'sealed', 'packed'] as const;

/** Where a sample is written. */
export type Place = 'recent' | 'packed' | Level;

/** Reads the horizons, and the database's clock. */
export async function readHorizons(client: ClientBase): Promise<Horizons & { readonly nowMs: number }> {
  const { rows } = await client.query<{ name: string | null; ms: number }>(
    `SELECT resolution AS name, (extract(epoch FROM time) * 1000)::float8 AS ms FROM horizon
     UNION ALL SELECT NULL, (extract(epoch FROM clock_timestamp()) * 1000)::float8`,
  );
  const found = new Map(rows.map(({ name, ms }) => [name, ms]));
  const horizons = Object.fromEntries(NAMES.map((name) => [name, found.get(name) ?? -Infinity])) as Horizons;
  return { ...horizons, nowMs: found.get(null) ?? NaN };
}

/**
 * Moves a horizon on, in the caller's transaction; never back, where another replica has moved it further meanwhile: what
 * was packed would be packed twice, and what is written would be read by nobody.
 */
export async function writeHorizon(
  client: ClientBase,
  name: keyof Horizons | StateResolution,
  ms: number,
): Promise<void> {
  await client.query(
    `INSERT INTO horizon (resolution, time) VALUES ($1, to_timestamp($2::float8 / 1000))
     ON CONFLICT (resolution) DO UPDATE SET time = greatest(horizon.time, EXCLUDED.time)`,
    [name, ms],
  );
}

/** The finest resolution that still holds a sample of this moment. */
export function finestOf(horizons: Horizons, ms: number): 'raw' | Level {
  if (ms >= horizons.raw) return 'raw';
  const coarsest = LEVELS[LEVELS.length - 1] as Level;
  return LEVELS.find(({ name }) => ms >= horizons[name]) ?? coarsest;
}

/** Where a sample of this moment may still be written: the finest resolution that holds it. */
export function placeOf(horizons: Horizons, ms: number): Place {
  const finest = finestOf(horizons, ms);
  if (finest !== 'raw') return finest;
  return ms >= horizons.sealed ? 'recent' : 'packed';
}

/** Whether samples still belong where they did. */
export function sameHorizons(one: Horizons, other: Horizons): boolean {
  return one.sealed === other.sealed && RESOLUTIONS.every((name) => one[name] === other[name]);
}
