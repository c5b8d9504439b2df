import type { InterfaceRepository, InterfaceRow } from '../../query/interfaces.js';
import type { LinkCapacity } from '../../query/outlook/capacity.js';

/** Links with their interfaces, in the same order; an interface that was forgotten meanwhile is left out. */
export async function withInterfaces<Answer>(
  interfaces: InterfaceRepository,
  links: readonly LinkCapacity[],
  toAnswer: (link: LinkCapacity, row: InterfaceRow) => Answer,
): Promise<Answer[]> {
  const rows = await interfaces.byNetIds(links.map(({ netId }) => netId));
  const rowOf = new Map(rows.map((row) => [row.netId, row]));
  return links.flatMap((link) => {
    const row = rowOf.get(link.netId);
    return row ? [toAnswer(link, row)] : [];
  });
}
