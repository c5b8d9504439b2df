import preset from '../../jest.preset.mjs';

/** As everywhere, and single-file components besides, in a DOM. */
export default {
  ...preset,
  roots: ['<rootDir>/src'],
  testEnvironment: 'jsdom',
  // The builds for Node: what jsdom's `browser` condition selects is not an ES module Jest can load.
  testEnvironmentOptions: { customExportConditions: ['node', 'node-addons'] },
  // `js` before `mjs`: the preset strips `.js` from imports, and beside Vue's index.js lies an index.mjs that imports it.
  moduleFileExtensions: ['ts', 'vue', 'js', 'mjs', 'json'],
  extensionsToTreatAsEsm: ['.ts', '.vue'],
  transform: { ...preset.transform, '^.+\\.vue$': '<rootDir>/jest.vue-transform.mjs' },
};
