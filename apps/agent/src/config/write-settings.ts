import { readFileSync, writeFileSync } from 'node:fs';
import { withTable } from '@weir/model';
import { SETTINGS } from './settings.js';

/** Writes the table of settings into the page of docs that is named. */
const [page = ''] = process.argv.slice(2);
const written = withTable(readFileSync(page, 'utf8'), 'agent', SETTINGS);
if (written === null) throw new Error(`${page} has no place for the settings of the agent`);
writeFileSync(page, written);
