import type { StateMessage } from '@weir/model';
import type { ClientBase } from 'pg';
import type { Edition } from '../edition/edition.js';
import { placeOfState, readStateHorizons } from './horizon.js';
import { type StateResolution, stateTables } from './level.js';
import { roomOf } from './refresh.js';

/** Makes sure that there is a place for the states of these messages, wherever their time belongs. Own transactions. */
export async function makeRoomForStates(
  client: ClientBase,
  edition: Edition,
  messages: readonly StateMessage[],
): Promise<void> {
  if (messages.length === 0) return;
  const horizons = await readStateHorizons(client);
  const needed = new Map<StateResolution, number[]>();
  for (const { at, ms } of messages) {
    const place = placeOfState(horizons, at - ms);
    if (place === null) continue;
    const [name, times] = place === 'state' ? [place, [at - ms]] : [place.name, roomOf(place, [at - ms])];
    needed.set(name, [...(needed.get(name) ?? []), ...times]);
  }
  for (const [name, times] of needed) await edition.ensureRoom(client, stateTables(name), times);
}
