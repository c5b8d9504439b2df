import type { Pool } from 'pg';
import type { Edition } from '../../apps/aggregator/src/store/edition/edition.js';
import { packSome } from '../../apps/aggregator/src/store/rollup/pack.js';

/** Packs all that can be packed now. Answers how many windows. */
export async function packRecent(pool: Pool, edition: Edition): Promise<number> {
  let windows = 0;
  for (let some = await packSome(pool, edition); some; some = await packSome(pool, edition)) {
    if (some.isWindowDone) windows += 1;
  }
  return windows;
}
