import type { Answer, Failure } from './client.js';
import type { Role } from './role.js';

/** Some of the hosts: by names, `*` stands for anything, or by one of their labels. */
export interface HostScope {
  readonly hosts: readonly string[];
  readonly labels: readonly { readonly name: string; readonly value: string }[];
}

/** Who looks at this page. */
export interface Me {
  readonly name: string;
  readonly kind: 'SESSION' | 'TOKEN' | 'LOCAL' | 'ANONYMOUS';
  readonly role: Role;
  /** Null = all hosts. */
  readonly scope: HostScope | null;
  /** Null where there is no account: local and anonymous. */
  readonly accountId: string | null;
  readonly hasPassword: boolean;
}

/** How one gets in, and who is in. */
export interface AccessState {
  readonly isSetUp: boolean;
  readonly isAnonymousAllowed: boolean;
  /** Where others vouch for who somebody is; null where that is not set up. */
  readonly oidc: { readonly name: string } | null;
  /** Null = nobody is signed in. */
  readonly me: Me | null;
}

/** What is wrong with one field. */
interface Refusal {
  readonly field: string;
  readonly reason: string;
}

interface Problem {
  readonly detail?: string;
  readonly refusals?: readonly Refusal[];
}

/** Done, or refused for what was typed. */
export interface Done {
  readonly refusals: readonly Refusal[];
}

const UNREACHABLE: Failure = {
  message: 'The aggregator cannot be reached',
  remedy: 'Check that weir is running, then try again.',
};

/** Asks who is signed in, and how one gets in. */
export async function readAccess(): Promise<Answer<AccessState>> {
  const response = await reach('/auth/state', { headers: { accept: 'application/json' } });
  if (!response) return { ok: false, failure: UNREACHABLE };
  const state = await jsonOf<AccessState>(response);
  return response.ok && state ? { ok: true, data: state } : { ok: false, failure: failureOf(response.status, {}) };
}

/** Signs in; the cookie that says so is the browser's. */
export function signIn(name: string, password: string): Promise<Answer<Done>> {
  return post('/auth/sign-in', { name, password });
}

/** Ends this session. */
export function signOut(): Promise<Answer<Done>> {
  return post('/auth/sign-out', {});
}

/** Makes the first admin, or one more where all others are lost, and signs in. */
export function setUp(token: string, name: string, password: string): Promise<Answer<Done>> {
  return post('/auth/setup', { token, name, password });
}

/** Where signing in by others begins, to come back to a page of this site. */
export function oidcPath(to: string): string {
  return `/auth/oidc/start?${new URLSearchParams({ to }).toString()}`;
}

async function post(path: string, body: object): Promise<Answer<Done>> {
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  const response = await reach(path, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response) return { ok: false, failure: UNREACHABLE };
  if (response.ok) return { ok: true, data: { refusals: [] } };
  const problem = (await jsonOf<Problem>(response)) ?? {};
  const { refusals = [] } = problem;
  if (refusals.length > 0) return { ok: true, data: { refusals } };
  const waitSeconds = Number(response.headers.get('retry-after')) || null;
  return { ok: false, failure: failureOf(response.status, problem, waitSeconds) };
}

async function reach(path: string, request: RequestInit): Promise<Response | null> {
  try {
    return await fetch(path, request);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/** What is no JSON is of something in between. */
async function jsonOf<T>(response: Response): Promise<T | null> {
  try {
    return (await response.json()) as T;
  } catch {
    return null;
  }
}

function failureOf(status: number, { detail }: Problem, waitSeconds: number | null = null): Failure {
  if (status === 429) {
    const remedy = waitSeconds === null ? 'Try again later.' : `Try again in ${waitSeconds} s.`;
    return { message: 'Too many attempts', remedy };
  }
  const message = detail?.replace(/\.$/, '') ?? `The aggregator answered with status ${status}`;
  return { message, remedy: status < 500 ? '' : 'Try again; if it stays so, its log says why.' };
}
