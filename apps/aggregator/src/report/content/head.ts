import type { ReportHead, ReportKind } from '@weir/model';
import type { ReportContext } from './context.js';
import { filterWords } from './filter-words.js';

const TITLES: Readonly<Record<ReportKind, string>> = {
  fleet: 'Fleet',
  host: 'Host',
  network: 'Network',
  service: 'Service',
  capacity: 'Capacity',
  quota: 'Quotas',
  alerts: 'Alerts',
  talkers: 'Top talkers',
  changes: 'Changes',
  custom: 'Report',
};

const ABOUT: Readonly<Record<ReportKind, string>> = {
  fleet: 'How much the hosts received and transmitted, who carried most of it, and what went wrong.',
  host: 'How much one host received and transmitted, what on it carried most, and what went wrong.',
  network: 'How much passed one network of containers, on all hosts that it is on.',
  service:
    'How much the containers of one service received and transmitted, on all hosts, whichever containers these were.',
  capacity: 'How full the links are, and when they will be.',
  quota: 'How much of each quota is used, and how much will be by the end of its cycle.',
  alerts: 'What fired, for how long, and how soon it was acknowledged and over.',
  talkers: 'Who received most and who transmitted most.',
  changes: 'What happened, the newest first.',
  custom: 'What was asked for.',
};

type Titled = Pick<ReportContext, 'subject'> & { readonly request: Pick<ReportContext['request'], 'kind'> };

/** What stands at the head of a report. */
export async function headOf(context: ReportContext): Promise<ReportHead> {
  const { request, nowMs } = context;
  const { kind, fromMs, toMs, timeZone, before } = request;
  return {
    ...{
      v: 1,
      kind,
      title: titleOf(context),
      about: `${aboutOf(context)}${await filterText(context)}`,
      madeAtMs: nowMs,
      timeZone,
      fromMs,
      toMs,
      before,
    },
    isEmpty: await context.isEmpty(),
  };
}

/** What a report is called: `Host web-1`, `Service shop/web on web-1`. */
export function titleOf({ request: { kind }, subject: { name, hostName } }: Titled): string {
  if (kind === 'host') return `${TITLES.host} ${hostName ?? ''}`;
  const named = name === null ? TITLES[kind] : `${TITLES[kind]} ${name}`;
  return hostName === null ? named : `${named} on ${hostName}`;
}

function aboutOf({ request, traffic }: ReportContext): string {
  const counted =
    traffic.classes == null
      ? 'A packet is counted once, at the uplinks of hosts or at the interfaces of containers'
      : 'A packet is counted at the interfaces of containers';
  return `${ABOUT[request.kind]} ${counted}, as the kernel counted it.`;
}

/** What is left out must be seen where figures are. */
async function filterText({ request: { filter }, sources }: ReportContext): Promise<string> {
  if (filter === null) return '';
  const hosts = await sources.hosts.byUuids([...(filter.hosts ?? [])]);
  const names = new Map(hosts.map(({ id, name }) => [id, name]));
  const words = filterWords(filter, (id) => names.get(id) ?? id);
  return words.length === 0 ? '' : ` Only what passes the filter is in it: ${words.join('; ')}.`;
}
