import { describe, expect, it } from '@jest/globals';
import { compareVersions, newestVersion } from './compare-versions.js';

describe('versions', () => {
  it('are told by their numbers', () => {
    expect(compareVersions('0.10.0', '0.9.9')).toBeGreaterThan(0);
    expect(compareVersions('1.2.3-rc.1', '1.2.3')).toBe(0);
    expect(newestVersion(['0.9.0', '0.10.0', 'unknown'])).toBe('0.10.0');
    expect(newestVersion([])).toBeNull();
  });
});
