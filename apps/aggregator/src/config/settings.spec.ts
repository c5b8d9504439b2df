import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { withoutPadding, withTable } from '@weir/model';
import { SETTINGS } from './settings.js';

const PAGE = new URL('../../../../docs/configuration.md', import.meta.url);

describe('docs/configuration.md', () => {
  it('has the settings as the aggregator reads them; npm run settings writes it anew', () => {
    const page = readFileSync(PAGE, 'utf8');
    expect(withoutPadding(page)).toBe(withoutPadding(withTable(page, 'aggregator', SETTINGS)));
  });
});
