import { computed, type ComputedRef } from 'vue';
import { roleFor } from '../../composables/addresses.js';
import { useAccess } from '../../composables/use-access.js';
import type { IconName } from './icons.js';

/** A page that can be gone to from anywhere. */
export interface ShellPage {
  readonly path: string;
  readonly label: string;
  readonly icon: IconName;
  /** Goes there after `g`; left out, nothing does. */
  readonly key?: string;
  /** What it answers, where pages are searched for. */
  readonly hint: string;
  /** Whether it is reached by the settings or by a tab, and not by the rail, which would be longer than the screen. */
  readonly isWithin?: true;
}

/** The pages, in the groups of the rail. */
const PAGE_GROUPS: readonly { readonly label: string; readonly pages: readonly ShellPage[] }[] = [
  {
    label: '',
    pages: [
      { path: '/', label: 'Overview', icon: 'overview', key: 'o', hint: 'The fleet at a glance' },
      {
        path: '/patterns',
        label: 'Patterns',
        icon: 'patterns',
        key: 'a',
        hint: 'What is unusual: outages, bursts, floods, scans, jobs',
      },
      { path: '/alerts', label: 'Alerts', icon: 'alerts', key: 'b', hint: 'What fires, rules, silences, channels' },
    ],
  },
  {
    label: 'Explore',
    pages: [
      { path: '/hosts', label: 'Hosts', icon: 'hosts', key: 'h', hint: 'Machines with an agent' },
      {
        path: '/interfaces',
        label: 'Interfaces',
        icon: 'interfaces',
        key: 'i',
        hint: 'Every interface, second by second',
      },
      {
        path: '/containers',
        label: 'Containers',
        icon: 'containers',
        key: 'c',
        hint: 'Traffic, CPU and memory of containers',
      },
      { path: '/networks', label: 'Networks', icon: 'networks', key: 'n', hint: 'Docker networks over all hosts' },
      { path: '/workloads', label: 'Workloads', icon: 'workloads', key: 'w', hint: 'Stacks, services and workloads' },
    ],
  },
  {
    label: 'Quality',
    pages: [
      {
        path: '/protocols',
        label: 'Protocols',
        icon: 'protocols',
        key: 'p',
        hint: 'TCP, UDP and ICMP, retransmissions',
      },
      { path: '/errors', label: 'Errors', icon: 'errors', key: 'e', hint: 'Errors and drops: who, and since when' },
      { path: '/latency', label: 'Latency', icon: 'latency', key: 'l', hint: 'From host to host' },
    ],
  },
  {
    label: 'Time',
    pages: [
      {
        path: '/timeline',
        label: 'Timeline',
        icon: 'timeline',
        key: 't',
        hint: 'Deploys, changes, alerts, patterns and notes',
      },
      { path: '/history', label: 'History', icon: 'history', key: 'y', hint: 'From a minute to three years' },
      { path: '/capacity', label: 'Capacity', icon: 'capacity', key: 'k', hint: 'Which links will be full, and when' },
      {
        path: '/volume',
        label: 'Volume',
        icon: 'volume',
        key: 'q',
        hint: 'What is used in a month, of what may be used',
      },
      {
        ...{ path: '/volume/percentile', label: '95th percentile', icon: 'volume', isWithin: true },
        hint: 'What is billed by five-minute averages, without the highest twentieth',
      },
      {
        path: '/reports',
        label: 'Reports',
        icon: 'reports',
        key: 'r',
        hint: 'What passed in a month, to read or to send',
      },
      { path: '/compare', label: 'Compare', icon: 'compare', key: 'm', hint: 'Two ranges, or two of anything' },
    ],
  },
  {
    label: 'Settings',
    pages: [
      {
        path: '/system',
        label: 'System',
        icon: 'system',
        key: 'x',
        hint: 'Agents, storing, database: how weir itself does',
      },
      { path: '/settings', label: 'Settings', icon: 'settings', key: 'g', hint: 'All that can be set' },
      {
        ...{ path: '/settings/general', label: 'General', icon: 'settings', isWithin: true },
        hint: 'Unit of traffic, time zone, theme',
      },
      {
        ...{ path: '/settings/storage', label: 'Storage', icon: 'storage', isWithin: true },
        hint: 'For how long what is kept, and what that takes',
      },
      {
        ...{ path: '/settings/collection', label: 'Collection', icon: 'interfaces', isWithin: true },
        hint: 'What each agent measures',
      },
      {
        path: '/settings/enrolment',
        label: 'Enrolment',
        icon: 'enrolment',
        key: 'j',
        hint: 'Add hosts, and shut them out',
      },
      { path: '/settings/users', label: 'Users', icon: 'users', key: 'u', hint: 'Who may sign in, and do what' },
      {
        ...{ path: '/settings/tokens', label: 'Tokens', icon: 'tokens', key: 'v', isWithin: true },
        hint: 'What programs ask weir with',
      },
      {
        ...{ path: '/settings/sessions', label: 'Sessions', icon: 'sessions', key: 's', isWithin: true },
        hint: 'Where one is signed in',
      },
      {
        ...{ path: '/settings/account', label: 'My account', icon: 'account', key: 'z', isWithin: true },
        hint: 'Role and password',
      },
      {
        path: '/settings/audit',
        label: 'Audit log',
        icon: 'audit',
        key: 'd',
        hint: 'Who did what, and was denied what',
      },
    ],
  },
];

/** All of them, whoever is here. */
export const PAGES: readonly ShellPage[] = PAGE_GROUPS.flatMap(({ pages }) => pages);

/** The groups with those pages that are for whoever is here. */
export function usePageGroups(): ComputedRef<typeof PAGE_GROUPS> {
  const { can } = useAccess();
  const isFor = ({ path }: ShellPage): boolean => {
    const role = roleFor(path);
    return role === null || can(role);
  };
  return computed(() => PAGE_GROUPS.map(({ label, pages }) => ({ label, pages: pages.filter(isFor) })));
}

/** The same without groups. */
export function usePages(): ComputedRef<readonly ShellPage[]> {
  const groups = usePageGroups();
  return computed(() => groups.value.flatMap(({ pages }) => pages));
}
