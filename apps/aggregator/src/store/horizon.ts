import type { ClientBase } from 'pg';

/** For each of some resolutions, since when it is whole; the database's clock beside it. All in ms since 1970. */
export type HorizonsOf<Name extends string> = Readonly<Record<Name, number>> & { readonly nowMs: number };

/** SQL: all horizons, and the database's clock. */
export const HORIZONS_SQL = `SELECT resolution AS name, (extract(epoch FROM time) * 1000)::float8 AS ms FROM horizon
  UNION ALL SELECT NULL, (extract(epoch FROM clock_timestamp()) * 1000)::float8`;

/** A row of that statement. */
export interface HorizonRow {
  readonly name: string | null;
  readonly ms: number;
}

/** Reads horizons; -Infinity where nothing was dropped yet. */
export async function readHorizonsOf<Name extends string>(
  client: ClientBase,
  names: readonly Name[],
): Promise<HorizonsOf<Name>> {
  return horizonsOf((await client.query<HorizonRow>(HORIZONS_SQL)).rows, names);
}

/** The horizons that rows tell. */
export function horizonsOf<Name extends string>(rows: readonly HorizonRow[], names: readonly Name[]): HorizonsOf<Name> {
  const found = new Map(rows.map(({ name, ms }) => [name, ms]));
  const horizons = Object.fromEntries(names.map((name) => [name, found.get(name) ?? -Infinity]));
  return { ...(horizons as Record<Name, number>), nowMs: found.get(null) ?? NaN };
}

/**
 * Moves a horizon on, in the caller's transaction; never back, where another replica has moved it further meanwhile: what
 * was packed would be packed twice, and what is written would be read by nobody. `hostId` = hosts up to it are a window further.
 */
export async function writeHorizon(client: ClientBase, name: string, ms: number, hostId = 0): Promise<void> {
  await client.query(
    `INSERT INTO horizon (resolution, time, host_id) VALUES ($1, to_timestamp($2::float8 / 1000), $3)
     ON CONFLICT (resolution) DO UPDATE SET time = EXCLUDED.time, host_id = EXCLUDED.host_id
     WHERE (horizon.time, horizon.host_id) < (EXCLUDED.time, EXCLUDED.host_id)`,
    [name, ms, hostId],
  );
}
