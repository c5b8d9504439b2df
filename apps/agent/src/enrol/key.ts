import { nkeys } from '@nats-io/transport-node';
import { type EnrolmentRequest, type RenewalRequest, signedEnrolment, signedRenewal } from '@weir/model';

/** The seed of a new key. */
export function makeSeed(): string {
  return new TextDecoder().decode(nkeys.createUser().getSeed());
}

/** What is asked to join with. */
export function enrolmentOf(
  seed: string,
  asked: Pick<EnrolmentRequest, 'token' | 'hostId' | 'hostName' | 'at'>,
): EnrolmentRequest {
  const { token, hostId, hostName, at } = asked;
  const request = { token, hostId, hostName, publicKey: publicKeyOf(seed), at };
  return { ...request, signature: sign(seed, signedEnrolment(request)) };
}

/** What is asked for new credentials with; `next` = the seed of the key to be known by from now on, if another. */
export function renewalOf(seed: string, next: string | null, hostId: string, at: number): RenewalRequest {
  const publicKey = publicKeyOf(seed);
  const nextKey = next === null ? null : publicKeyOf(next);
  const text = signedRenewal(hostId, publicKey, nextKey, at);
  const request = { hostId, publicKey, at, signature: sign(seed, text) };
  if (next === null || nextKey === null) return { ...request, next: null };
  return { ...request, next: { publicKey: nextKey, signature: sign(next, text) } };
}

function publicKeyOf(seed: string): string {
  return keyOf(seed).getPublicKey();
}

function sign(seed: string, text: string): string {
  return Buffer.from(keyOf(seed).sign(Buffer.from(text))).toString('base64url');
}

function keyOf(seed: string): ReturnType<typeof nkeys.fromSeed> {
  return nkeys.fromSeed(Buffer.from(seed));
}
