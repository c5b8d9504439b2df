import { createApp } from 'vue';
import { openSocket } from './api/index.js';
import App from './App.vue';
import { createLive, LIVE_KEY } from './composables/use-live.js';
import { createPages } from './router.js';
import './styles/base.css';

const pages = createPages();
const app = createApp(App).provide(LIVE_KEY, createLive(openSocket())).use(pages);
// The frame and its page at once: alone, the frame would be laid out and drawn before the page may ask its first question.
void pages.isReady().finally(() => app.mount('#app'));
