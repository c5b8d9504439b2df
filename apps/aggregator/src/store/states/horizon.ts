import type { ClientBase } from 'pg';
import { readHorizonsOf } from '../horizon.js';
import { STATE_LEVELS, STATE_RESOLUTIONS, type StateLevel, type StateResolution } from './level.js';

/** Since when each resolution of states is whole, ms since 1970; what is older was dropped and is never written again. */
export type StateHorizons = Readonly<Record<StateResolution, number>>;

/** Reads the horizons. */
export function readStateHorizons(client: ClientBase): Promise<StateHorizons> {
  return readHorizonsOf(client, STATE_RESOLUTIONS);
}

/** Where a state of this moment goes: as told, straight to a level, or nowhere, since nothing that old is kept. */
export function placeOfState(horizons: StateHorizons, ms: number): 'state' | StateLevel | null {
  if (ms >= horizons.state) return 'state';
  return STATE_LEVELS.find(({ name }) => ms >= horizons[name]) ?? null;
}
