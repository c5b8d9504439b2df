import type { SystemFindings } from '../findings.js';
import { good, type Judged, warn } from '../part.js';

/** Counting what quotas are of, each minute. */
export function quotasOf({ quotas: { total, behind } }: SystemFindings): Judged {
  if (total === 0) return good('No quota is set.');
  if (behind === 0)
    return good(total === 1 ? 'The quota is counted each minute.' : `All ${total} quotas are counted each minute.`);
  return warn(
    total === 1
      ? 'The quota was not counted for more than 15 minutes.'
      : `${behind} of ${total} quotas ${behind === 1 ? 'was' : 'were'} not counted for more than 15 minutes.`,
    'The log of the process with the role analyse names them and says why: what takes too long is tried later and later. Nothing is lost meanwhile; see whether the database has too much to do.',
  );
}
