// Makes the table of values in the chart's README anew.
import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { fileURLToPath } from 'node:url';
import { README, withValues } from './readme.js';

const path = fileURLToPath(README);
const made = withValues(readFileSync(path, 'utf8'));
writeFileSync(path, await format(made, { ...(await resolveConfig(path)), filepath: path }));
