import { describe, expect, it } from '@jest/globals';
import { sealKeysOf } from './seal-keys.js';

const [ONE, OTHER] = [Buffer.alloc(32, 1).toString('base64'), Buffer.alloc(32, 2).toString('base64')];

describe('keys that secrets are sealed with', () => {
  it('are told apart by ids that tell nothing of them', () => {
    const keys = sealKeysOf(`${ONE}, ${OTHER}`) ?? [];
    expect(new Set(keys.map(({ id }) => id)).size).toBe(2);
    expect(keys.every(({ id }) => /^[0-9a-f]{8}$/.test(id))).toBe(true);
  });

  it.each(['', 'short', Buffer.alloc(16).toString('base64'), `${ONE},`, `${ONE}x`])('are none in %j', (text) => {
    expect(sealKeysOf(text)).toBeNull();
  });
});
