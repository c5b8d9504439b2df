import type { ClientBase } from 'pg';
import { encodeFrames } from '../block/codec.js';
import type { Frame } from '../block/frame.js';
import { windowOf } from '../block/window.js';
import { BinaryRows } from './binary-rows.js';
import { copyRows } from './copy-rows.js';

/** Frames of one host, to be stored as one row. */
export interface BlockToStore {
  readonly hostId: number;
  readonly frames: readonly Frame[];
}

/** The rows of blocks, as the raw tables hold them. All frames of a block begin in the same window. */
export function blockRows(blocks: readonly BlockToStore[]): BinaryRows {
  const rows = new BinaryRows();
  for (const { hostId, frames } of blocks) {
    const startMs = frames.reduce((firstMs, frame) => Math.min(firstMs, frame.startMs), Infinity);
    rows.add(startMs, hostId, encodeFrames(frames));
  }
  return rows;
}

/** Copies rows of blocks into one of the raw tables. */
export async function copyBlocks(
  client: ClientBase,
  table: 'traffic_recent' | 'traffic',
  rows: BinaryRows,
): Promise<void> {
  await copyRows(client, table, 'time, host_id, frames', rows);
}

/** Parts the frames of a host by their windows of this length, ms. */
export function byWindow({ hostId, frames }: BlockToStore, windowMs: number): BlockToStore[] {
  const windows = new Map<number, Frame[]>();
  for (const frame of frames) {
    const window = windowOf(frame.startMs, windowMs);
    const others = windows.get(window);
    if (others) others.push(frame);
    else windows.set(window, [frame]);
  }
  return [...windows.values()].map((each) => ({ hostId, frames: each }));
}
