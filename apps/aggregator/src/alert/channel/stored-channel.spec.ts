import { describe, expect, it } from '@jest/globals';
import { sealKeysOf } from '../../config/seal-keys.js';
import { sealSettings, senderOf } from './stored-channel.js';

const keysOf = (byte: number): NonNullable<ReturnType<typeof sealKeysOf>> =>
  sealKeysOf(Buffer.alloc(32, byte).toString('base64')) ?? [];
const KEYS = keysOf(1);
const MAIL = { host: 'smtp.example.org', user: 'weir', from: 'weir@example.org', to: ['ops@example.org'] };
const NAMED = { name: 'ops', kind: 'email' };

function stored(given: object, before = null as Parameters<typeof sealSettings>[2], keys = KEYS) {
  const sealed = sealSettings(NAMED, given as Record<string, unknown>, before, keys);
  if (!sealed.ok) throw new Error(sealed.refusals.map(({ field, reason }) => `${field} ${reason}`).join('; '));
  return { ...NAMED, settings: sealed.settings, sealed: sealed.sealed };
}

function faults(answer: { readonly ok: boolean; readonly refusals?: readonly { field: string; reason: string }[] }) {
  return (answer.refusals ?? []).map(({ field, reason }) => `${field} ${reason}`);
}

describe('what is stored of a channel', () => {
  it('shows no secret, and opens where it belongs', () => {
    const row = stored({ ...MAIL, password: 'correct horse' });
    expect(row.settings).toEqual(MAIL);
    expect(Object.keys(row.sealed)).toEqual(['password']);
    expect(JSON.stringify(row)).not.toContain('horse');
    expect(senderOf(row, KEYS).ok).toBe(true);
    expect(faults(senderOf({ ...row, name: 'mine' }, KEYS))).toEqual([expect.stringContaining('password was changed')]);
    expect(faults(senderOf(row, keysOf(2)))).toEqual([expect.stringContaining('a key that is not configured')]);
  });

  it('keeps a secret that is left out, but not where messages would go elsewhere', () => {
    const row = stored({ ...MAIL, password: 'correct horse' });
    const other = stored({ ...MAIL, to: ['duty@example.org'] }, row);
    expect(other.settings).toEqual({ ...MAIL, to: ['duty@example.org'] });
    expect(senderOf(other, KEYS).ok).toBe(true);
    for (const more of [{ host: 'evil.example' }, { port: 2525 }, { tls: 'tls' }, { ca: 'x' }]) {
      const answer = sealSettings(NAMED, { ...MAIL, ...more }, row, KEYS);
      expect(faults(answer)).toEqual(['password must be entered again, since messages go elsewhere now']);
    }
    expect(stored({ ...MAIL, host: 'mail.example', password: 'new' }, row).sealed).toHaveProperty('password');
    const slack = sealSettings({ name: 'ops', kind: 'slack' }, {}, row, KEYS);
    expect(faults(slack)).toEqual([expect.stringContaining('url must be text')]);
  });

  it('is refused where there is no key to seal with, and by its fields where it is not valid', () => {
    const answer = sealSettings(NAMED, { ...MAIL, password: 'x' }, null, []);
    expect(faults(answer)).toEqual([expect.stringMatching(/^password cannot be kept: set WEIR_SECRET_KEYS/)]);
    expect(stored({ ...MAIL, user: undefined }, null, []).sealed).toEqual({});
    expect(faults(sealSettings(NAMED, { ...MAIL, to: [] }, null, KEYS))).toContain('to must hold at least one address');
    expect(faults(sealSettings({ name: 'x', kind: 'pigeon' }, {}, null, KEYS))).toEqual([
      expect.stringMatching(/^kind must be one of email/),
    ]);
  });
});
