import type { Decoded, Refusal } from '@weir/model';
import type { ClientBase } from 'pg';
import { endOf, type Grid } from '../grid.js';
import { holdsNul } from '../nul.js';
import { type Filter, refusalOfFilter } from '../filter.js';
import { MAX_POINTS, refusalOfRange } from '../series.js';
import { hostsPassing, passing } from './passing.js';
import { type StateResolutionName, stateResolutionOf } from './state-grid.js';

/** The range of a chart of states. */
export interface StateRange {
  /** ms since 1970. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly points: number;
}

/** Lines over time; `at` holds the start of each bucket, ms since 1970. */
export interface StateAnswer<Line> extends StateBuckets {
  readonly lines: readonly Line[];
}

interface StateBuckets {
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
  readonly resolution: StateResolutionName;
  readonly at: readonly number[];
}

/** Hosts that are asked for: by ids, or all that pass a filter. */
export interface WhichHosts {
  readonly hosts?: readonly string[] | null;
  readonly filter?: Filter | null;
}

/** A host that is asked for. */
export interface AskedHost {
  readonly hostId: number;
  readonly id: string;
}

/** More lines than this tell nothing in one chart; a matrix or a heat map, of fewer points, may have more. */
export const MAX_LINES = 100;
const MOST_LINES = 2_000;

/** How many lines of so many points are answered at once: as many values as the most lines of a chart have. */
export function mostLines(points: number, atMost = MOST_LINES): number {
  return Math.min(atMost, Math.max(MAX_LINES, Math.floor((MAX_LINES * MAX_POINTS) / points)));
}

/** What is wrong with a range, or null. */
export function refusalOfStateRange(range: StateRange): Refusal | null {
  return refusalOfRange({ ...range, compareMs: null });
}

/** What is wrong with a list of ids, or null. Whether they are known, the database tells. */
export function refusalOfIds(field: string, ids: readonly string[], points: number): Refusal | null {
  if (ids.length === 0) return { field, reason: 'is empty: name at least one' };
  const most = mostLines(points);
  if (new Set(ids).size <= most) return null;
  return { field, reason: `names more than ${most}: ask for them in several requests, or for fewer points` };
}

/** What is wrong with who is asked for, or null: by ids or by a filter, and not by both. */
export function refusalOfWhom(
  field: string,
  ids: readonly string[] | null | undefined,
  filter: Filter | null | undefined,
  points: number,
): Refusal | null {
  if (ids && filter) return { field: 'filter', reason: `excludes ${field}: give one of them` };
  if (filter) return refusalOfFilter(filter);
  return ids ? refusalOfIds(field, ids, points) : { field, reason: 'is missing: name some, or give a filter' };
}

/** Finds hosts, by ids or by a filter. */
export function whichHosts(
  client: ClientBase,
  { hosts, filter, points }: WhichHosts & { readonly points: number },
): Promise<Decoded<AskedHost[]>> {
  if (!filter) return askedHosts(client, hosts ?? []);
  const columns = 'host.host_id AS "hostId", host.id::text';
  return passing(client, mostLines(points), (statement) => hostsPassing(statement, columns, filter));
}

/** Finds hosts by their ids, in the order asked, each once. */
export async function askedHosts(client: ClientBase, ids: readonly string[]): Promise<Decoded<AskedHost[]>> {
  const { rows } = await client.query<AskedHost>(
    `SELECT host_id AS "hostId", id::text FROM host WHERE id::text = ANY ($1::text[])`,
    [withoutNul(ids)],
  );
  return inOrder('hosts', 'host', ids, new Map(rows.map((row) => [row.id, row])));
}

/** What was found, in the order asked, each once; or that one of them is unknown. */
export function inOrder<T>(
  field: string,
  what: string,
  ids: readonly string[],
  found: ReadonlyMap<string, T>,
): Decoded<T[]> {
  const asked = [...new Set(ids)];
  const unknown = asked.find((id) => !found.has(id));
  if (unknown !== undefined) {
    return { ok: false, refusal: { field, reason: `holds ${JSON.stringify(unknown)}, which is no ${what}` } };
  }
  return { ok: true, value: asked.flatMap((id) => found.get(id) ?? []) };
}

/** Those texts that the database can be asked for: none is named with a NUL. */
export function withoutNul(texts: readonly string[]): string[] {
  return texts.filter((text) => !holdsNul(text));
}

/** The buckets of a grid, as answered. */
export function describeBuckets(grid: Grid): StateBuckets {
  return {
    ...{ fromMs: grid.startMs, toMs: endOf(grid), stepMs: grid.stepMs, resolution: stateResolutionOf(grid) },
    at: Array.from({ length: grid.count }, (_, bucket) => grid.startMs + bucket * grid.stepMs),
  };
}
