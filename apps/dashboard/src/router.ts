import { createRouter, createWebHistory, type Router, type RouteRecordRaw } from 'vue-router';

/** Every page and its address, each loaded when it is first looked at. */
export const ROUTES: readonly RouteRecordRaw[] = [
  { path: '/', name: 'overview', component: () => import('./pages/OverviewPage.vue') },
  { path: '/hosts', name: 'hosts', component: () => import('./pages/HostsPage.vue') },
  { path: '/hosts/:id', name: 'host', component: () => import('./pages/HostPage.vue'), props: true },
  { path: '/interfaces', name: 'interfaces', component: () => import('./pages/InterfacesPage.vue') },
  { path: '/interfaces/:id', name: 'interface', component: () => import('./pages/InterfacePage.vue'), props: true },
  { path: '/containers', name: 'containers', component: () => import('./pages/ContainersPage.vue') },
  { path: '/containers/:id', name: 'container', component: () => import('./pages/ContainerPage.vue'), props: true },
  { path: '/networks', name: 'networks', component: () => import('./pages/NetworksPage.vue') },
  { path: '/networks/:name', name: 'network', component: () => import('./pages/NetworkPage.vue'), props: true },
  { path: '/workloads', name: 'workloads', component: () => import('./pages/WorkloadsPage.vue') },
  {
    path: '/workloads/:kind(stack|service|workload)/:name',
    name: 'workload',
    component: () => import('./pages/WorkloadPage.vue'),
    props: true,
  },
  { path: '/patterns', name: 'patterns', component: () => import('./pages/PatternsPage.vue') },
  { path: '/patterns/:id', name: 'pattern', component: () => import('./pages/PatternPage.vue'), props: true },
  { path: '/alerts', name: 'alerts', component: () => import('./pages/AlertsPage.vue') },
  { path: '/alerts/rules', name: 'rules', component: () => import('./pages/RulesPage.vue') },
  { path: '/alerts/rules/:id', name: 'rule', component: () => import('./pages/RulePage.vue'), props: true },
  { path: '/alerts/new-rule', name: 'new-rule', component: () => import('./pages/RulePage.vue') },
  { path: '/alerts/silences', name: 'silences', component: () => import('./pages/SilencesPage.vue') },
  { path: '/alerts/channels', name: 'channels', component: () => import('./pages/ChannelsPage.vue') },
  { path: '/timeline', name: 'timeline', component: () => import('./pages/TimelinePage.vue') },
  { path: '/protocols', name: 'protocols', component: () => import('./pages/ProtocolsPage.vue') },
  { path: '/errors', name: 'errors', component: () => import('./pages/ErrorsPage.vue') },
  { path: '/latency', name: 'latency', component: () => import('./pages/LatencyPage.vue') },
  { path: '/history', name: 'history', component: () => import('./pages/HistoryPage.vue') },
  { path: '/capacity', name: 'capacity', component: () => import('./pages/CapacityPage.vue') },
  { path: '/compare', name: 'compare', component: () => import('./pages/ComparePage.vue') },
  { path: '/gallery', name: 'gallery', component: () => import('./pages/GalleryPage.vue') },
  { path: '/:rest(.*)*', name: 'missing', component: () => import('./pages/MissingPage.vue') },
];

/** The router of the page. */
export function createPages(): Router {
  return createRouter({
    history: createWebHistory(),
    routes: ROUTES,
    scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
  });
}
