import preset from '../jest.preset.mjs';

const { transform, moduleNameMapper, extensionsToTreatAsEsm, testEnvironment } = preset;

const stage = {
  ...{ transform, moduleNameMapper, extensionsToTreatAsEsm, testEnvironment },
  rootDir: new URL('.', import.meta.url).pathname,
  setupFilesAfterEnv: ['<rootDir>/support/setup.ts'],
};
const built = { ...stage, globalSetup: '<rootDir>/runner/bundled.mjs' };

const specs = (folder, names) => names.map((name) => `<rootDir>/${folder}/${name}.spec.ts`);

// These build weir where the others run it.
const START = specs('e2e', ['start', 'demo']);
const BROWSER = specs('e2e', [
  'dashboard',
  'dashboard-access',
  'dashboard-explore',
  'dashboard-alerts',
  'dashboard-jobs',
  'dashboard-gone',
  'dashboard-oidc',
]);
// They wait for what takes its time, and hardly work.
const PATIENT = specs('medium', [
  ...['alerts', 'alerts-delivery', 'alert-feed', 'control', 'docker-api', 'ownership', 'report-delivery'],
  ...['ingest/back-pressure', 'ingest/ingest'],
]);

const isMedium = process.argv.includes('medium');

// Each test file has servers of its own, and half of its time it waits for them: three files of medium at once load two cores, two of
// what a browser looks at, and beside them there is room for those that hardly work.
export default {
  maxWorkers: isMedium ? 3 : 2,
  testTimeout: 120_000,
  testSequencer: '<rootDir>/runner/sequencer.mjs',
  projects: [
    {
      ...built,
      displayName: 'medium',
      roots: ['<rootDir>/golden', '<rootDir>/medium', '<rootDir>/runner'],
      testPathIgnorePatterns: PATIENT,
    },
    { ...built, displayName: 'patient', testMatch: PATIENT },
    { ...built, displayName: 'start', testMatch: START },
    { ...built, displayName: 'browser', testMatch: BROWSER },
    { ...built, displayName: 'e2e', roots: ['<rootDir>/e2e'], testPathIgnorePatterns: [...START, ...BROWSER] },
    {
      ...built,
      displayName: 'fleet',
      roots: ['<rootDir>/fleet'],
      testPathIgnorePatterns: ['<rootDir>/fleet/simulated/'],
    },
    { ...stage, displayName: 'unit', roots: ['<rootDir>/fleet/simulated'] },
  ],
};
