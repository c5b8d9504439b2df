import preset from '../../jest.preset.mjs';

export default {
  ...preset,
  roots: ['<rootDir>/src'],
  collectCoverageFrom: ['src/{procfs,delta}/**/*.ts', '!src/**/*.fixture.ts'],
  // What the numbers hang on is tested line by line.
  coverageThreshold: {
    './src/procfs/': { lines: 90, branches: 90 },
    './src/delta/': { lines: 90, branches: 90 },
  },
};
