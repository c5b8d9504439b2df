import type { ClientBase } from 'pg';
import { WINDOW_MS } from '../block/window.js';
import { type Level, tableAt } from '../rollup/level.js';

/** A table cut by time into pieces, so that old data can be dropped as whole pieces instead of row by row. */
export interface TimeTable {
  readonly name: string;
  readonly pieceMs: number;
}

const HOUR_MS = 3_600_000;

/** Traffic as it arrived; a piece lives until its window is packed. */
export const RECENT_TABLE: TimeTable = { name: 'traffic_recent', pieceMs: WINDOW_MS };
/** Traffic, packed. */
export const PACKED_TABLE: TimeTable = { name: 'traffic', pieceMs: 6 * HOUR_MS };

/** The table of a level. */
export function levelTable({ name, pieceMs }: Level): TimeTable {
  return { name: tableAt('traffic', name), pieceMs };
}

/**
 * What differs between the databases: how tables are cut by time. Names, queries and everything else are the same.
 * `community` and `apache` = TimescaleDB by its licence, `none` = native partitions of plain PostgreSQL.
 */
export interface Edition {
  readonly name: 'community' | 'apache' | 'none';
  /** What follows `CREATE TABLE …(…)`. */
  readonly tableSuffix: string;
  /** What makes a plain table a time table, run once after its creation; empty where the suffix did it. */
  convert(table: TimeTable): string;
  /** Makes sure that rows of these times (ms since 1970) have a place. Own transactions; call it before the one that writes. */
  ensureRoom(client: ClientBase, tables: readonly TimeTable[], times: Iterable<number>): Promise<void>;
  /**
   * Drops the pieces that end at or before a moment, ms since 1970: whole pieces, never rows. Own transactions. A piece that
   * somebody reads for long stays until the next time: who waits for its lock keeps everyone else waiting.
   */
  dropBefore(client: ClientBase, tables: readonly TimeTable[], untilMs: number): Promise<void>;
  /** Forgets what it knows about existing pieces, after the database said that one is missing. */
  forget(): void;
}
