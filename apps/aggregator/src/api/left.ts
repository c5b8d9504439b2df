import { CallerGoneError } from '../query/snapshot.js';

/** Whether sending ended since the client left, or was given up: that is no fault of ours. */
export function isLeft(error: unknown): boolean {
  if (error instanceof CallerGoneError) return true;
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
}
