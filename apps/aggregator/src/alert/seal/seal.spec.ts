import { describe, expect, it } from '@jest/globals';
import { type SealKey, sealKeysOf } from '../../config/seal-keys.js';
import { open, seal } from './seal.js';

const [OLD, NEW] = [Buffer.alloc(32, 1).toString('base64'), Buffer.alloc(32, 2).toString('base64')];

function keysOf(text: string): readonly SealKey[] {
  return sealKeysOf(text) ?? [];
}

describe('a sealed secret', () => {
  it('opens where it belongs, and looks different each time', () => {
    const keys = keysOf(NEW);
    const sealed = seal('pässword', 'channel/1/password', keys);
    expect(open(sealed, 'channel/1/password', keys)).toEqual({ ok: true, text: 'pässword' });
    expect(seal('pässword', 'channel/1/password', keys)).not.toBe(sealed);
    expect(sealed).not.toContain('ssword');
  });

  it('opens with an older key as long as that is configured', () => {
    const sealed = seal('x', 'p', keysOf(OLD));
    expect(open(sealed, 'p', keysOf(`${NEW}, ${OLD}`))).toEqual({ ok: true, text: 'x' });
    expect(open(sealed, 'p', keysOf(NEW))).toMatchObject({
      ok: false,
      reason: expect.stringContaining('a key that is not configured'),
    });
  });

  it.each([
    ['moved elsewhere', (sealed: string) => sealed, 'channel/2/password', 'belongs elsewhere'],
    ['changed', (sealed: string) => `${sealed.slice(0, -2)}${sealed.endsWith('AA') ? 'BB' : 'AA'}`, 'p', 'was changed'],
    ['cut off', (sealed: string) => sealed.slice(0, 20), 'p', 'is not sealed'],
    ['never sealed', () => 'secret', 'p', 'is not sealed'],
  ])('does not open when it was %s', (_, mangle, place, words) => {
    const answer = open(mangle(seal('a secret of some length', 'p', keysOf(NEW))), place, keysOf(NEW));
    expect(!answer.ok && answer.reason).toContain(words);
  });
});
