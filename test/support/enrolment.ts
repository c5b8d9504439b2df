import { randomUUID } from 'node:crypto';
import { ENROLMENT_PATH, type EnrolmentAnswer, type EnrolmentRequest, RENEWAL_PATH } from '@weir/model';
import { enrolmentOf, makeSeed, renewalOf } from '../../apps/agent/src/enrol/key.js';
import { askGraphql } from './graphql.js';

/** What a join token is to allow. */
export interface JoinTokenAsked {
  readonly validMinutes?: number;
  readonly uses?: number;
  readonly labels?: readonly { readonly key: string; readonly value: string }[];
}

/** What came of asking for a join token. */
export interface JoinTokenMade {
  readonly joinToken: { readonly id: string; readonly usesLeft: number } | null;
  readonly secret: string | null;
  readonly commands: readonly { readonly way: string; readonly command: string }[];
  readonly refusals: readonly { readonly field: string; readonly reason: string }[];
}

/** A host that may join, as its agent would. */
export interface JoiningHost {
  readonly hostId: string;
  readonly seed: string;
}

/** An answer: that of who was let in, or a problem. */
export interface Joined {
  readonly status: number;
  readonly body: Partial<EnrolmentAnswer> & {
    readonly type?: string;
    readonly detail?: string;
    readonly field?: string;
  };
}

const CREATE = `mutation Make($input: JoinTokenInput) {
  createJoinToken(input: $input) {
    joinToken { id usesLeft } secret commands { way command } refusals { field reason }
  }
}`;

/** Makes a join token at an aggregator on this machine, by its local sign-in; tells what is wrong with what was asked too. */
export async function askForJoinToken(url: string, input: JoinTokenAsked = {}): Promise<JoinTokenMade> {
  const { data, errors } = await askGraphql<{ createJoinToken: JoinTokenMade }>(url, CREATE, { input });
  if (!data) throw new Error(`no join token: ${JSON.stringify(errors)}`);
  return data.createJoinToken;
}

/** The secret and the id of a new join token. */
export async function makeJoinToken(url: string, input: JoinTokenAsked = {}): Promise<{ id: string; secret: string }> {
  const { joinToken, secret, refusals } = await askForJoinToken(url, input);
  if (!joinToken || secret === null) throw new Error(`no join token: ${JSON.stringify(refusals)}`);
  return { id: joinToken.id, secret };
}

/** A host with a new id and a new key. */
export function newHost(hostId: string = randomUUID()): JoiningHost {
  return { hostId, seed: makeSeed() };
}

/** What a host asks to join with, signed now. */
export function joinOf({ hostId, seed }: JoiningHost, token: string, at = Date.now()): EnrolmentRequest {
  return enrolmentOf(seed, { token, hostId, hostName: 'web-1', at });
}

/** Sends what an agent asks to join with; `from` = the address that it comes from. */
export function sendJoin(url: string, body: unknown, from?: string): Promise<Joined> {
  return send(url + ENROLMENT_PATH, body, from);
}

/** Lets a host ask to join. */
export function enrol(url: string, host: JoiningHost, token: string): Promise<Joined> {
  return sendJoin(url, joinOf(host, token));
}

/** Lets a host ask for new credentials; `next` = seed of the key to be known by from then on. */
export function renew(url: string, host: JoiningHost, next: string | null = null, at = Date.now()): Promise<Joined> {
  return send(url + RENEWAL_PATH, renewalOf(host.seed, next, host.hostId, at));
}

/** Sends what an agent asks for new credentials with. */
export function sendRenewal(url: string, body: unknown): Promise<Joined> {
  return send(url + RENEWAL_PATH, body);
}

let asked = 0;

/** From another address each time, for which the aggregator must trust a proxy here: so many at once may ask from one. */
async function send(address: string, body: unknown, from = `192.0.2.${(asked += 1) % 250}`): Promise<Joined> {
  // Not kept open: on a busy machine the server may close it just as the next one is sent.
  const headers = { 'content-type': 'application/json', 'x-forwarded-for': from, connection: 'close' };
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(address, { method: 'POST', headers, body: text });
  return { status: response.status, body: (await response.json()) as Joined['body'] };
}
