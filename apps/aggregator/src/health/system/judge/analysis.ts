import { isThere, type SystemFindings } from '../findings.js';
import { bad, good, type Judged, warn } from '../part.js';

const LATE_MS = 60_000;
const SILENT_MS = 60_000;

/** The analysis of each interface, from which patterns and alerts come. */
export function analysisOf({ nowMs, processes, partitionCount, partitions }: SystemFindings): Judged {
  const owned = new Set(processes.filter(isThere).flatMap((each) => each.partitions ?? []));
  const left = partitionCount - [...owned].filter((partition) => partition < partitionCount).length;
  if (left > 0)
    return bad(
      `${left} of ${partitionCount} ${partitionCount === 1 ? 'partition' : 'partitions'} of the hosts ${left === 1 ? 'is' : 'are'} not analysed: no patterns, no alerts.`,
      'Start a process with the role analyse (WEIR_ROLES). One that was killed is followed by another within 10 s.',
    );
  const late = partitions.filter(({ at, lagMs }) => lagMs > LATE_MS || nowMs - at.getTime() > SILENT_MS);
  if (late.length > 0)
    return warn(
      `The analysis is behind in ${late.length} of ${partitionCount} ${partitionCount === 1 ? 'partition' : 'partitions'}.`,
      'It catches up by itself after a start. Where it lasts, raise WEIR_ANALYSE_PARTITIONS and run more processes with the role analyse.',
    );
  const thinned = partitions.reduce((sum, each) => sum + each.thinned, 0);
  if (thinned > 0)
    return warn(
      `${thinned} interfaces are looked at less often than each second.`,
      'That is by design where there is too much for one process: raise WEIR_ANALYSE_PARTITIONS and run more processes with the role analyse.',
    );
  return good(`${partitions.reduce((sum, each) => sum + each.series, 0)} interfaces are analysed.`);
}
