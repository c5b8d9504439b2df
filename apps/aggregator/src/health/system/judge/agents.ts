import type { SystemFindings } from '../findings.js';
import { good, type Judged, warn } from '../part.js';

/** What runs on each host. */
export function agentsOf({ hosts, troubles }: SystemFindings): Judged {
  if (hosts === 0)
    return warn('No agent has reported yet.', 'Add hosts: Enrolment makes a line to run on each of them.');
  const troubled = new Set(troubles.map(({ hostId }) => hostId)).size;
  if (troubled === 0) return good(hosts === 1 ? 'The agent is well.' : `All ${hosts} agents are well.`);
  return warn(
    hosts === 1
      ? 'The agent is not well.'
      : `${troubled} of ${hosts} agents ${troubled === 1 ? 'is' : 'are'} not well.`,
    'Each is listed below with what to do.',
  );
}
