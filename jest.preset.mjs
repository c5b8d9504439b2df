/**
 * Shared Jest settings: TypeScript through SWC, native ES modules (run with
 * --experimental-vm-modules), workspace packages read from their sources.
 */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        module: { type: 'es6' },
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
      },
    ],
  },
  moduleNameMapper: {
    '^@weir/model$': new URL('./libs/model/src/index.ts', import.meta.url).pathname,
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  // Instruments what is counted and nothing else: V8 counts all code, which costs as much as the tests themselves.
  coverageProvider: 'babel',
  // Of two cores Jest would use one.
  maxWorkers: '100%',
  // For what hangs; a busy machine may take ten times what a test takes.
  testTimeout: 30_000,
  coverageReporters: ['text-summary', 'json-summary'],
};
