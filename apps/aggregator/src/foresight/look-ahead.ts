import type { Pool } from 'pg';
import { Limits } from '../analyse/runner/limits.js';
import { InterfaceRepository } from '../query/interfaces.js';
import { MOST_LINKS } from '../query/outlook/capacity.js';
import type { CapacityQuery } from '../query/outlook/capacity.query.js';
import { readFeedback } from '../store/patterns/feedback.js';
import { readOpenOfClass } from '../store/patterns/read-patterns.js';
import { writePatterns } from '../store/patterns/write-patterns.js';
import { AHEAD, saturationAhead } from './saturation-ahead.js';

/** A quarter of a year is time enough to order a link. */
const ASKED = { interface: null, filter: null, first: MOST_LINKS, horizonDays: 90, share: 0.8 };

/** Looks when links are full, and stores what follows; answers the ids of patterns that changed. */
export async function lookAhead(
  pool: Pool,
  capacity: CapacityQuery,
  interfaces: InterfaceRepository,
): Promise<number[]> {
  const answer = await capacity.answer(ASKED);
  if (!answer.ok) throw new Error(`${answer.refusal.field} ${answer.refusal.reason}`);
  const { links } = answer.value;
  const rows = saturationAhead({
    links,
    interfaces: new Map((await interfaces.byNetIds(links.map(({ netId }) => netId))).map((row) => [row.netId, row])),
    open: await readOpenOfClass(pool, AHEAD),
    limits: new Limits(await readFeedback(pool)),
    nowMs: Date.now(),
  });
  const { ids, closed } = await writePatterns(pool, rows);
  return [...ids.filter((id) => id !== null), ...closed];
}
