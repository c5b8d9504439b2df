import preset from '../jest.preset.mjs';

const { transform, moduleNameMapper, extensionsToTreatAsEsm, testEnvironment } = preset;

const stage = {
  ...{ transform, moduleNameMapper, extensionsToTreatAsEsm, testEnvironment },
  rootDir: new URL('.', import.meta.url).pathname,
  setupFilesAfterEnv: ['<rootDir>/support/setup.ts'],
};

// The first two build weir where the others run it; a browser gives up what it loads when an interface comes or goes.
const ALONE = ['start', 'demo', 'dashboard', 'dashboard-explore', 'dashboard-gone'].map(
  (name) => `<rootDir>/e2e/${name}.spec.ts`,
);

// Each test file has servers of its own; two files at once are what two cores carry.
export default {
  maxWorkers: 2,
  testTimeout: 120_000,
  testSequencer: '<rootDir>/runner/sequencer.mjs',
  projects: [
    { ...stage, displayName: 'medium', roots: ['<rootDir>/golden', '<rootDir>/medium', '<rootDir>/runner'] },
    { ...stage, displayName: 'alone', testMatch: ALONE },
    { ...stage, displayName: 'e2e', roots: ['<rootDir>/e2e'], testPathIgnorePatterns: ALONE },
    {
      ...stage,
      displayName: 'fleet',
      roots: ['<rootDir>/fleet'],
      testPathIgnorePatterns: ['<rootDir>/fleet/simulated/'],
    },
    { ...stage, displayName: 'unit', roots: ['<rootDir>/fleet/simulated'] },
  ],
};
