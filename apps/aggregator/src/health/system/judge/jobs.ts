import type { SystemFindings } from '../findings.js';
import { good, type Judged, warn } from '../part.js';

const PATIENCE_MS = 300_000;

/** Exports and reports that take long. */
export function jobsOf({ jobs: { queued, running, failed, waitingMs } }: SystemFindings): Judged {
  if (waitingMs !== null && waitingMs > PATIENCE_MS)
    return warn(
      `${queued} exports and reports wait, the longest for ${Math.round(waitingMs / 60_000)} minutes.`,
      'Each process does two at a time; exports need the role api, reports the role analyse. Start one more, or wait.',
    );
  if (failed > 0)
    return warn(
      `${failed} ${failed === 1 ? 'export or report' : 'exports and reports'} failed within the last day.`,
      'Reports, In the background, says why of each.',
    );
  return good(
    queued + running === 0 ? 'No export or report waits.' : `${running} exports and reports are made, ${queued} wait.`,
  );
}
