import { createRouter, createWebHistory, type RouteComponent, type Router, type RouteRecordRaw } from 'vue-router';
import type { Role } from './api/index.js';
import { ALL_ADDRESSES, type PageName } from './composables/addresses.js';
import type { Access } from './composables/use-access.js';
import { fetchedAgain } from './fetched-again.js';

/** What each page shows, loaded when it is first looked at. */
const PAGES: Readonly<Record<PageName, () => Promise<RouteComponent>>> = {
  overview: () => import('./pages/OverviewPage.vue'),
  hosts: () => import('./pages/HostsPage.vue'),
  host: () => import('./pages/HostPage.vue'),
  interfaces: () => import('./pages/InterfacesPage.vue'),
  interface: () => import('./pages/InterfacePage.vue'),
  containers: () => import('./pages/ContainersPage.vue'),
  container: () => import('./pages/ContainerPage.vue'),
  networks: () => import('./pages/NetworksPage.vue'),
  network: () => import('./pages/NetworkPage.vue'),
  workloads: () => import('./pages/WorkloadsPage.vue'),
  workload: () => import('./pages/WorkloadPage.vue'),
  patterns: () => import('./pages/PatternsPage.vue'),
  pattern: () => import('./pages/PatternPage.vue'),
  alerts: () => import('./pages/AlertsPage.vue'),
  rules: () => import('./pages/RulesPage.vue'),
  rule: () => import('./pages/RulePage.vue'),
  'new-rule': () => import('./pages/RulePage.vue'),
  silences: () => import('./pages/SilencesPage.vue'),
  channels: () => import('./pages/ChannelsPage.vue'),
  timeline: () => import('./pages/TimelinePage.vue'),
  protocols: () => import('./pages/ProtocolsPage.vue'),
  errors: () => import('./pages/ErrorsPage.vue'),
  latency: () => import('./pages/LatencyPage.vue'),
  history: () => import('./pages/HistoryPage.vue'),
  capacity: () => import('./pages/CapacityPage.vue'),
  volume: () => import('./pages/VolumePage.vue'),
  percentile: () => import('./pages/PercentilePage.vue'),
  quota: () => import('./pages/QuotaPage.vue'),
  reports: () => import('./pages/ReportsPage.vue'),
  'report-shown': () => import('./pages/ReportShownPage.vue'),
  'saved-report': () => import('./pages/SavedReportPage.vue'),
  compare: () => import('./pages/ComparePage.vue'),
  system: () => import('./pages/SystemPage.vue'),
  settings: () => import('./pages/SettingsPage.vue'),
  general: () => import('./pages/GeneralPage.vue'),
  storage: () => import('./pages/StoragePage.vue'),
  collection: () => import('./pages/CollectionPage.vue'),
  enrolment: () => import('./pages/EnrolmentPage.vue'),
  users: () => import('./pages/UsersPage.vue'),
  tokens: () => import('./pages/TokensPage.vue'),
  sessions: () => import('./pages/SessionsPage.vue'),
  account: () => import('./pages/AccountPage.vue'),
  audit: () => import('./pages/AuditPage.vue'),
  gallery: () => import('./pages/GalleryPage.vue'),
  'sign-in': () => import('./pages/SignInPage.vue'),
  setup: () => import('./pages/SetupPage.vue'),
  missing: () => import('./pages/MissingPage.vue'),
};

declare module 'vue-router' {
  interface RouteMeta {
    /** The role that a page needs. */
    needs?: Role;
    isOpen?: true;
  }
}

/** Every page and its address. */
export const ROUTES: readonly RouteRecordRaw[] = ALL_ADDRESSES.map(([name, { path, ...meta }]) => ({
  ...{ path, name, meta, component: () => fetchedAgain(PAGES[name]) },
  // What an address names is the page's to show; of one that leads nowhere there is nothing to show.
  props: name !== 'missing' && path.includes(':'),
}));

/** The router of the page. Whoever is not signed in is led to where that is done, and from there back. */
export function createPages(access: Access): Router {
  const router = createRouter({
    history: createWebHistory(),
    routes: ROUTES,
    scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
  });
  // When the page is loaded: to ask who is there takes no time of its own.
  router.beforeResolve(async ({ meta, fullPath }) => {
    await access.asked;
    const isNobody = access.state.value?.me === null;
    if (meta.isOpen || !isNobody) return true;
    return { name: 'sign-in', query: fullPath === '/' ? {} : { to: fullPath }, replace: true };
  });
  return router;
}
