import { createRouter, createWebHistory, type Router } from 'vue-router';

/** The pages, each loaded when it is first looked at. */
export function createPages(): Router {
  return createRouter({
    history: createWebHistory(),
    routes: [
      { path: '/', name: 'overview', component: () => import('./pages/OverviewPage.vue') },
      { path: '/hosts/:id', name: 'host', component: () => import('./pages/HostPage.vue'), props: true },
      { path: '/:rest(.*)*', name: 'missing', component: () => import('./pages/MissingPage.vue') },
    ],
    scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
  });
}
