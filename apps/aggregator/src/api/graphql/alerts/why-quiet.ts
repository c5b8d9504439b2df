import { readMaintenance } from '../../../alert/quiet/maintenance.js';
import { readSilence } from '../../../alert/quiet/quiet.js';
import type { ListedAlert } from '../../../query/alerts/alert.js';
import type { ListedQuiet } from '../../../query/alerts/quiet.js';
import { currentScope } from '../../../query/caller.js';
import type { AlertLoaders } from '../loaders/alert-loaders.js';

/** Why nobody is told of an alert, in a sentence; null where people are. */
export async function whyQuiet(
  { silencedBy, inhibitedBy }: Pick<ListedAlert, 'silencedBy' | 'inhibitedBy'>,
  loaders: Pick<AlertLoaders, 'alert' | 'quiet'>,
): Promise<string | null> {
  if (silencedBy !== null) return quietText(await loaders.quiet.load(silencedBy));
  if (inhibitedBy === null) return null;
  const source = await loaders.alert.load(inhibitedBy);
  return source ? `explained by: ${source.sentence}` : 'explained by another alert';
}

function quietText(quiet: ListedQuiet | null): string {
  // What keeps alerts of others quiet as well, and why, is not told to who sees some hosts alone.
  if (!quiet && currentScope()) return 'a silence or a maintenance window';
  if (!quiet) return 'a silence that was ended, or a maintenance window that was deleted';
  if (quiet.kind === 'maintenance') {
    const read = readMaintenance(quiet.given);
    return read.ok ? `maintenance window ${read.maintenance.name}` : 'a maintenance window';
  }
  const read = readSilence(quiet.given);
  return read.ok ? `silenced by ${read.silence.by}: ${read.silence.comment}` : 'a silence';
}
