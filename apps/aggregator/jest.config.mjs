import preset from '../../jest.preset.mjs';

export default {
  ...preset,
  roots: ['<rootDir>/src'],
  // What decides whether a number is right; the rest is held by tests on a real database.
  collectCoverageFrom: ['src/query/{averages,bins,fill,grid,host-state,series,stats}.ts'],
  coverageThreshold: { global: { lines: 90, branches: 90 } },
};
