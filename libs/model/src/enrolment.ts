/** How a host joins: what its agent sends to the aggregator, what is answered, and what of it is signed. */

/** Below the aggregator's address. */
export const ENROLMENT_PATH = '/api/v1/enrolment';
/** Below the aggregator's address. */
export const RENEWAL_PATH = '/api/v1/enrolment/renewal';

/** By how much an agent's clock may be wrong; older than that, what it signed is not taken. */
export const MOST_CLOCK_OFF_MS = 300_000;
/** Of a join token, or of the token of a service account that stands for one, in characters. */
export const LONGEST_JOIN_TOKEN = 4_096;

/** What an agent that has a join token, and a key of its own, asks with. */
export interface EnrolmentRequest {
  /** A join token, or the token of a service account that stands for one. */
  readonly token: string;
  /** Null where the agent has none: then one is issued. */
  readonly hostId: string | null;
  readonly hostName: string;
  /** An nkey of a user: `U…`. */
  readonly publicKey: string;
  /** By the agent's clock, ms since 1970. */
  readonly at: number;
  /** Of `signedEnrolment` by this key, base64url. */
  readonly signature: string;
}

/** What an agent asks for new credentials with. */
export interface RenewalRequest {
  readonly hostId: string;
  /** The key that it is known by. */
  readonly publicKey: string;
  readonly at: number;
  /** Of `signedRenewal` by this key, base64url. */
  readonly signature: string;
  /** The key that it is to be known by from now on, which signs the same; null = it keeps its key. */
  readonly next: { readonly publicKey: string; readonly signature: string } | null;
}

/** What makes an agent known to NATS. */
export interface EnrolmentAnswer {
  readonly hostId: string;
  readonly jwt: string;
  /** Where NATS is. */
  readonly natsUrls: readonly string[];
  /** PEM of the authority that signed NATS' certificate; null = one that the system knows. */
  readonly ca: string | null;
}

/** Why an agent is not let in, as the end of the problem's `type`. */
export const ENROLMENT_PROBLEMS = [
  'off',
  'unavailable',
  'request',
  'clock',
  'signature',
  'replayed',
  'token-unknown',
  'token-expired',
  'token-used-up',
  'token-revoked',
  'host-taken',
  'key-taken',
  'not-enrolled',
  'expired',
  'revoked',
] as const;
export type EnrolmentProblem = (typeof ENROLMENT_PROBLEMS)[number];

const PROBLEM_TYPE = 'urn:weir:enrolment:';

/** The `type` of a problem's details. */
export function enrolmentProblemType(problem: EnrolmentProblem): string {
  return PROBLEM_TYPE + problem;
}

/** What the `type` of a problem says; null where it says something else. */
export function enrolmentProblemOf(type: unknown): EnrolmentProblem | null {
  return ENROLMENT_PROBLEMS.find((each) => enrolmentProblemType(each) === type) ?? null;
}

/** Each begins with what it is for: a signature of one stands for nothing else. */
export function signedEnrolment(request: Omit<EnrolmentRequest, 'signature'>): string {
  const { token, hostId, hostName, publicKey, at } = request;
  return JSON.stringify(['weir enrolment', token, hostId, hostName, publicKey, at]);
}

export function signedRenewal(hostId: string, publicKey: string, nextPublicKey: string | null, at: number): string {
  return JSON.stringify(['weir renewal', hostId, publicKey, nextPublicKey, at]);
}
