import type { Role } from '../api/role.js';

/** A page: where it is, and who may look at it. */
export interface Address {
  readonly path: string;
  /** The role that it needs; left out, whoever is signed in may look at it. */
  readonly needs?: Role;
  /** Whether nobody needs to be signed in. */
  readonly isOpen?: true;
}

/** Every page by its name. What it shows is the router's to say, which must know each of these. */
export const ADDRESSES = {
  overview: { path: '/' },
  hosts: { path: '/hosts' },
  host: { path: '/hosts/:id' },
  interfaces: { path: '/interfaces' },
  interface: { path: '/interfaces/:id' },
  containers: { path: '/containers' },
  container: { path: '/containers/:id' },
  networks: { path: '/networks' },
  network: { path: '/networks/:name' },
  workloads: { path: '/workloads' },
  workload: { path: '/workloads/:kind(stack|service|workload)/:name' },
  patterns: { path: '/patterns' },
  pattern: { path: '/patterns/:id' },
  alerts: { path: '/alerts' },
  rules: { path: '/alerts/rules' },
  rule: { path: '/alerts/rules/:id' },
  'new-rule': { path: '/alerts/new-rule', needs: 'ADMIN' },
  silences: { path: '/alerts/silences' },
  channels: { path: '/alerts/channels' },
  timeline: { path: '/timeline' },
  protocols: { path: '/protocols' },
  errors: { path: '/errors' },
  latency: { path: '/latency' },
  history: { path: '/history' },
  capacity: { path: '/capacity' },
  volume: { path: '/volume' },
  percentile: { path: '/volume/percentile' },
  quota: { path: '/volume/:id' },
  reports: { path: '/reports' },
  'report-shown': { path: '/reports/show' },
  'saved-report': { path: '/reports/:id' },
  compare: { path: '/compare' },
  system: { path: '/system' },
  settings: { path: '/settings' },
  general: { path: '/settings/general' },
  storage: { path: '/settings/storage' },
  collection: { path: '/settings/collection' },
  enrolment: { path: '/settings/enrolment', needs: 'ADMIN' },
  users: { path: '/settings/users', needs: 'ADMIN' },
  tokens: { path: '/settings/tokens' },
  sessions: { path: '/settings/sessions' },
  account: { path: '/settings/account' },
  audit: { path: '/settings/audit', needs: 'ADMIN' },
  gallery: { path: '/gallery' },
  'sign-in': { path: '/sign-in', isOpen: true },
  setup: { path: '/setup', isOpen: true },
  missing: { path: '/:rest(.*)*' },
} as const satisfies Record<string, Address>;

export type PageName = keyof typeof ADDRESSES;

/** All of them, as they are told apart by nothing but their names. */
export const ALL_ADDRESSES: readonly (readonly [PageName, Address])[] = Object.entries(ADDRESSES) as [
  PageName,
  Address,
][];

/** The role that the page at a path needs; null where it needs none. */
export function roleFor(path: string): Role | null {
  return ALL_ADDRESSES.find(([, address]) => address.path === path)?.[1].needs ?? null;
}

/** Whether the page at a path is for whoever is not signed in. */
export function isOpenPath(path: string): boolean {
  return ALL_ADDRESSES.some(([, address]) => address.path === path && address.isOpen);
}
