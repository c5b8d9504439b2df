import preset from '../../jest.preset.mjs';

export default {
  ...preset,
  roots: ['<rootDir>/src'],
  collectCoverageFrom: ['src/**/*.ts', '!src/**/*.{spec,fixture}.ts', '!src/index.ts'],
  coverageThreshold: { global: { lines: 90, branches: 90 } },
};
