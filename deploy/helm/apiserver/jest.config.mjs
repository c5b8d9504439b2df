import preset from '../../../jest.preset.mjs';

export default { ...preset, testTimeout: 300_000, setupFilesAfterEnv: ['../../../test/support/setup.ts'] };
