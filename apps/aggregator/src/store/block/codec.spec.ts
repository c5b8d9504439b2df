import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { isDeepStrictEqual } from 'node:util';
import { crc32 } from 'node:zlib';
import { decodeFrames, encodeFrames, encodeFramesInTurns, scanBlock } from './codec.js';
import type { Frame } from './frame.js';
import { generator } from './random.fixture.js';

const MAX = Number.MAX_SAFE_INTEGER;
/** What version 1 made of {@link goldenFrames}; never to be made anew. */
const GOLDEN = {
  one: '0104406bb795e800000b50c2d815380ca2d29fffafffffffffffffd4a094c0ca3ffe90000000000a88105fff000000000a88104500000000d387ee11',
  many: '0112080d76f2bd11081043ffcc777220880c76fc00800a1a4a8817815c7127c083089c194146289d0d5e196946c89f8d686de94762fc2588f0017e1232a800bf09195400122341fc05ffc0016002ffe000b0017ff0005800cffc1a17c0318c09666bea52211d5ffffffffffffeffffffffffffe7fffffffffffebffffffffffff1ffffffffffff6ffffffffffffa7fffffffffffcbfffffffffffe1fffffffffffeeffffffffffff67fffffffffffabfffffffffffd0688a4000000000098c46000000000000003e8000007d000000bb800000fa0000013880000177000001b5800001f40000023280000271000002af81180d161c003805670002010d1a209c7120215e809443cb1c',
};
const SEEDS = [...Array(300).keys()];

describe('a block of frames', () => {
  it.each(SEEDS)('is read back exactly: seed %d', (seed) => {
    const frames = randomFrames(seed);
    expectSame(decodeFrames(encodeFrames(shuffled(frames, seed))), frames);
  });

  it('holds no frame', () => {
    expect(decodeFrames(encodeFrames([]))).toEqual([]);
    expect(scanned(encodeFrames([]), [0, 1], () => true)).toEqual({ starts: [], moved: [], unread: [] });
  });

  it('holds frames in which nothing moved', () => {
    const frames = [...Array(10).keys()].map((index) => frameAt(index * 1_000, [], 8));
    expect(decodeFrames(encodeFrames(frames))).toEqual(frames);
  });

  it('keeps frames of equal starts in the order in which they were given', () => {
    const frames = [1, 2, 3, 4, 5, 6].map((value) => frameAt(0, [[7, Array(8).fill(value)]], 8));
    expect(decodeFrames(encodeFrames(frames))).toEqual(frames);
  });

  it.each([0, 1, 2 ** 24 - 1, 2 ** 24, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 40, 2 ** 52, MAX])(
    'holds %d in any company',
    (value) => {
      for (const count of [1, 5, 40]) {
        for (const other of [0, 1, 1_000, MAX]) {
          const frames = [...Array(count).keys()].map((index) =>
            frameAt(index * 1_000, [[1, Array(8).fill(index === count >> 1 ? value : other)]], 8),
          );
          expectSame(decodeFrames(encodeFrames(frames)), frames);
        }
      }
    },
  );

  it('holds huge columns that follow from each other', () => {
    const frames = [...Array(40).keys()].map((index) => {
      const value = MAX - index * 12_345_678_901;
      const half = Math.floor(value / 2);
      return frameAt(
        index * 1_000,
        [
          [1, [value, value - 1, half, half + 1]],
          [2, [value - 3, value, half, half]],
        ],
        4,
      );
    });
    expect(decodeFrames(encodeFrames(frames))).toEqual(frames);
  });

  it('stores the other end of a link in next to nothing, also where it moved at other times', () => {
    const random = generator(1);
    const frames = [...Array(600).keys()].map((index) => {
      const row = [...Array(4).keys()].map(() => Math.floor(random() * 100_000));
      const [rx = 0, tx = 0, rxPackets = 0, txPackets = 0] = row;
      const other = [tx, rx, txPackets, rxPackets];
      return frameAt(
        index * 1_000,
        index % 50 === 0
          ? [[4, row]]
          : [
              [4, row],
              [9, other],
            ],
        4,
      );
    });
    const alone = frames.map((frame) => ({ ...frame, ids: [4], columns: frame.columns.map(([value = 0]) => [value]) }));
    expect(decodeFrames(encodeFrames(frames))).toEqual(frames);
    expect(encodeFrames(frames).length).toBeLessThan(encodeFrames(alone).length * 1.05);
    expect(scanned(encodeFrames(frames), [2, 1], (id) => id === 9)).toEqual(selected(frames, [2, 1], (id) => id === 9));
  });

  it('stores idle series, columns without errors, and packets that follow from bytes in next to nothing', () => {
    const frames = [...Array(600).keys()].map((index) => {
      const bytes = 20_000 + ((index * 7_919) % 9_000);
      return frameAt(index * 1_000, [[1, [bytes, bytes * 2, bytes / 500, bytes / 250, 0, 0, 0, 0].map(Math.floor)]], 8);
    });
    const bytesOnly = frames.map((frame) => ({
      ...frame,
      columns: frame.columns.map((column, index) => (index === 0 ? column : [0])),
    }));
    expect(encodeFrames(frames).length).toBeLessThan(encodeFrames(bytesOnly).length * 1.25);
  });
});

describe('a block that is made in turns', () => {
  it('is the same while others are made between its steps', async () => {
    let nowMs = 0;
    // Each step takes longer than a turn may.
    const clock = jest.spyOn(performance, 'now').mockImplementation(() => (nowMs += 60_000));
    const all = SEEDS.slice(0, 12).map(randomFrames);
    const alone = all.map(encodeFrames);
    const together = Promise.all(all.map(encodeFramesInTurns));
    let turns = 0;
    let isMade = false;
    void together.finally(() => (isMade = true));
    for (; !isMade; await new Promise(setImmediate)) encodeFrames(goldenFrames(5 + (turns++ % 7)));
    expect(await together).toEqual(alone);
    clock.mockRestore();
    expect(turns).toBeGreaterThan(20);
  });
});

describe('a block that was written long ago', () => {
  it.each([
    ['one frame', GOLDEN.one, 1],
    ['many frames', GOLDEN.many, 12],
  ])('is read for ever: %s', (_, hex, count) => {
    expect(decodeFrames(Buffer.from(hex, 'hex'))).toEqual(goldenFrames(count));
  });
});

describe('a scan', () => {
  it.each(SEEDS)('tells what a decoder tells: seed %d', (seed) => {
    const frames = randomFrames(seed);
    const random = generator(seed);
    const columns = [...(frames[0]?.columns.keys() ?? [])].filter(() => random() < 0.4).sort(() => random() - 0.5);
    const wanted = (id: number): boolean => id % 3 !== seed % 3;
    expectSame(scanned(encodeFrames(frames), columns, wanted), selected(frames, columns, wanted));
  });

  it('may run within another', () => {
    const block = encodeFrames([
      frameAt(
        0,
        [
          [1, [11]],
          [2, [22]],
        ],
        1,
      ),
    ]);
    const inner = encodeFrames([
      frameAt(
        0,
        [
          [3, [33]],
          [4, [44]],
        ],
        1,
      ),
    ]);
    const seen: number[] = [];
    scanBlock(block, [0], () => true, {
      frames: () => undefined,
      series: (_, __, ___, [outer]) => {
        scanned(inner, [0], () => true);
        seen.push(outer?.[0] ?? NaN);
      },
      unread: () => undefined,
    });
    expect(seen).toEqual([11, 22]);
  });

  it('refuses a column that the block does not have', () => {
    for (const count of [1, 20]) {
      const block = encodeFrames([...Array(count).keys()].map((index) => frameAt(index, [[1, [1, 2]]], 2)));
      expect(() => scanned(block, [2], () => true)).toThrow(
        'column 2 is asked of a block of traffic that has 2 columns',
      );
    }
  });
});

describe('the writer', () => {
  const frame = frameAt(
    0,
    [
      [1, [1, 2]],
      [5, [3, 4]],
    ],
    2,
  );

  it.each([
    ['a start that is no time', { startMs: NaN }, 'startMs'],
    ['a start too far away', { startMs: -(2 ** 51) }, 'startMs'],
    ['a negative length', { ms: -1 }, 'ms of a frame is -1'],
    ['half a millisecond of presence', { presenceMs: 0.5 }, 'presenceMs'],
    ['ids that are not ascending', { ids: [5, 5] }, 'not ascending: 5 follows 5'],
    [
      'a value below zero',
      {
        columns: [
          [1, -1],
          [2, 3],
        ],
      },
      'columns of a frame hold -1',
    ],
    [
      'a value that is not exact',
      {
        columns: [
          [1, 2 ** 53],
          [2, 3],
        ],
      },
      'columns of a frame hold 9007199254740992',
    ],
    ['a column too short', { columns: [[1], [2, 3]] }, 'hold 1 values for 2 series'],
    [
      'more columns than another frame',
      {
        columns: [
          [1, 2],
          [2, 3],
          [3, 4],
        ],
      },
      'has 3 columns, another 2',
    ],
    ['unread series without a time', { unreadIds: [3] }, 'unreadMs of a frame hold 0 values for 1 series'],
  ])('refuses %s', (_, change, message) => {
    expect(() => encodeFrames([frame, { ...frame, ...change }])).toThrow(message);
  });

  it('refuses more columns than a block can name', () => {
    expect(() => encodeFrames([frameAt(0, [], 65)])).toThrow('65 columns: give at most 64');
  });
});

describe('a block that is not whole', () => {
  // Most of the time of tens of thousands of errors goes into their stacks.
  const { stackTraceLimit } = Error;
  beforeAll(() => void (Error.stackTraceLimit = 0));
  afterAll(() => void (Error.stackTraceLimit = stackTraceLimit));

  const blocks = SEEDS.map((seed) => encodeFrames(randomFrames(seed))).filter(
    ({ length }) => length > 20 && length < 600,
  );

  it('is refused wherever it was cut off', () => {
    for (const block of blocks.slice(0, 5))
      for (let length = 0; length < block.length; length++)
        expect(failsCleanly(() => decodeFrames(block.subarray(0, length)))).toBe(true);
  });

  it('is refused when one bit is wrong', () => {
    for (const block of blocks.slice(0, 5)) {
      for (let bit = 0; bit < block.length * 8; bit++) {
        const mutant = Buffer.from(block);
        mutant[bit >> 3] = (mutant[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(failsCleanly(() => decodeFrames(mutant))).toBe(true);
      }
    }
  });

  it('says that a newer program is needed', () => {
    const block = Buffer.from(blocks[0] ?? []);
    block[0] = 77;
    expect(() => decodeFrames(block)).toThrow('has version 77, and this program reads 1: run a newer one');
  });

  it('is read in bounds even if its checksum was made to match', () => {
    let refused = 0;
    for (let seed = 0; seed < 5_000; seed++) {
      const random = generator(seed);
      const mutant = mutated(blocks[seed % blocks.length] ?? Buffer.alloc(0), random);
      const read =
        seed % 2 === 0 ? () => decodeFrames(mutant) : () => scanned(mutant, [1, 0].slice(seed % 3), (id) => id % 3 > 0);
      refused += failsCleanly(read) ? 1 : 0;
    }
    expect(refused).toBeGreaterThan(1_250);
  });
});

/** Jest takes a hundred times as long to look at what is large and the same. */
function expectSame(told: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(told, expected)) expect(told).toEqual(expected);
}

/** Whether it throws an error of the codec's own; any other is passed on. */
function failsCleanly(read: () => unknown): boolean {
  try {
    read();
    return false;
  } catch (error) {
    if (!/(The|a) block of traffic/.test((error as Error).message)) throw error;
    return true;
  }
}

/** Some bytes replaced, some cut out, and the checksum mended. */
function mutated(block: Buffer, random: () => number): Buffer {
  const bytes = [...block.subarray(0, block.length - 4)];
  for (let left = 1 + random() * 4; left > 0; left--) {
    const at = 1 + Math.floor(random() ** 2 * (bytes.length - 1));
    if (random() < 0.8) bytes[at] = Math.floor(random() * 256);
    else bytes.splice(at, 1 + Math.floor(random() * 20));
  }
  const mutant = Buffer.alloc(bytes.length + 4);
  mutant.set(bytes);
  mutant.writeUInt32LE(crc32(mutant.subarray(0, bytes.length)), bytes.length);
  return mutant;
}

interface Told {
  starts: number[];
  moved: string[];
  unread: string[];
}

function scanned(block: Buffer, asked: readonly number[], wanted: (id: number) => boolean): Told {
  const told: Told = { starts: [], moved: [], unread: [] };
  const seen = new Set<number>();
  scanBlock(block, asked, wanted, {
    frames: (starts, ms, presence) =>
      starts.forEach((start, index) => told.starts.push(start, ms[index] ?? 0, presence[index] ?? 0)),
    series: (id, count, frames, columns) => {
      if (seen.has(id)) told.moved.push(`${id} was told twice`);
      seen.add(id);
      for (let row = 0; row < count; row++)
        told.moved.push(`${frames[row]} ${id} ${columns.map((column) => column[row]).join()}`);
    },
    unread: (id, frame, ms) => told.unread.push(`${frame} ${id} ${ms}`),
  });
  return { starts: told.starts, moved: told.moved.sort(), unread: told.unread.sort() };
}

function selected(frames: readonly Frame[], asked: readonly number[], wanted: (id: number) => boolean): Told {
  const told: Told = {
    starts: frames.flatMap(({ startMs, ms, presenceMs }) => [startMs, ms, presenceMs]),
    moved: [],
    unread: [],
  };
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

/** A second in which the given series moved. */
function frameAt(
  startMs: number,
  series: readonly (readonly [id: number, values: readonly number[]])[],
  columnCount: number,
): Frame {
  const columns = Array.from({ length: columnCount }, (_, column) => series.map(([, values]) => values[column] ?? 0));
  const ids = series.map(([id]) => id);
  return { startMs, ms: 1_000, presenceMs: 1_000, ids, columns, unreadIds: [], unreadMs: [] };
}

/** A container, the host's end of its link, and an uplink with drops and huge counters; each at times idle or unread. */
function goldenFrames(count: number): Frame[] {
  return [...Array(count).keys()].map((second) => {
    const packets = 10 + ((second * 7) % 5);
    const container = [packets * 900 + second, packets * 66, packets, packets, 0, 0, 0, 0];
    const link = [packets * 66, packets * 900 + second, packets, packets + (second % 4 === 3 ? 1 : 0), 0, 0, 0, 0];
    const uplink = [
      MAX - second,
      2 ** 40,
      2 ** 31 + second * 1_000,
      5,
      0,
      second === 7 ? 3 : 0,
      0,
      second === 9 ? 1 : 0,
    ];
    const isIdle = second % 6 === 4;
    const frame = frameAt(
      -3_000 + second * 1_000 + (second % 3),
      isIdle
        ? [[9, uplink]]
        : [
            [5, container],
            [7, link],
            [9, uplink],
          ],
      8,
    );
    const ms = second === 8 ? 2_500 : 1_000;
    return { ...frame, ms, presenceMs: second === 5 ? 0 : ms, ...(isIdle && { unreadIds: [5], unreadMs: [ms] }) };
  });
}

/** Frames of every shape, by start: none, one, few, many; gaps and equal starts; before 1970; huge values; series unread. */
function randomFrames(seed: number): Frame[] {
  const random = generator(seed);
  const count = Math.floor(random() ** 2 * 60);
  const columnCount = random() < 0.5 ? 8 : Math.floor(random() ** 2 * 38);
  const ids = [...new Set(Array.from({ length: random() * 30 }, () => Math.floor(random() * 2 ** (random() * 31))))];
  ids.sort((a, b) => a - b);
  const firstMs = Math.floor((random() - 0.3) * 2e12);
  const jitterMs = random() < 0.5 ? 5 : 10 ** (random() * 7);
  const busy = random();
  const hasTwins = random() < 0.3;
  if (hasTwins) ids.splice(0, ids.length, ...[...Array(12).keys()].map((id) => id + 100));
  const frames = Array.from({ length: count }, (_, index) => {
    const moved = ids.filter(() => random() < busy);
    const unreadIds = ids.filter(() => random() < 0.05);
    const ms = random() < 0.8 ? 1_000 : Math.floor(1 + random() * 3e6);
    const rows = moved.map((id) =>
      randomRow(generator(hasTwins ? index * 1_000 + (id >> 1) : random() * 2 ** 31), columnCount),
    );
    if (hasTwins) moved.forEach((id, row) => id % 2 === 1 && mirror(rows[row] ?? [], random));
    return {
      startMs: firstMs + (random() < 0.1 ? 0 : index * 1_000 + Math.floor(random() * jitterMs)),
      ms,
      presenceMs: random() < 0.8 ? ms : Math.floor(random() * 2) * 7,
      ids: moved,
      columns: Array.from({ length: columnCount }, (__, column) => rows.map((row) => row[column] ?? 0)),
      unreadIds,
      unreadMs: unreadIds.map(() => Math.floor(random() * 3_000)),
    };
  });
  return frames.sort((a, b) => a.startMs - b.startMs);
}

function randomRow(random: () => number, columnCount: number): number[] {
  const bytes = randomValue(random);
  const size = 60 + random() * 1_400;
  return Array.from({ length: columnCount }, (_, column) => {
    if (column === 0) return bytes;
    if (column >= 4 && random() < 0.9) return 0;
    return random() < 0.7 ? Math.floor(bytes / size) : randomValue(random);
  });
}

/** Makes of what one end of a link counted what the other did, now and then with a packet more. */
function mirror(row: number[], random: () => number): void {
  for (let column = 0; column + 1 < row.length; column += 2) {
    const received = row[column] ?? 0;
    row[column] = row[column + 1] ?? 0;
    row[column + 1] = random() < 0.1 && received < MAX ? received + 1 : received;
  }
}

function randomValue(random: () => number): number {
  if (random() < 0.02) return MAX - Math.floor(random() * 2);
  return Math.floor(2 ** (random() * (random() < 0.1 ? 53 : 20)));
}

function shuffled(frames: readonly Frame[], seed: number): Frame[] {
  const starts = new Set(frames.map(({ startMs }) => startMs));
  // Equal starts keep the order in which they are given.
  return starts.size === frames.length && seed % 2 === 0 ? [...frames].reverse() : [...frames];
}
