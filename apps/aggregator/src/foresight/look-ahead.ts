import type { Pool } from 'pg';
import { Limits } from '../analyse/runner/limits.js';
import type { InterfaceRepository } from '../query/interfaces.js';
import { type LinkCapacity, MOST_LINKS } from '../query/outlook/capacity.js';
import type { CapacityQuery } from '../query/outlook/capacity.query.js';
import { readFeedback } from '../store/patterns/feedback.js';
import type { PatternRow } from '../store/patterns/pattern-row.js';
import { readOpenOfClass } from '../store/patterns/read-patterns.js';
import { writePatterns } from '../store/patterns/write-patterns.js';
import { AHEAD, saturationAhead } from './saturation-ahead.js';

/** A quarter of a year is time enough to order a link. */
const ASKED = { interface: null, filter: null, first: MOST_LINKS, horizonDays: 90, share: 0.8 };

/** What it is looked ahead with. */
export interface Looking {
  readonly pool: Pool;
  readonly capacity: Pick<CapacityQuery, 'answer'>;
  readonly interfaces: Pick<InterfaceRepository, 'byNetIds'>;
}

/** Looks when links are full, and stores what follows as long as it is owned; answers the ids of patterns that changed. */
export async function lookAhead({ pool, capacity, interfaces }: Looking, owned: AbortSignal): Promise<number[]> {
  const open = await readOpenOfClass(pool, AHEAD);
  const links = await linksWith(open, capacity, owned);
  const netIds = new Set([...links.map(({ netId }) => netId), ...open.map(({ entity }) => entity.key)]);
  const rows = saturationAhead({
    ...{ links, open, limits: new Limits(await readFeedback(pool)), nowMs: Date.now() },
    interfaces: new Map((await interfaces.byNetIds([...netIds])).map((row) => [row.netId, row])),
  });
  // It takes minutes; somebody else may have written meanwhile.
  if (owned.aborted) return [];
  const { ids, closed } = await writePatterns(pool, rows);
  return [...ids.filter((id) => id !== null), ...closed];
}

/** The fullest links, and those that something was told of before, however full they are. */
async function linksWith(
  open: readonly PatternRow[],
  capacity: Looking['capacity'],
  owned: AbortSignal,
): Promise<LinkCapacity[]> {
  const fullest = await capacity.answer(ASKED);
  if (!fullest.ok) throw new Error(`${fullest.refusal.field} ${fullest.refusal.reason}`);
  const links = [...fullest.value.links];
  const known = new Set(links.map(({ netId }) => netId));
  for (const { entity } of open) {
    if (owned.aborted || known.has(entity.key)) continue;
    const one = await capacity.answer({ ...ASKED, interface: entity.key });
    // An interface that was forgotten is refused.
    if (one.ok) links.push(...one.value.links);
  }
  return links;
}
