import type { ClientBase } from 'pg';
import { STATE_LEVELS, STATE_RESOLUTIONS, type StateLevel, type StateResolution } from './level.js';

/** Since when each resolution of states is whole, ms since 1970; what is older was dropped and is never written again. */
export type StateHorizons = Readonly<Record<StateResolution, number>>;

/** Reads the horizons. */
export async function readStateHorizons(client: ClientBase): Promise<StateHorizons> {
  const { rows } = await client.query<{ resolution: string; ms: number }>(
    `SELECT resolution, (extract(epoch FROM time) * 1000)::float8 AS ms FROM horizon`,
  );
  const found = new Map(rows.map(({ resolution, ms }) => [resolution, ms]));
  return Object.fromEntries(STATE_RESOLUTIONS.map((name) => [name, found.get(name) ?? -Infinity])) as StateHorizons;
}

/** Where a state of this moment goes: as told, straight to a level, or nowhere, since nothing that old is kept. */
export function placeOfState(horizons: StateHorizons, ms: number): 'state' | StateLevel | null {
  if (ms >= horizons.state) return 'state';
  return STATE_LEVELS.find(({ name }) => ms >= horizons[name]) ?? null;
}
