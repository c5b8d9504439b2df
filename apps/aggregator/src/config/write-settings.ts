import { readFileSync, writeFileSync } from 'node:fs';
import { withTable } from '@weir/model';
import { SETTINGS } from './settings.js';

/** Writes the table of settings into the page of docs that is named. */
const [page = ''] = process.argv.slice(2);
writeFileSync(page, withTable(readFileSync(page, 'utf8'), 'aggregator', SETTINGS));
