import vue from '@vitejs/plugin-vue';
import { defineConfig, type HtmlTagDescriptor, type Plugin, type Rolldown } from 'vite';

/** Where `npm run dev` finds the API. */
const aggregator = process.env['WEIR_DEV_API'] ?? 'http://127.0.0.1:8080';

const START_PAGE = '/pages/OverviewPage.vue';
/** The letters of the page itself: found only by the styles, it would come when the page is laid out already. */
const START_FONT = /geist-latin-wght/;

/** What every page asks first: who is there. */
const FIRST_ANSWER = 'auth/state';

/** Has the browser load the start page, and ask who is there, along with what leads to both: else they would begin only when that has run. */
function preloadStartPage(): Plugin {
  return {
    name: 'preload-start-page',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (html, { bundle = {} }) => {
        const page = Object.values(bundle).find((file) => isChunk(file) && file.facadeModuleId?.endsWith(START_PAGE));
        const chunks = page && isChunk(page) ? chunksOf(page, bundle) : [];
        const styles = chunks.flatMap(({ viteMetadata }) => [...(viteMetadata?.importedCss ?? [])]);
        const fonts = Object.keys(bundle).filter((fileName) => START_FONT.test(fileName));
        return [
          link('preload', FIRST_ANSWER, { as: 'fetch' }),
          ...fonts.map((fileName) => link('preload', fileName, { as: 'font', type: 'font/woff2' })),
          ...chunks.map(({ fileName }) => link('modulepreload', fileName)),
          ...[...new Set(styles)].map((fileName) => link('preload', fileName, { as: 'style' })),
        ].filter(({ attrs }) => !html.includes(String(attrs?.['href'])));
      },
    },
  };
}

function isChunk(file: Rolldown.OutputBundle[string]): file is Rolldown.OutputChunk {
  return file.type === 'chunk';
}

/** A chunk and all that it cannot begin without. */
function chunksOf(chunk: Rolldown.OutputChunk, bundle: Rolldown.OutputBundle): Rolldown.OutputChunk[] {
  const found = new Set([chunk]);
  for (const { imports } of found) {
    for (const file of imports.map((fileName) => bundle[fileName])) if (file && isChunk(file)) found.add(file);
  }
  return [...found];
}

const SHARED = { test: /dashboard[\\/]src[\\/]/, minShareCount: 2 } as const;

/** The chunk of what the start page cannot begin without. */
const ofStartPage: Rolldown.CodeSplittingNameFunction = (moduleId, graph) => {
  const found = new Set([moduleId]);
  for (const id of found) for (const importer of graph.getModuleInfo(id)?.importers ?? []) found.add(importer);
  return [...found].some((id) => id.endsWith(START_PAGE)) ? 'start' : null;
};

function link(rel: string, fileName: string, attrs: Record<string, string> = {}): HtmlTagDescriptor {
  return { tag: 'link', attrs: { rel, ...attrs, crossorigin: true, href: `/${fileName}` }, injectTo: 'head' };
}

export default defineConfig({
  plugins: [vue(), preloadStartPage()],
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // A browser asks for six files at a time: what every page begins with is one, what the start page shares with others is
            // one, and what others share among themselves, which nobody waits for at first.
            { name: 'app', tags: ['$initial'], priority: 2 },
            { ...SHARED, name: ofStartPage, debugName: 'start', priority: 1 },
            { ...SHARED, name: 'shared' },
          ],
        },
      },
    },
  },
  server: {
    proxy: {
      '/graphql': { target: aggregator, ws: true },
      '/api': { target: aggregator },
      '/auth': { target: aggregator },
    },
  },
});
