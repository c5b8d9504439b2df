import type { EnrolmentRequest } from '@weir/model';
import type { EnrolmentRow } from '../store/enrol/enrolments.js';
import type { JoinTokenRow } from '../store/enrol/join-tokens.js';
import { refused } from './outcome.js';

/** What lets a host join: a join token, or a service account. */
export interface Admission {
  /** The token's id, or what the cluster calls the service account. */
  readonly id: string;
  /** Who made the token; the service account itself. */
  readonly by: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Null where it may be used without end. */
  readonly usesLeft: number | null;
  /** Null = it never lets in again who was put out. */
  readonly createdAt: Date | null;
}

/** What is known of who asks. */
export interface Known {
  /** The enrolment of its host id, if any. */
  readonly ofHost: EnrolmentRow | null;
  /** The enrolment of its key, if any. */
  readonly ofKey: EnrolmentRow | null;
  readonly isKeyRevoked: boolean;
}

/** What a join token lets in, or throws why it does not any more. */
export function admissionBy(token: JoinTokenRow | null, now: Date): Admission {
  if (!token) throw refused('token-unknown', 'token', 'is no join token of this weir: make one on the page Enrolment');
  if (token.revokedAt) throw refused('token-revoked', 'token', 'was revoked: make a new one');
  if (token.expiresAt <= now)
    throw refused('token-expired', 'token', `was good until ${token.expiresAt.toISOString()}: make a new one`);
  return { ...token, by: token.createdBy };
}

/** What a standing join token or a service account lets in: any number of hosts, but none that was put out. */
export function standingBy(name: string): Admission {
  return { id: name, by: name, labels: {}, usesLeft: null, createdAt: null };
}

/**
 * Whether a host may join, or throws why not; answers whether that is a use of its token: to say it again, since the answer was lost, is
 * none. A host id that is enrolled is only given to who has its key, or after it was revoked, with a token that was made since.
 */
export function admit(request: EnrolmentRequest, admission: Admission, known: Known): { readonly isUse: boolean } {
  const { ofHost, ofKey } = known;
  refuseKey(request, known);
  const before = ofHost ?? ofKey;
  if (before && !before.revokedAt) {
    if (before.publicKey !== request.publicKey) throw taken();
    if (request.at <= before.signedAt.getTime()) throw replayed();
    if (before.admittedBy === admission.id) return { isUse: false };
  }
  if (before?.revokedAt && !(admission.createdAt && admission.createdAt > before.revokedAt))
    throw refused('revoked', 'hostId', 'is that of a host that was revoked: make a new join token to let it in again');
  if (admission.usesLeft === 0)
    throw refused('token-used-up', 'token', 'was used as often as it may be: make a new one');
  return { isUse: admission.usesLeft !== null };
}

function refuseKey({ hostId }: EnrolmentRequest, { ofKey, isKeyRevoked }: Known): void {
  if (isKeyRevoked) throw refused('revoked', 'publicKey', 'was revoked: make a new key');
  if (ofKey && hostId !== null && ofKey.hostId !== hostId)
    throw refused('key-taken', 'publicKey', 'is that of another host: make a key for each');
}

function taken(): Error {
  const reason = 'is enrolled with another key: revoke its enrolment, then make a new join token for it';
  return refused('host-taken', 'hostId', reason);
}

/** Whoever asks again signs again. */
export function replayed(): Error {
  return refused('replayed', 'at', 'is not newer than what this host signed before: sign each request anew');
}
