import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EnrolmentAnswer, EnrolmentProblem } from '@weir/model';

/** What the aggregator gave this host. */
export interface Given extends EnrolmentAnswer {
  /** By this host's clock, ms since 1970. */
  readonly renewAt: number;
  readonly endsAt: number;
}

/** Why this host was not let in, when it asked last. */
export interface LastRefusal {
  /** Null where it is another kind of fault. */
  readonly problem: EnrolmentProblem | null;
  readonly text: string;
  readonly at: number;
}

/** What an agent that joins keeps of that between its lives. */
export interface Kept {
  /** Seed of its key. */
  readonly seed: string;
  /** Seed of the key that it asks to be known by from now on, until it is told that it is. */
  readonly next: string | null;
  /** Null until it joined, and after it was put out. */
  readonly given: Given | null;
  /** Null where all is well. */
  readonly refusal: LastRefusal | null;
}

const FILE = 'enrolment.json';
/** Whoever has the key is this host to NATS. */
const MODE = 0o600;

/** What is kept in a state folder; null where there is nothing. Throws where it cannot be read. */
export function readKept(folder: string): Kept | null {
  const path = join(folder, FILE);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new Error(`${path} cannot be read: make it readable for the agent, since it holds this host's key`, {
      cause: error,
    });
  }
  try {
    const kept = JSON.parse(text) as Kept;
    if (typeof kept.seed === 'string') return kept;
  } catch {
    // Told below.
  }
  throw new Error(`${path} holds no enrolment: remove it, and let this host join by a new join token`);
}

/** Whole or not at all, however the process ends, and for nobody else to read. Throws where it cannot. */
export function writeKept(folder: string, kept: Kept): void {
  const path = join(folder, FILE);
  rmSync(`${path}.new`, { force: true });
  writeFileSync(`${path}.new`, `${JSON.stringify(kept)}\n`, { mode: MODE, flag: 'wx', flush: true });
  renameSync(`${path}.new`, path);
}
