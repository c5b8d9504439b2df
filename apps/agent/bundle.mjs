// Puts the agent and the parts of its libraries that it uses into one file: dist/main.js.
import { build } from 'esbuild';

/**
 * What dockerode loads at once and only needs for building images (grpc, protobuf) and for engines behind SSH. The agent
 * does neither, and they would take a third of its memory.
 */
const NEVER_USED = /^(@grpc\/grpc-js|@grpc\/proto-loader|protobufjs|ssh2)$/;

const leaveOut = {
  name: 'leave-out',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: NEVER_USED }, ({ path }) => ({ path, namespace: 'left-out' }));
    onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({ contents: 'module.exports = {};' }));
  },
};

await build({
  entryPoints: ['dist/modules/main.js'],
  outfile: 'dist/main.js',
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  // The text of a program stays in memory; names stay as they are, for stack traces.
  minifyWhitespace: true,
  lineLimit: 160,
  legalComments: 'linked',
  sourcemap: true,
  sourcesContent: false,
  // Libraries of the older module system ask for Node's own modules when they are loaded.
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  plugins: [leaveOut],
  logLevel: 'warning',
});
