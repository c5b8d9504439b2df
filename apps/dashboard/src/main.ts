import { createApp } from 'vue';
import { openSocket } from './api/index.js';
import App from './App.vue';
import { isOpenPath } from './composables/addresses.js';
import { ACCESS_KEY, createAccess } from './composables/use-access.js';
import { createLive, LIVE_KEY } from './composables/use-live.js';
import { hereAddress, signInPath } from './composables/where-to.js';
import { createPages } from './router.js';
import './styles/base.css';

// The page is loaded anew wherever somebody comes or goes: nothing of one is there for the next.
const access = createAccess(() => {
  if (!isOpenPath(location.pathname)) location.replace(signInPath(hereAddress()));
});
const pages = createPages(access);
const app = createApp(App).provide(ACCESS_KEY, access).use(pages);
if (!isOpenPath(location.pathname)) app.provide(LIVE_KEY, createLive(openSocket()));
// The frame and its page at once: alone, the frame would be laid out and drawn before the page may ask its first question.
void pages.isReady().finally(() => app.mount('#app'));
