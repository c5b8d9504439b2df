import { expect, it } from '@jest/globals';
import config from '../jest.config.mjs';
import { ROUNDS } from './stages.mjs';

it('runs every project of tests, each once', () => {
  const projects = config.projects.map(({ displayName }) => displayName);
  expect(ROUNDS.flat(2).sort()).toEqual(projects.sort());
});
