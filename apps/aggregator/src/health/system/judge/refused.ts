import type { SystemFindings } from '../findings.js';
import { good, type Judged, warn } from '../part.js';

/** Messages that were not taken. */
export function refusedOf({ refused: { kept, lastHour } }: SystemFindings): Judged {
  if (lastHour > 0)
    return warn(
      `${lastHour} ${lastHour === 1 ? 'message was' : 'messages were'} refused within the last hour.`,
      'See the reasons below: an agent of a newer version than this, or something else that publishes to these subjects. The table refused has what was sent.',
    );
  return good(kept === 0 ? 'No message was refused.' : `None within the last hour; ${kept} older ones are kept.`);
}
