import { TooSlowError } from '../query/snapshot.js';
import { isDatabaseAway, isEndedByServer } from '../store/away.js';
import { OverloadedError } from '../store/bounded-pool.js';

/** Why a job could not be done this time, where that is no fault of ours; null = it is unexpected. */
export function setbackOf(error: unknown): string | null {
  if (error instanceof OverloadedError) return error.message;
  if (error instanceof TooSlowError || isEndedByServer(error))
    return 'took too long to answer: it is busy, or less must be asked for at once';
  return isDatabaseAway(error) ? 'could not be reached' : null;
}
