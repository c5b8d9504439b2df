import { PATTERN_CATEGORIES } from '../analyse/pattern/finding.js';
import type { Limits } from '../analyse/runner/limits.js';
import type { InterfaceRow } from '../query/interfaces.js';
import type { LinkCapacity } from '../query/outlook/capacity.js';
import type { PatternRow } from '../store/patterns/pattern-row.js';

/** The class that is told by the forecast; all others are found sample by sample. */
export const AHEAD = 'saturation ahead';

/** What is known when it is looked ahead. */
export interface Seen {
  readonly links: readonly LinkCapacity[];
  /** The interfaces of the links, and of what was told before, by their ids. */
  readonly interfaces: ReadonlyMap<string, InterfaceRow>;
  /** What was told before and still lasts. */
  readonly open: readonly PatternRow[];
  readonly limits: Limits;
  readonly nowMs: number;
}

/**
 * What is to be written: links that will be full, with how likely that is; and the end of what was told of those that will not,
 * or that are no more.
 */
export function saturationAhead(seen: Seen): PatternRow[] {
  const openOf = new Map(seen.open.map((row) => [row.entity.key, row]));
  const rows = seen.links.flatMap((link) => {
    const row = seen.interfaces.get(link.netId);
    return link.outlook.kind === 'reaches' && isThere(row)
      ? (rowOf(link, row, openOf.get(link.netId) ?? null, seen) ?? [])
      : [];
  });
  const told = new Set(rows.map(({ entity }) => entity.key));
  const known = new Set(seen.links.flatMap(({ netId, outlook }) => (outlook.kind === 'unknown' ? [] : [netId])));
  // What is not known says nothing of a link.
  const isOver = (key: string): boolean => known.has(key) || !isThere(seen.interfaces.get(key));
  const ended = seen.open.filter(({ entity }) => !told.has(entity.key) && isOver(entity.key));
  return [...ended.map((row) => ({ ...row, endMs: seen.nowMs, lastSeenMs: seen.nowMs })), ...rows];
}

function isThere(row: InterfaceRow | undefined): row is InterfaceRow {
  return row !== undefined && row.goneAt === null;
}

function rowOf(
  link: LinkCapacity,
  { hostId, seriesId, hostName, name, netId }: InterfaceRow,
  open: PatternRow | null,
  { limits, nowMs }: Seen,
): PatternRow | null {
  const entity = { kind: 'interface', key: netId, name } as const;
  const strength = limits.strength(hostId, entity, AHEAD, link.outlook.strength);
  if (strength === 0) return null;
  const startMs = open?.startMs ?? nowMs;
  const isExpected = limits.isExpected(hostId, entity, AHEAD, startMs);
  return {
    ...{ patternId: open?.patternId ?? null, hostId, seriesId, finding: 0, entity, class: AHEAD, strength },
    ...{ category: PATTERN_CATEGORIES[AHEAD], startMs, endMs: null, lastSeenMs: nowMs, seenOn: [], repeats: 0 },
    evidence: evidenceOf(link),
    sentence: `\`${name}\` on ${hostName} ${link.sentence}.`,
    dismissed: open?.dismissed ?? (isExpected ? 'expected' : null),
  };
}

function evidenceOf({ outlook, share, counter }: LinkCapacity): Record<string, number> {
  const { busyNow, busyAtHorizon, growthPerDay, limit, capacity, daysOfHistory, daysAhead } = outlook.evidence;
  const figures = {
    ...{ busyBytesPerSecond: busyNow, busyAtHorizonBytesPerSecond: busyAtHorizon },
    ...{ growthPerDayBytesPerSecond: growthPerDay, limitBytesPerSecond: limit, capacityBytesPerSecond: capacity },
    ...{ daysOfHistory, daysAhead, shareOfCapacity: share ?? undefined, isOutgoing: counter === 'txBytes' ? 1 : 0 },
    ...{ fullAtMs: outlook.atMs ?? undefined, earliestAtMs: outlook.earliestMs ?? undefined },
  };
  return Object.fromEntries(
    Object.entries(figures).filter((entry): entry is [string, number] => Number.isFinite(entry[1])),
  );
}
