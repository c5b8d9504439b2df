import type { TimelineEntry, TimelineKind } from '../../api/operations/timeline.js';
import { CLASSES, type FilterInput } from '../../composables/chips.js';
import type { Entity } from '../../composables/entity.js';
import { formatDate, formatWeekday } from '../../format/time.js';

const DAY_MS = 86_400_000;
/** In a container, interfaces are called as those of its host. */
const OF_HOSTS = CLASSES.filter((each) => each !== 'CONTAINER');

/** The kinds of events, in the order of their chips: what one and several are called. */
export const KINDS: readonly { readonly kind: TimelineKind; readonly one: string; readonly many: string }[] = [
  { kind: 'DEPLOY', one: 'Deploy', many: 'Deploys' },
  { kind: 'CHANGE', one: 'Change', many: 'Changes' },
  { kind: 'ALERT', one: 'Alert', many: 'Alerts' },
  { kind: 'PATTERN', one: 'Pattern', many: 'Patterns' },
  { kind: 'ANNOTATION', one: 'Note', many: 'Notes' },
];

/** What an entry is, in a word or two: `Deploy`, `Change · interface.mtu`, `Note by Ada`. */
export function kindWords({ kind, what, author }: TimelineEntry): string {
  const one = KINDS.find((each) => each.kind === kind)?.one ?? '';
  if (kind === 'ANNOTATION') return author ? `${one} by ${author}` : one;
  return what ? `${one} · ${what}` : one;
}

/** Entries of one day, by the reader's clock. */
export interface Day {
  readonly key: string;
  readonly label: string;
  readonly entries: readonly TimelineEntry[];
}

/** Entries by day, in the order given: what is newest stands first. */
export function daysOf(entries: readonly TimelineEntry[], now: number): Day[] {
  const days = new Map<string, TimelineEntry[]>();
  for (const entry of entries) {
    const key = formatDate(Date.parse(entry.at));
    days.set(key, [...(days.get(key) ?? []), entry]);
  }
  return [...days].map(([key, own]) => ({
    key,
    entries: own,
    label: dayWords(key, Date.parse(own[0]?.at ?? ''), now),
  }));
}

function dayWords(key: string, at: number, now: number): string {
  if (key === formatDate(now)) return 'Today';
  return key === formatDate(now - DAY_MS) ? 'Yesterday' : `${formatWeekday(at)}, ${key}`;
}

/** What an entry is of, where that has a page. */
export function subjectOf({ kind, subject, hostId, hostName, deploy, what }: TimelineEntry): Entity | null {
  if (deploy) {
    // A workload is `namespace/Deployment/web`, a service `stack/service`.
    const isWorkload = deploy.service.split('/').length > 2;
    return { kind: isWorkload ? 'workload' : 'service', id: deploy.service, name: deploy.service };
  }
  if (kind === 'CHANGE' && subject && what?.startsWith('container.')) {
    return { kind: 'container', id: subject, name: 'the container' };
  }
  return hostId === null ? null : { kind: 'host', id: hostId, name: hostName ?? hostId };
}

/** Whose traffic is compared before and after an entry: of the service, the container or the interface that changed, else of the host. */
export function comparedBy({ subject, hostId, deploy, what }: TimelineEntry): FilterInput | null {
  if (deploy) {
    const isWorkload = deploy.service.split('/').length > 2;
    return { [isWorkload ? 'workload' : 'service']: { eq: deploy.service } };
  }
  if (hostId === null) return null;
  if (subject && what?.startsWith('container.')) return { hosts: [hostId], container: { eq: subject } };
  const own = /^host\/(.+)$/.exec(subject ?? '')?.[1];
  return what?.startsWith('interface.') && own !== undefined
    ? { hosts: [hostId], interface: { eq: own }, classes: OF_HOSTS }
    : { hosts: [hostId] };
}

/** Where more of an entry is told; null where nowhere. */
export function moreOf({ kind, id, what, until }: TimelineEntry): PlaceOfMore | null {
  if (kind === 'PATTERN') return { to: `/patterns/${encodeURIComponent(id)}`, query: {} };
  if (kind !== 'ALERT' || what === null) return null;
  return { to: '/alerts', query: { rule: what, ...(until !== null && { view: 'history' }) } };
}

/** A page and what of it. */
interface PlaceOfMore {
  readonly to: string;
  readonly query: Readonly<Record<string, string>>;
}
