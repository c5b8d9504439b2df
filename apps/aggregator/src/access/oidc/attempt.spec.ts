import { describe, expect, it } from '@jest/globals';
import { ATTEMPT_MS, attemptKey, beginAttempt, openedAttempt, signedAttempt } from './attempt.js';

const KEY = attemptKey('hunter2');
const NOW = 1_700_000_000_000;

describe('an attempt to sign in', () => {
  const attempt = beginAttempt('/hosts', NOW);
  const cookie = signedAttempt(attempt, KEY);

  it('comes back as it was, to whoever shares the secret', () => {
    expect(openedAttempt(cookie, attemptKey('hunter2'), NOW + 1_000)).toEqual(attempt);
  });

  it('is not to be guessed: each has others', () => {
    const other = beginAttempt('/hosts', NOW);
    for (const secret of ['state', 'nonce', 'verifier'] as const) {
      expect(attempt[secret]).not.toBe(other[secret]);
      expect(Buffer.from(attempt[secret], 'base64url').length).toBeGreaterThanOrEqual(32);
    }
  });

  it('ends after ten minutes, and none comes from later', () => {
    expect(openedAttempt(cookie, KEY, NOW + ATTEMPT_MS)).not.toBeNull();
    expect(openedAttempt(cookie, KEY, NOW + ATTEMPT_MS + 1)).toBeNull();
    expect(openedAttempt(cookie, KEY, NOW - ATTEMPT_MS - 1)).toBeNull();
  });

  it('is nobody else’s word', () => {
    const [text = '', signature = ''] = cookie.split('.');
    const forged = Buffer.from(JSON.stringify({ ...attempt, to: '//evil.example' })).toString('base64url');
    for (const no of [`${forged}.${signature}`, text, `${text}.`, `.${signature}`, '', '.', `${text}.AAAA`]) {
      expect(openedAttempt(no, KEY, NOW)).toBeNull();
    }
    expect(openedAttempt(signedAttempt(attempt, attemptKey('hunter3')), KEY, NOW)).toBeNull();
  });
});
