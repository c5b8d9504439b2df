import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { clientKey } from '../config/addresses.js';
import { beginAttempt, forgetAttempts, type Slowing, takeBackAttempt } from '../store/access/attempts.js';

/** A minute at most, so that nobody is locked out by somebody else for long. */
const OF_NAME: Slowing = { free: 5, longestSeconds: 60 };
/** Many may share an address. */
const OF_ADDRESS: Slowing = { free: 20, longestSeconds: 900 };

/** Who tries. */
export interface Attempt {
  /** The name that is claimed; null where none is, as of a link or a token that is given. */
  readonly name: string | null;
  readonly address: string;
}

/** Slows down guessing, by name and by address, for all processes together. */
export class Throttle {
  constructor(private readonly pool: Pool) {}

  /** Counts an attempt before it is looked at; answers for how many seconds it must wait, 0 where it need not. */
  async begin({ name, address }: Attempt): Promise<number> {
    const waitSeconds = await beginAttempt(this.pool, keyOf('address', clientKey(address)), OF_ADDRESS);
    if (waitSeconds > 0 || name === null) return waitSeconds;
    return beginAttempt(this.pool, keyOf('name', name.toLowerCase()), OF_NAME);
  }

  /** It was right. */
  async succeed({ name, address }: Attempt): Promise<void> {
    if (name !== null) await forgetAttempts(this.pool, keyOf('name', name.toLowerCase()));
    await takeBackAttempt(this.pool, keyOf('address', clientKey(address)));
  }
}

function keyOf(kind: 'address' | 'name', text: string): Buffer {
  return createHash('sha256').update(`${kind} ${text}`).digest();
}
