import { createApp } from 'vue';
import { openSocket } from './api/index.js';
import App from './App.vue';
import { createLive, LIVE_KEY } from './composables/use-live.js';
import { createPages } from './router.js';
import './styles/base.css';

createApp(App).provide(LIVE_KEY, createLive(openSocket())).use(createPages()).mount('#app');
