import type { ReportBlock, ReportCell } from '@weir/model';
import { percentText } from '../../../analyse/pattern/wording.js';
import { column, rounded, section, table, text } from '../blocks.js';
import type { ReportContext } from '../context.js';
import { hostsTold, shareOf, shareOfAll } from '../hosts-told.js';

const MOST_ROWS = 200;

/** Where the data has gaps. */
export async function* coverage(context: ReportContext): AsyncGenerator<ReportBlock> {
  yield section('coverage', 'Coverage');
  const hosts = await hostsTold(context);
  const share = shareOfAll(hosts);
  const partly = hosts.filter((host) => shareOf(host) < 1);
  if (share === null) {
    yield text('No host was there in this range.', 'note');
    return;
  }
  if (partly.length === 0) {
    yield text(
      `All of that time is known, of ${hosts.length === 1 ? 'the host' : `all ${String(hosts.length)} hosts`}.`,
    );
    return;
  }
  yield text(
    `${percentText(share)} of that time is known of all hosts together. What is missing counts nowhere: totals are of what is known.`,
    'note',
  );
  const listed = partly.slice(0, MOST_ROWS);
  yield table(
    'coverage',
    'Hosts of which something is missing',
    [
      column('host', 'Host', 'text'),
      column('knownPercent', 'Known', 'percent'),
      column('missing', 'Missing', 'seconds'),
      column('lastSeen', 'Last seen', 'time'),
    ],
    listed.map((host): ReportCell[] => [
      ...[host.name, rounded(shareOf(host) * 100), Math.round((host.expectedMs - host.coveredMs) / 1_000)],
      host.lastSeen.getTime(),
    ]),
    partly.length > listed.length ? `The ${String(listed.length)} least known of ${String(partly.length)}.` : null,
  );
}
