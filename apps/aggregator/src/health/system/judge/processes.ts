import { compareVersions, newestVersion } from '../compare-versions.js';
import { isThere, type SystemFindings } from '../findings.js';
import { good, type Judged, warn } from '../part.js';

/** The processes of the aggregator. */
export function processesOf({ processes }: SystemFindings): Judged {
  const lost = processes.filter((each) => !isThere(each));
  if (lost.length > 0)
    return warn(
      `${lost.map(({ host, pid }) => `${host} (${pid})`).join(', ')} went without a word.`,
      'It was killed or is cut off from the database: see its log. After an hour it is forgotten.',
    );
  const newest = newestVersion(processes.map(({ version }) => version));
  const older = processes.filter(({ version }) => newest !== null && compareVersions(version, newest) < 0);
  if (older.length > 0)
    return warn(
      `${older.length} of ${processes.length} processes run an older version than ${newest ?? ''}.`,
      'During an upgrade that is as it should be; else update them.',
    );
  return good(processes.length === 1 ? 'One process runs.' : `${processes.length} processes run.`);
}
