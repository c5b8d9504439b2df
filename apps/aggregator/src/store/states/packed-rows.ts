import type { ClientBase } from 'pg';
import { decodeFrames } from '../block/codec.js';
import type { Frame } from '../block/frame.js';
import { readRows, type RowTable } from '../block/rows.js';
import type { PackedKind } from './kind.js';
import type { StateLevel } from './level.js';

/** A span of time, ms since 1970; its end is not part of it. */
export interface Span {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** The rows of a kind as told; each begins with what it holds. */
export function toldRows({ table }: PackedKind): RowTable {
  return { name: table, rowMs: 1 };
}

/** The rows of a kind at a level. */
export function stateRows({ table }: PackedKind, { suffix, rowMs }: StateLevel): RowTable {
  return { name: `${table}${suffix}`, rowMs };
}

/** The frames of hosts that begin within a span, by start. */
export async function readFrames(
  client: ClientBase,
  table: RowTable,
  hostIds: readonly number[],
  span: Span,
): Promise<Map<number, Frame[]>> {
  const isWithin = ({ startMs }: Frame): boolean => startMs >= span.fromMs && startMs < span.untilMs;
  const found = new Map<number, Frame[]>();
  for await (const rows of readRows(client, table, { hostIds, ...span })) {
    for (const { hostId, frames } of rows) {
      const all = found.get(hostId) ?? [];
      all.push(...decodeFrames(frames).filter(isWithin));
      found.set(hostId, all);
    }
  }
  for (const frames of found.values()) frames.sort((a, b) => a.startMs - b.startMs);
  return found;
}
