import { afterAll } from '@jest/globals';
import { stopAll } from './reaper.js';

// Runs before each test file: what a file starts never outlives it, whether its tests pass or fail.
afterAll(stopAll, 60_000);
