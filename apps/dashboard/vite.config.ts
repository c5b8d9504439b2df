import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

/** Where `npm run dev` finds the API. */
const aggregator = process.env['WEIR_DEV_API'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [vue()],
  build: { target: 'es2022', assetsInlineLimit: 0, chunkSizeWarningLimit: 700 },
  server: { proxy: { '/graphql': { target: aggregator, ws: true }, '/api': { target: aggregator } } },
});
