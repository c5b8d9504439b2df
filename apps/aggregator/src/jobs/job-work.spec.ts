import { describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { CHUNK_BYTES } from '../store/jobs/files.js';
import type { ClaimedJob } from '../store/jobs/job-row.js';
import { chunked, JobWork } from './job-work.js';

async function* pieces(...all: (string | Uint8Array)[]): AsyncGenerator<string | Uint8Array> {
  yield* all;
}

async function chunksOf(...all: (string | Uint8Array)[]): Promise<Buffer[]> {
  const chunks: Buffer[] = [];
  for await (const chunk of chunked(pieces(...all))) chunks.push(Buffer.from(chunk));
  return chunks;
}

describe('how far a job is', () => {
  it('is not known at first, never falls, and is not all before its end', () => {
    const work = new JobWork({} as Pool, {} as ClaimedJob);
    const told = [work.progress];
    for (const share of [0, 0.5, 0.25, 1, 2, 0]) {
      work.reached(share);
      told.push(work.progress);
    }
    expect(told).toEqual([null, 0, 0.5, 0.5, 0.99, 0.99, 0.99]);
  });
});

describe('chunked', () => {
  it('cuts small and large pieces into chunks of one size, and loses no byte', async () => {
    const given = Array.from({ length: 40 }, (_, place) => Buffer.alloc((place % 7) * 60_000 + place, place));
    const chunks = await chunksOf('first ä', ...given, Buffer.alloc(3 * CHUNK_BYTES, 99));
    expect(
      Buffer.concat(chunks).equals(
        Buffer.concat([Buffer.from('first ä'), ...given, Buffer.alloc(3 * CHUNK_BYTES, 99)]),
      ),
    ).toBe(true);
    expect(chunks.slice(0, -1).every(({ length }) => length === CHUNK_BYTES)).toBe(true);
    expect(chunks.at(-1)?.length).toBeLessThanOrEqual(CHUNK_BYTES);
  });

  it('has no chunk of nothing, nor an empty one at a border', async () => {
    expect(await chunksOf()).toEqual([]);
    expect(await chunksOf('', '')).toEqual([]);
    expect((await chunksOf(Buffer.alloc(2 * CHUNK_BYTES))).map(({ length }) => length)).toEqual([
      CHUNK_BYTES,
      CHUNK_BYTES,
    ]);
  });
});
