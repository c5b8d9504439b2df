import { describe, expect, it } from '@jest/globals';
import { foundSettings } from './found.js';

describe('foundSettings', () => {
  it('says that all is well, or tells each fault', () => {
    expect(foundSettings({}, [])).toEqual([expect.objectContaining({ state: 'well', text: 'all can be used' })]);
    expect(foundSettings({}, ['WEIR_A must be a number', 'WEIR_B must exist'])).toEqual([
      expect.objectContaining({ state: 'broken', text: 'WEIR_A must be a number' }),
      expect.objectContaining({ state: 'broken', text: 'WEIR_B must exist' }),
    ]);
  });

  it('tells what begins as ours do and is none, for that is a slip of the pen', () => {
    const found = foundSettings({ WEIR_HTPP_PORT: '80', PATH: '/bin' }, []);
    expect(found.map(({ state }) => state)).toEqual(['well', 'unknown']);
    expect(found[1]?.text).toContain('WEIR_HTPP_PORT');
  });
});
