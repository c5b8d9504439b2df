import { IncomingMessage, request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { isIP } from 'node:net';
import { type AddressGuard, ClosedAddress } from './address-guard.js';
import { type Delivery, failed, refusedForGood } from './delivery.js';
import { masked } from './mask.js';
import { authoritiesOf, isTimeout, reasonOf } from './network-error.js';

/** One POST of JSON. */
export interface HttpCall {
  readonly url: string;
  /** The setting that the address comes from. */
  readonly urlField: string;
  /** The setting that proves who we are. */
  readonly secretField: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** An authority in PEM that its certificate may be signed by, besides those that everybody knows; null = none. */
  readonly ca: string | null;
  /** Values of secret settings: nothing that is kept of an answer shows them. */
  readonly secrets: readonly string[];
  /** What a server says where another setting is at fault than the address. */
  readonly faults: readonly { readonly field: string; readonly words: RegExp }[];
}

/** What a server answered. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
  readonly retryAfterMs: number | null;
}

/** How calls reach the network. */
export interface Way {
  readonly guard: AddressGuard;
  readonly timeoutMs: number;
}

const MOST_REDIRECTS = 3;
const MOST_ANSWER_BYTES = 65_536;
const LONGEST_REASON = 300;
/** These say that the message is at fault, so it would be again. */
const FOR_GOOD = new Set([400, 406, 411, 413, 415, 422]);

/** Sends one call, and judges what was answered. */
export async function deliver(call: HttpCall, way: Way): Promise<Delivery> {
  const answer = await post(call, way);
  return 'status' in answer ? judged(answer, call) : answer;
}

/** Sends a call, redirects included, each of which is looked at like the first. Faults of the way are values. */
export async function post(call: HttpCall, way: Way): Promise<HttpAnswer | Delivery> {
  const signal = AbortSignal.timeout(way.timeoutMs);
  let url = new URL(call.url);
  for (let redirects = 0; ; redirects++) {
    const refusal = refusalOfUrl(url, way.guard);
    if (refusal) return refusedForNow(call, refusal);
    const response = await exchange(url, call, way, signal).catch((error: unknown) => failureOf(error, call, way));
    if (!(response instanceof IncomingMessage)) return response;
    const location = locationOf(response, url);
    if (location === null) return answerOf(response, call);
    response.destroy();
    const wrong = refusalOfRedirect(response, url, location, redirects) ?? refusalOfTelling(call, location);
    if (wrong) return refusedForNow(call, masked(wrong, call.url, call.secrets));
    url = location;
  }
}

function exchange(url: URL, call: HttpCall, { guard }: Way, signal: AbortSignal): Promise<IncomingMessage> {
  const headers: Record<string, string | number> = {
    ...call.headers,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(call.body),
    'user-agent': 'weir',
  };
  // What proves who we are is for the server that was named, not for whom it sends us to.
  if (url.origin !== new URL(call.url).origin) delete headers['authorization'];
  return new Promise((done, fail) => {
    const options = { method: 'POST', headers, lookup: guard.lookup, agent: false, signal };
    const sent =
      url.protocol === 'https:'
        ? tlsRequest(url, { ...options, ...authoritiesOf(call.ca) })
        : plainRequest(url, options);
    sent.on('response', done).on('error', fail).end(call.body);
  });
}

async function answerOf(response: IncomingMessage, call: HttpCall): Promise<HttpAnswer | Delivery> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const piece of response as AsyncIterable<Buffer>) {
      pieces.push(piece);
      bytes += piece.length;
      if (bytes > MOST_ANSWER_BYTES) break;
    }
  } catch (error) {
    return failed(call.urlField, `broke off while it answered (${reasonOf(error)})`);
  }
  return {
    status: response.statusCode ?? 0,
    body: masked(Buffer.concat(pieces).toString('utf8'), call.url, call.secrets),
    retryAfterMs: retryAfterOf(response),
  };
}

/** What an answer means by its status; 2xx is well. */
function judged({ status, body, retryAfterMs }: HttpAnswer, { urlField, secretField, faults }: HttpCall): Delivery {
  if (status >= 200 && status < 300) return { ok: true, answer: `${status}` };
  const said = shortened(body);
  const fault = status < 500 && status !== 429 ? faults.find(({ words }) => words.test(body)) : undefined;
  if (fault) return failed(fault.field, `is not accepted there (${status}${said})`);
  if (status === 401 || status === 403)
    return failed(secretField, `is not accepted (${status}${said}): make a new one there`);
  if (status === 404 || status === 410)
    return failed(urlField, `leads to nothing (${status}${said}): look whether it still exists there`);
  if (FOR_GOOD.has(status)) return refusedForGood(urlField, `does not take this message (${status}${said})`);
  return failed(urlField, `answered ${status}${said}`, retryAfterMs);
}

function shortened(body: string): string {
  const line = body.replace(/[\p{Cc}\s]+/gu, ' ').trim();
  return line === '' ? '' : `: ${line.slice(0, LONGEST_REASON)}`;
}

function refusalOfUrl(url: URL, guard: AddressGuard): string | null {
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return `leads to ${url.protocol}, which is neither https nor http`;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  // Names are looked at where they are looked up; an address never is.
  return isIP(host) === 0 ? null : guard.refusalOf(host);
}

function locationOf({ statusCode = 0, headers }: IncomingMessage, from: URL): URL | null {
  const { location } = headers;
  return statusCode >= 300 && statusCode < 400 && location && URL.canParse(location, from.href)
    ? new URL(location, from.href)
    : null;
}

function refusalOfRedirect({ statusCode }: IncomingMessage, from: URL, to: URL, redirects: number): string | null {
  if (statusCode !== 307 && statusCode !== 308)
    return `is redirected (${statusCode}) to ${to.origin}, which would lose the message: give the address that it leads to`;
  if (from.protocol === 'https:' && to.protocol !== 'https:')
    return `is redirected to ${to.origin}, which is not encrypted`;
  return redirects >= MOST_REDIRECTS ? `is redirected more than ${MOST_REDIRECTS} times` : null;
}

/** Whoever a body with a secret is sent on to would know it. */
function refusalOfTelling({ url, secretField, secrets, body }: HttpCall, to: URL): string | null {
  return to.origin !== new URL(url).origin && secrets.some((secret) => body.includes(secret))
    ? `is redirected to ${to.origin}, which would be told the ${secretField}: give the address that it leads to`
    : null;
}

function refusedForNow({ urlField }: HttpCall, reason: string): Delivery {
  return failed(urlField, reason);
}

function failureOf(error: unknown, { urlField }: HttpCall, { timeoutMs }: Way): Delivery {
  if (error instanceof ClosedAddress) return failed(urlField, error.message);
  if (isTimeout(error)) return failed(urlField, `did not answer within ${timeoutMs / 1_000} s`);
  return failed(urlField, reasonOf(error));
}

function retryAfterOf({ headers }: IncomingMessage): number | null {
  const asked = headers['retry-after'] ?? '';
  // A date is by the server's clock.
  const dateMs = Date.parse(asked) - (Date.parse(headers.date ?? '') || Date.now());
  const waitMs = /^\d+$/.test(asked) ? Number(asked) * 1_000 : dateMs;
  return Number.isFinite(waitMs) && waitMs > 0 ? waitMs : null;
}
