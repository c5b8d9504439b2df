import { formatDuration } from '@weir/model';
import type { QuotaBehind } from '../../../query/system/system.query.js';
import { isThere, type SystemFindings } from '../findings.js';
import { good, type Judged, warn } from '../part.js';

const MOST_NAMED = 3;
const NOTHING_LOST = 'Nothing is lost as long as traffic of that time is kept by the minute (Settings, Storage).';

/** Counting what quotas are of, each minute. */
export function quotasOf({ processes, quotas: { total, behind } }: SystemFindings): Judged {
  if (total === 0) return good('No quota is set.');
  if (behind.length === 0)
    return good(total === 1 ? 'The quota is counted each minute.' : `All ${total} quotas are counted each minute.`);
  const named = behind.slice(0, MOST_NAMED).map(lackOf);
  const others = behind.length > named.length ? `; and ${behind.length - named.length} more` : '';
  const many = `${behind.length} of ${total} ${total === 1 ? 'quota' : 'quotas'} ${behind.length === 1 ? 'is' : 'are'}`;
  const text = `${many} behind: ${named.join('; ')}${others}.`;
  if (!processes.some((each) => each.roles.includes('analyse') && isThere(each)))
    return warn(text, `No process counts them: start one with the role analyse (WEIR_ROLES). ${NOTHING_LOST}`);
  return warn(
    text,
    `The log of the process with the role analyse says why: what takes too long is tried later and later. See whether the database has too much to do. ${NOTHING_LOST}`,
  );
}

function lackOf({ name, lacks, forMs }: QuotaBehind): string {
  const ago = formatDuration(forMs);
  switch (lacks) {
    case 'all':
      return `“${name}” was never counted since it was saved ${ago} ago`;
    case 'now':
      return `“${name}” was counted last ${ago} ago`;
    case 'day':
      return `of “${name}” a day that ended ${ago} ago is not counted whole`;
  }
}
