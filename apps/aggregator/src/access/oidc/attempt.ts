import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { randomNonce, randomPKCECodeVerifier, randomState } from 'openid-client';

/** So long somebody may take to sign in at the provider. */
export const ATTEMPT_MS = 10 * 60_000;

/** Somebody's way to the provider and back. Its cookie binds the way back to the browser that began. */
export interface Attempt {
  readonly state: string;
  readonly nonce: string;
  /** Shows that who takes the code in is who asked for it. */
  readonly verifier: string;
  /** The page of ours that one is led to. */
  readonly to: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

/** A new one. */
export function beginAttempt(to: string, now = Date.now()): Attempt {
  const secrets = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() };
  return { ...secrets, to, startedAt: now };
}

/** What attempts are signed with: the same in all processes, which share the client's secret. */
export function attemptKey(clientSecret: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', clientSecret, '', 'weir: attempts to sign in', 32));
}

/** An attempt as its cookie holds it. */
export function signedAttempt(attempt: Attempt, key: Uint8Array): string {
  const text = Buffer.from(JSON.stringify(attempt)).toString('base64url');
  return `${text}.${signatureOf(text, key).toString('base64url')}`;
}

/** The attempt that a cookie holds; null = it is not ours, or too old. */
export function openedAttempt(cookie: string, key: Uint8Array, now = Date.now()): Attempt | null {
  const [text = '', signature = ''] = cookie.split('.');
  const [told, expected] = [Buffer.from(signature, 'base64url'), signatureOf(text, key)];
  if (told.length !== expected.length || !timingSafeEqual(told, expected)) return null;
  const attempt = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as Attempt;
  return Math.abs(now - attempt.startedAt) <= ATTEMPT_MS ? attempt : null;
}

function signatureOf(text: string, key: Uint8Array): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
