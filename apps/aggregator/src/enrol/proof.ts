import { fromPublic } from '@nats-io/nkeys';
import {
  type EnrolmentRequest,
  MOST_CLOCK_OFF_MS,
  type RenewalRequest,
  signedEnrolment,
  signedRenewal,
} from '@weir/model';
import { refused } from './outcome.js';

/** Throws the refusal of what was signed by a clock that is off, or not by the key that it names. */
export function proveEnrolment(request: EnrolmentRequest, nowMs: number): void {
  proveTime(request.at, nowMs);
  prove(request, signedEnrolment(request), 'signature');
}

export function proveRenewal({ hostId, publicKey, at, signature, next }: RenewalRequest, nowMs: number): void {
  proveTime(at, nowMs);
  const text = signedRenewal(hostId, publicKey, next?.publicKey ?? null, at);
  prove({ publicKey, signature }, text, 'signature');
  if (next) prove(next, text, 'next.signature');
}

function proveTime(at: number, nowMs: number): void {
  const offMs = Math.abs(at - nowMs);
  if (offMs <= MOST_CLOCK_OFF_MS) return;
  const words = `${Math.round(offMs / 1_000)} s ${at < nowMs ? 'behind' : 'ahead of'} the aggregator's clock`;
  throw refused(
    'clock',
    'at',
    `is ${words}, of which it may be off by ${MOST_CLOCK_OFF_MS / 1_000} s: set the host's clock`,
  );
}

function prove(by: { readonly publicKey: string; readonly signature: string }, text: string, field: string): void {
  if (isSignedBy(by, text)) return;
  throw refused('signature', field, 'is not of this request by this key');
}

function isSignedBy({ publicKey, signature }: { publicKey: string; signature: string }, text: string): boolean {
  return fromPublic(publicKey).verify(new TextEncoder().encode(text), Buffer.from(signature, 'base64url'));
}
