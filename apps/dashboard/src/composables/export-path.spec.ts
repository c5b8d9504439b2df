import { describe, expect, it } from '@jest/globals';
import { parseChips } from './chips.js';
import { exportPath } from './export-path.js';

describe('the address of a list as a file', () => {
  const path = (filter: string): string | null => exportPath('interfaces', parseChips(filter));

  it('has the filter of the page', () => {
    expect(path('')).toBe('/api/v1/export/interfaces');
    expect(path('host:web-*,class:BOND_MEMBER,text:a b')).toBe(
      '/api/v1/export/interfaces?host=web-*&class=bond-member&text=a+b',
    );
    expect(path('state:silent,state:down,label:team=shop')).toBe(
      '/api/v1/export/interfaces?hostState=silent&linkState=down&label=team%3Dshop',
    );
  });

  it('is none where a file would hold more than what is on screen', () => {
    expect(path('host:web-*,!network:shop')).toBeNull();
  });
});
