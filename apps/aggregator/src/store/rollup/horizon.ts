import type { ClientBase } from 'pg';
import { LEVELS, type Level, RESOLUTIONS, type Resolution } from './level.js';

/**
 * For each resolution, since when it is whole (ms since 1970): what is older was dropped and is never written again, so
 * that a roll-up made from it stays right. -Infinity = nothing was dropped.
 */
export type Horizons = Readonly<Record<Resolution, number>>;

/** Reads the horizons. */
export async function readHorizons(client: ClientBase): Promise<Horizons> {
  const { rows } = await client.query<{ resolution: string; ms: number }>(
    `SELECT resolution, (extract(epoch FROM time) * 1000)::float8 AS ms FROM horizon`,
  );
  const found = new Map(rows.map(({ resolution, ms }) => [resolution, ms]));
  return Object.fromEntries(RESOLUTIONS.map((name) => [name, found.get(name) ?? -Infinity])) as Horizons;
}

/** The finest resolution that still holds, and may still take, a sample of this moment. */
export function placeOf(horizons: Horizons, ms: number): 'raw' | Level {
  if (ms >= horizons.raw) return 'raw';
  const coarsest = LEVELS[LEVELS.length - 1] as Level;
  return LEVELS.find(({ name }) => ms >= horizons[name]) ?? coarsest;
}

/** A moment as SQL knows it, infinities included. */
export function asTimestamp(ms: number): string {
  if (ms === -Infinity) return '-infinity';
  return ms === Infinity ? 'infinity' : new Date(ms).toISOString();
}

/** Whether nothing was dropped in between. */
export function sameHorizons(one: Horizons, other: Horizons): boolean {
  return RESOLUTIONS.every((name) => one[name] === other[name]);
}
