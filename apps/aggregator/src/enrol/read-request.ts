import { type EnrolmentRequest, isUuid, LONGEST_JOIN_TOKEN, type RenewalRequest } from '@weir/model';
import { isUserKey } from './credentials.js';
import { refused } from './outcome.js';

const LONGEST_NAME = 255;
const SIGNATURE = /^[A-Za-z0-9_-]{86}$/;

type Body = Readonly<Record<string, unknown>>;

/** Understands what an agent asks with, or throws the refusal. What it does not know of it changes nothing. */
export function readEnrolmentRequest(body: unknown): EnrolmentRequest {
  const fields = asBody(body);
  return {
    token: text(fields, 'token', LONGEST_JOIN_TOKEN),
    hostId: fields['hostId'] == null ? null : hostId(fields),
    hostName: text(fields, 'hostName', LONGEST_NAME),
    ...signed(fields, ''),
    at: moment(fields),
  };
}

export function readRenewalRequest(body: unknown): RenewalRequest {
  const fields = asBody(body);
  const next = fields['next'] ?? null;
  return {
    ...{ hostId: hostId(fields), ...signed(fields, ''), at: moment(fields) },
    next: next === null ? null : signed(asBody(next, 'next'), 'next.'),
  };
}

function asBody(value: unknown, name = 'body'): Body {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Body;
  throw refused('request', name, 'is no JSON object');
}

function signed(fields: Body, prefix: string): { publicKey: string; signature: string } {
  const { publicKey, signature } = fields;
  if (typeof publicKey !== 'string' || publicKey.length !== 56 || !isUserKey(publicKey))
    throw refused('request', `${prefix}publicKey`, 'is no public nkey of a user (U and 55 more)');
  if (typeof signature !== 'string' || !SIGNATURE.test(signature))
    throw refused('request', `${prefix}signature`, 'is no signature of 64 bytes in base64url');
  return { publicKey, signature };
}

function hostId(fields: Body): string {
  const { hostId: id } = fields;
  if (typeof id !== 'string' || !isUuid(id)) throw refused('request', 'hostId', 'is no UUID in lower case');
  return id;
}

function text(fields: Body, field: string, longest: number): string {
  const value = fields[field];
  if (typeof value === 'string' && value !== '' && value.length <= longest && !/[\p{Cc}\p{Surrogate}]/u.test(value))
    return value;
  throw refused('request', field, `is no line of 1 to ${longest} characters`);
}

function moment(fields: Body): number {
  const { at } = fields;
  // As far as JavaScript and PostgreSQL count.
  if (typeof at === 'number' && Number.isSafeInteger(at) && at >= 0 && at <= 8_640_000_000_000_000) return at;
  throw refused('request', 'at', 'is no time in ms since 1970');
}
