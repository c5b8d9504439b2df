import type { FieldRefusal } from '../../components/form/refusals.js';
import { clocksOf } from '../../format/zone.js';

/** What a report can be about, and what it answers, in the order of the form. */
export const KINDS = [
  { value: 'FLEET', label: 'Fleet', answers: 'All hosts: totals, who carried most, links, alerts, patterns, changes' },
  { value: 'HOST', label: 'Host', answers: 'One host: its traffic, its containers, its links, what happened on it' },
  { value: 'NETWORK', label: 'Network', answers: 'One network, on all hosts that it is on' },
  { value: 'SERVICE', label: 'Service', answers: 'One service, workload or stack, on all hosts' },
  { value: 'CAPACITY', label: 'Capacity', answers: 'How full links are, and when they will be' },
  { value: 'QUOTA', label: 'Quotas', answers: 'How much of each quota is used, and what it costs' },
  { value: 'ALERTS', label: 'Alerts', answers: 'What fired, for how long, and how soon it was over' },
  { value: 'TALKERS', label: 'Top talkers', answers: 'Who received most, and who transmitted most' },
  { value: 'CHANGES', label: 'Changes', answers: 'All that happened, the newest first' },
  { value: 'CUSTOM', label: 'Custom', answers: 'The sections that you choose' },
] as const;

export const RANGES = [
  { value: 'LAST_MONTH', label: 'Last month' },
  { value: 'THIS_MONTH', label: 'This month' },
  { value: 'LAST_WEEK', label: 'Last week' },
  { value: 'THIS_WEEK', label: 'This week' },
  { value: 'LAST_DAY', label: 'Yesterday' },
  { value: 'THIS_DAY', label: 'Today' },
  { value: 'LAST_HOUR', label: 'The last hour' },
  { value: 'LAST_24_HOURS', label: 'The last 24 hours' },
  { value: 'LAST_7_DAYS', label: 'The last 7 days' },
  { value: 'LAST_30_DAYS', label: 'The last 30 days' },
  { value: 'LAST_QUARTER', label: 'Last quarter' },
  { value: 'THIS_QUARTER', label: 'This quarter' },
  { value: 'LAST_YEAR', label: 'Last year' },
  { value: 'THIS_YEAR', label: 'This year' },
] as const;

export const SECTIONS = [
  { value: 'SUMMARY', label: 'Summary' },
  { value: 'TRAFFIC', label: 'Traffic' },
  { value: 'HOSTS', label: 'Hosts' },
  { value: 'NETWORKS', label: 'Networks' },
  { value: 'SERVICES', label: 'Services' },
  { value: 'CONTAINERS', label: 'Containers' },
  { value: 'INTERFACES', label: 'Interfaces' },
  { value: 'ERRORS', label: 'Errors and drops' },
  { value: 'CAPACITY', label: 'Capacity' },
  { value: 'QUOTAS', label: 'Quotas' },
  { value: 'ALERTS', label: 'Alerts' },
  { value: 'PATTERNS', label: 'Patterns' },
  { value: 'CHANGES', label: 'Changes' },
  { value: 'COVERAGE', label: 'Coverage' },
] as const;

interface Ranged {
  readonly range: (typeof RANGES)[number]['value'] | null;
  readonly from: string | null;
  readonly to: string | null;
  /** Whose clocks its days are told by; null = those of its schedule. */
  readonly timeZone: string | null;
}

/** What a report is about, and over which range, in words: `Fleet, last month`. */
export function kindWords(
  input: Ranged & { readonly kind: (typeof KINDS)[number]['value']; readonly name: string | null },
  scheduleZone: string,
): string {
  const kind = KINDS.find(({ value }) => value === input.kind)?.label ?? input.kind;
  return [kind, input.name, rangeWords(input, input.timeZone ?? scheduleZone)].filter(Boolean).join(', ');
}

function rangeWords({ range, from, to }: Ranged, timeZone: string): string {
  // Where nothing is said, it is the last month.
  if (from === null) return (RANGES.find(({ value }) => value === (range ?? 'LAST_MONTH'))?.label ?? '').toLowerCase();
  const begin = momentWords(from, timeZone);
  return to === null ? `since ${begin}` : `${begin} to ${momentWords(to, timeZone)}`;
}

/** `1 October 2026`, with the time where that is not midnight. */
function momentWords(moment: string, timeZone: string): string {
  const wall = clocksOf(timeZone).wallOf(Date.parse(moment));
  const isMidnight = wall.getUTCHours() === 0 && wall.getUTCMinutes() === 0;
  return wall.toLocaleString('en-GB', {
    ...{ timeZone: 'UTC', dateStyle: 'long', timeStyle: isMidnight ? undefined : 'short' },
  });
}

/** Why a saved report cannot be made, and what to do, in words. */
export function faultWords(faults: readonly FieldRefusal[]): { readonly message: string; readonly remedy: string } {
  const reasons = faults.map(({ field, reason }) => `${field} ${reason}`).join('; ');
  return { message: `It cannot be made: ${reasons}`, remedy: 'Change it, or delete it.' };
}
