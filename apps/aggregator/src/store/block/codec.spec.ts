import { describe, expect, it } from '@jest/globals';
import { decodeFrames, encodeFrames, scanBlock } from './codec.js';
import type { Frame } from './frame.js';

describe('a block of frames', () => {
  it.each([...Array(300).keys()])('is read back exactly: seed %d', (seed) => {
    const frames = randomFrames(seed);
    expect(decodeFrames(encodeFrames(frames))).toEqual(byStart(frames));
  });

  it.each([...Array(100).keys()])('tells a scan what it tells a decoder: seed %d', (seed) => {
    const frames = byStart(randomFrames(seed));
    const random = generator(seed);
    const columnCount = frames[0]?.columns.length ?? 0;
    const columns = [...Array(columnCount).keys()].filter(() => random() < 0.4);
    const wanted = (id: number): boolean => id % 3 !== seed % 3;
    expect(scanned(encodeFrames(frames), columns, wanted)).toEqual(selected(frames, columns, wanted));
  });
});

interface Told {
  starts: number[];
  moved: string[];
  unread: string[];
}

function scanned(block: Buffer, asked: readonly number[], wanted: (id: number) => boolean): Told {
  const told: Told = { starts: [], moved: [], unread: [] };
  scanBlock(block, asked, wanted, {
    frames: (starts) => told.starts.push(...starts),
    series: (id, count, frames, columns) => {
      for (let row = 0; row < count; row++)
        told.moved.push(`${frames[row]} ${id} ${columns.map((column) => column[row]).join()}`);
    },
    unread: (id, frame, ms) => told.unread.push(`${frame} ${id} ${ms}`),
  });
  return { starts: told.starts, moved: told.moved.sort(), unread: told.unread.sort() };
}

function selected(frames: readonly Frame[], asked: readonly number[], wanted: (id: number) => boolean): Told {
  const told: Told = { starts: frames.map(({ startMs }) => startMs), moved: [], unread: [] };
  frames.forEach((frame, index) => {
    frame.ids.forEach((id, row) => {
      if (wanted(id)) told.moved.push(`${index} ${id} ${asked.map((each) => frame.columns[each]?.[row]).join()}`);
    });
    frame.unreadIds.forEach((id, row) => {
      if (wanted(id)) told.unread.push(`${index} ${id} ${frame.unreadMs[row]}`);
    });
  });
  return { ...told, moved: told.moved.sort(), unread: told.unread.sort() };
}

function byStart(frames: readonly Frame[]): Frame[] {
  return [...frames].sort((a, b) => a.startMs - b.startMs);
}

function randomFrames(seed: number): Frame[] {
  const random = generator(seed);
  const count = Math.floor(random() ** 2 * 40);
  const columnCount = random() < 0.5 ? 8 : Math.floor(random() * 11);
  const ids = [...new Set(Array.from({ length: random() * 30 }, () => Math.floor(random() * 2 ** (random() * 31))))];
  ids.sort((a, b) => a - b);
  const firstMs = Math.floor((random() - 0.3) * 2e12);
  const jitterMs = 10 ** (random() * 7);
  return Array.from({ length: count }, (_, index) => {
    const moved = ids.filter(() => random() < 0.5);
    const unreadIds = ids.filter(() => random() < 0.05);
    const ms = random() < 0.8 ? 1_000 : Math.floor(1 + random() * 3e6);
    return {
      startMs: firstMs + (random() < 0.1 ? 0 : index * 1_000 + Math.floor(random() * jitterMs)),
      ms,
      presenceMs: random() < 0.8 ? ms : Math.floor(random() * 2) * 7,
      ids: moved,
      columns: Array.from({ length: columnCount }, (__, column) => moved.map(() => value(random, column))),
      unreadIds,
      unreadMs: unreadIds.map(() => Math.floor(random() * 3_000)),
    };
  });
}

function value(random: () => number, column: number): number {
  if (column >= 4 && random() < 0.9) return 0;
  if (random() < 0.02) return Number.MAX_SAFE_INTEGER - Math.floor(random() * 2);
  return Math.floor(2 ** (random() * (random() < 0.1 ? 53 : 20)));
}

function generator(seed: number): () => number {
  let state = seed * 2_654_435_761 + 1;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
