import { describe, expect, it } from '@jest/globals';
import type { EnrolmentRow } from '../store/enrol/enrolments.js';
import type { JoinTokenRow } from '../store/enrol/join-tokens.js';
import { type Admission, admissionBy, admit, type Known } from './admit.js';
import { RefusedEnrolment } from './outcome.js';

const HOST = '0b9f3c1e-6f43-4a53-9d0c-2f3a4b5c6d7e';
const OTHER = HOST.replace('0b', '0c');
const NOW = new Date(1_700_000_000_000);
const at = (minutes: number): Date => new Date(NOW.getTime() + minutes * 60_000);

const request = {
  ...{ token: 't', hostId: HOST as string | null, hostName: 'web-1', publicKey: 'UKEY' },
  ...{ at: NOW.getTime(), signature: '' },
};
const admission: Admission = { id: 'token', by: 'ada', labels: {}, usesLeft: 1, createdAt: at(-5) };
const service: Admission = { ...admission, id: 'serviceaccount a/b', usesLeft: null, createdAt: null };
const row: EnrolmentRow = {
  ...{ hostId: HOST, publicKey: 'UKEY', hostName: 'web-1', labels: {}, admittedBy: 'token', enrolledBy: 'ada' },
  ...{ enrolledAt: at(-3), renewedAt: at(-3), expiresAt: at(99), signedAt: at(-3), revokedAt: null },
};
const nothing: Known = { ofHost: null, ofKey: null, isKeyRevoked: false };
const known = (more: Partial<EnrolmentRow> = {}): Known => {
  const enrolment = { ...row, ...more };
  const ofHost = enrolment.hostId === HOST ? enrolment : null;
  return { ...nothing, ofHost, ofKey: enrolment.publicKey === 'UKEY' ? enrolment : null };
};

function told(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    if (error instanceof RefusedEnrolment) return error.refusal.problem;
    throw error;
  }
}

describe('who is let in', () => {
  it.each<[string, unknown, Admission, Known, Partial<typeof request>]>([
    ['a new host', { isUse: true }, admission, nothing, {}],
    ['a new host by a service account, which is not used up', { isUse: false }, service, nothing, {}],
    ['a new host without an id', { isUse: true }, admission, nothing, { hostId: null }],
    ['a new host by a token that is used up', 'token-used-up', { ...admission, usesLeft: 0 }, nothing, {}],
    ['who says it again', { isUse: false }, { ...admission, usesLeft: 0 }, known(), {}],
    ['who says it again without an id', { isUse: false }, { ...admission, usesLeft: 0 }, known(), { hostId: null }],
    ['who has joined, by another token', { isUse: true }, { ...admission, id: 'next' }, known(), {}],
    ['what was sent before', 'replayed', admission, known({ signedAt: NOW }), {}],
    ['a host by another key', 'host-taken', admission, known({ publicKey: 'UOTHER' }), {}],
    [
      'a host that is over, by another key',
      'host-taken',
      admission,
      known({ publicKey: 'UOTHER', expiresAt: at(-1) }),
      {},
    ],
    ["another host's key", 'key-taken', admission, known({ hostId: OTHER }), {}],
    ['a revoked key', 'revoked', admission, { ...nothing, isKeyRevoked: true }, {}],
    [
      'a revoked host, by a token of before',
      'revoked',
      admission,
      known({ revokedAt: at(-1), publicKey: 'UOTHER' }),
      {},
    ],
    [
      'a revoked host, by a token since',
      { isUse: true },
      admission,
      known({ revokedAt: at(-9), publicKey: 'UOTHER' }),
      {},
    ],
    ['a revoked host, by a service account', 'revoked', service, known({ revokedAt: at(-9), publicKey: 'UOTHER' }), {}],
  ])('%s: %j', (_, outcome, by, of, more) => {
    expect(told(() => admit({ ...request, ...more }, by, of))).toEqual(outcome);
  });
});

describe('a join token', () => {
  const token: JoinTokenRow = {
    ...{ id: 'token', labels: {}, usesLeft: 1, createdAt: at(-5), createdBy: 'ada', expiresAt: at(5), revokedAt: null },
  };
  it.each<[unknown, JoinTokenRow | null]>([
    ['ada', token],
    ['token-unknown', null],
    ['token-expired', { ...token, expiresAt: NOW }],
    ['token-revoked', { ...token, revokedAt: at(-1) }],
  ])('%s', (outcome, given) => {
    expect(told(() => admissionBy(given, NOW).by)).toBe(outcome);
  });
});
