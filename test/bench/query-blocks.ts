import { crc32 } from 'node:zlib';
import { encodeFrames } from '../../apps/aggregator/src/store/block/codec.js';
import type { Frame } from '../../apps/aggregator/src/store/block/frame.js';

/** From here on, as many ids of series as are asked for have the same length in a block. */
export const LOWEST_ID = 2 ** 16 + 1;

const ID_BITS = 16;
const CHECKSUM_BYTES = 4;

/** Makes the same block for the series of another host, by the id of its first one. */
export type BlockMaker = (firstId: number) => Buffer;

/**
 * A block tells ids as differences, so of the same traffic of another host only the first id is another: it is written over,
 * which takes a hundredth of the time. The ids of the frames are numbers of series within a host.
 */
export function blockMaker(frames: readonly Frame[]): BlockMaker {
  const encode: BlockMaker = (firstId) =>
    encodeFrames(frames.map((frame) => ({ ...frame, ids: frame.ids.map((id) => firstId + id) })));
  const template = encode(LOWEST_ID);
  const place = onlyDifference(template, encode(LOWEST_ID + 2 ** (ID_BITS - 1)));
  // A block of few frames tells the ids of each of them.
  return place === null ? encode : (firstId) => moved(template, place, firstId - LOWEST_ID);
}

/** The one bit that differs: the second highest of an id, which is the first that is written of it. */
function onlyDifference(one: Buffer, other: Buffer): number | null {
  const bits = [...one.subarray(0, -CHECKSUM_BYTES)].flatMap((byte, index) => {
    const difference = byte ^ (other[index] ?? 0);
    return difference === 0 ? [] : [difference, index * 8 + Math.clz32(difference) - 24];
  });
  const [difference = 0, place = null] = bits;
  return bits.length === 2 && (difference & (difference - 1)) === 0 ? place : null;
}

function moved(template: Buffer, place: number, by: number): Buffer {
  const block = Buffer.from(template);
  const byte = place >>> 3;
  // Three bytes hold the 16 bits, wherever they begin.
  block.writeUIntBE(block.readUIntBE(byte, 3) + by * 2 ** (8 - (place & 7)), byte, 3);
  block.writeUInt32LE(crc32(block.subarray(0, -CHECKSUM_BYTES)), block.length - CHECKSUM_BYTES);
  return block;
}
