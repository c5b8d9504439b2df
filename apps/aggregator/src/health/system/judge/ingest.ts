import { formatDuration } from '@weir/model';
import { isThere, type SystemFindings } from '../findings.js';
import { bad, good, type Judged, warn } from '../part.js';

const LATE_SECONDS = 10;
const TOO_LATE_SECONDS = 60;

/** Storing what agents send. */
export function ingestOf({ processes, lagMs }: SystemFindings): Judged {
  const ingesting = processes.filter((each) => each.roles.includes('ingest') && isThere(each));
  if (ingesting.length === 0)
    return bad(
      'No process stores what agents send.',
      'Start one with the role ingest (WEIR_ROLES). Nothing is lost: it waits in the stream.',
    );
  const fault = ingesting.find(({ streamFault }) => streamFault !== null)?.streamFault;
  if (fault)
    return bad(
      `Nothing can be taken from the stream: ${fault}.`,
      'The log of that process says more; mend what it names.',
    );
  const lagSeconds = Math.max(lagMs / 1_000, ...ingesting.map((each) => each.lagSeconds ?? 0));
  const remedy = 'Give the database more room (CPU, disk), or run more processes with the role ingest.';
  const text = `What agents send is stored ${lagSeconds < 1 ? 'within a second' : `${formatDuration(lagSeconds * 1_000)} late`}.`;
  if (lagSeconds > TOO_LATE_SECONDS) return bad(text, remedy);
  return lagSeconds > LATE_SECONDS ? warn(text, remedy) : good(text);
}
