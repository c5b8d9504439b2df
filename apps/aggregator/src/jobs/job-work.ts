import { createHash } from 'node:crypto';
import type { Refusal } from '@weir/model';
import type { Pool } from 'pg';
import { CHUNK_BYTES, type JobFile, writeChunk, writeFile } from '../store/jobs/files.js';
import type { ClaimedJob } from '../store/jobs/job-row.js';

/** All files of a job together: a hundredth of what a machine may hold of them would be too little, a half too much. */
export const MOST_JOB_BYTES = 1024 ** 3;

/** All is done once its files can be had, and no sooner. */
const MOST_BEFORE_END = 0.99;

/** Why a job is no longer done here. */
export type Ended = 'cancelled' | 'lost' | 'stopped';

/** A job that is being done: how far it is, and what it has written. */
export class JobWork {
  readonly files: Omit<JobFile, 'jobId'>[] = [];
  /** From 0 to 1; null = nobody can say. */
  progress: number | null = null;
  step: string | null = null;
  private readonly ending = new AbortController();
  private bytes = 0;

  constructor(
    private readonly pool: Pool,
    private readonly job: ClaimedJob,
  ) {}

  /** Aborted when nobody wants it any more, or another process does it. */
  get signal(): AbortSignal {
    return this.ending.signal;
  }

  /** Why it ended; null while it is wanted here. */
  get ended(): Ended | null {
    return this.ending.signal.aborted ? (this.ending.signal.reason as Ended) : null;
  }

  end(why: Ended): void {
    this.ending.abort(why);
  }

  /** Says what it is at, in words. */
  tell(step: string): void {
    this.step = step;
  }

  /** Says which share of it is done, from 0 to 1: what was said before is never taken back. */
  reached(share: number): void {
    this.progress = Math.max(this.progress ?? 0, Math.min(share, MOST_BEFORE_END));
  }

  /** Writes a file as its pieces come, holding no more than one chunk; answers what is wrong where it is too large. */
  async write(name: string, type: string, pieces: AsyncIterable<string | Uint8Array>): Promise<Refusal | null> {
    const [hash, file] = [createHash('sha256'), { name, type, bytes: 0 }];
    let position = 0;
    for await (const chunk of chunked(pieces)) {
      this.ending.signal.throwIfAborted();
      hash.update(chunk);
      file.bytes += chunk.length;
      this.bytes += chunk.length;
      if (this.bytes > MOST_JOB_BYTES) return TOO_LARGE;
      this.mustBeHeld(await writeChunk(this.pool, this.job, name, position, chunk));
      position += 1;
    }
    const whole = { ...file, sha256: hash.digest() };
    this.mustBeHeld(await writeFile(this.pool, this.job, whole));
    this.files.push(whole);
    return null;
  }

  private mustBeHeld(isHeld: boolean): void {
    if (!isHeld) this.end('lost');
    this.ending.signal.throwIfAborted();
  }
}

const TOO_LARGE: Refusal = {
  field: 'file',
  reason: 'is larger than 1 GB: ask for a shorter range, for longer steps, or for less at once',
};

/** The same bytes in chunks as they are stored. */
export async function* chunked(pieces: AsyncIterable<string | Uint8Array>): AsyncGenerator<Buffer> {
  let [held, bytes]: [Buffer[], number] = [[], 0];
  for await (const piece of pieces) {
    const data = typeof piece === 'string' ? Buffer.from(piece) : Buffer.from(piece);
    held.push(data);
    bytes += data.length;
    if (bytes < CHUNK_BYTES) continue;
    const all = Buffer.concat(held);
    let from = 0;
    for (; from + CHUNK_BYTES <= all.length; from += CHUNK_BYTES) yield all.subarray(from, from + CHUNK_BYTES);
    held = [all.subarray(from)];
    bytes = all.length - from;
  }
  if (bytes > 0) yield Buffer.concat(held);
}
