import type { IncomingMessage } from 'node:http';
import { request } from 'node:http';
import { type EnrolmentAnswer, type EnrolmentProblem, enrolmentProblemOf } from '@weir/model';
import { connectTo, WrongPinError } from './connect.js';
import type { JoinSettings } from './join-settings.js';

/** What came of asking the aggregator. */
export type Asked =
  | { readonly ok: true; readonly answer: EnrolmentAnswer; readonly serverMs: number | null }
  | {
      readonly ok: false;
      /** `away` = nobody answered; `pin` = somebody else did; `refused` = the aggregator does not let this host in. */
      readonly kind: 'away' | 'pin' | 'refused';
      readonly problem: EnrolmentProblem | null;
      /** A clause that says what is wrong. */
      readonly text: string;
      /** The aggregator's clock; null where it did not say. */
      readonly serverMs: number | null;
    };

const PATIENCE_MS = 15_000;
const MOST_BYTES = 131_072;

/** Sends a request to the aggregator, over a connection of its own. */
export async function ask(join: JoinSettings, path: string, body: object): Promise<Asked> {
  try {
    const { status, text, serverMs } = await send(join, path, JSON.stringify(body));
    return status === 200 ? answered(text, serverMs) : refused(status, text, serverMs);
  } catch (error) {
    const kind = error instanceof WrongPinError ? 'pin' : 'away';
    return { ok: false, kind, problem: null, text: reasonOf(error), serverMs: null };
  }
}

/** Whether the aggregator can be reached, and what its clock says; nothing is asked for. */
export async function askForTime(
  join: JoinSettings,
): Promise<{ readonly ok: true; readonly serverMs: number | null } | { readonly ok: false; readonly text: string }> {
  try {
    return { ok: true, serverMs: (await send(join, '/livez', null)).serverMs };
  } catch (error) {
    return { ok: false, text: reasonOf(error) };
  }
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly serverMs: number | null;
}

/** Asks by POST with a body, by GET without. */
async function send(join: JoinSettings, path: string, body: string | null): Promise<Answer> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const socket = await connectTo(join, signal);
  try {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const headers = {
        ...{ host: new URL(join.url).host, 'user-agent': 'weir-agent', accept: 'application/json' },
        ...(body !== null && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
      };
      const method = body === null ? 'GET' : 'POST';
      const options = { createConnection: () => socket, method, path, headers, signal };
      request(options, resolve).on('error', reject).end(body);
    });
    const at = Date.parse(answer.headers.date ?? '');
    const text = await textOf(answer);
    return { status: answer.statusCode ?? 0, text, serverMs: Number.isNaN(at) ? null : at };
  } finally {
    socket.destroy();
  }
}

function answered(text: string, serverMs: number | null): Asked {
  const answer = readAnswer(text);
  if (answer) return { ok: true, answer, serverMs };
  return { ok: false, kind: 'away', problem: null, text: 'answers with what is no enrolment', serverMs };
}

function refused(status: number, text: string, serverMs: number | null): Asked {
  const { type, detail } = asRecord(text);
  const problem = enrolmentProblemOf(type);
  const said = typeof detail === 'string' ? detail.slice(0, 500) : `answers with status ${status}`;
  // What is no refusal of ours may be of a proxy, or pass: as when it starts, or is asked too much.
  const kind = problem === null || problem === 'unavailable' ? 'away' : 'refused';
  return { ok: false, kind, problem, text: said, serverMs };
}

function readAnswer(text: string): EnrolmentAnswer | null {
  const { hostId, jwt, natsUrls, ca } = asRecord(text);
  const areUrls = Array.isArray(natsUrls) && natsUrls.length > 0 && natsUrls.every(isNatsUrl);
  const isWhole = typeof hostId === 'string' && typeof jwt === 'string' && areUrls;
  return isWhole ? { hostId, jwt, natsUrls, ca: typeof ca === 'string' ? ca : null } : null;
}

function isNatsUrl(url: unknown): url is string {
  return typeof url === 'string' && /^(nats|tls):\/\/./.test(url);
}

function asRecord(text: string): Readonly<Record<string, unknown>> {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
}

async function textOf(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw new Error('answers with too much');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** A refused connection to a name with several addresses has no message, only a code. */
function reasonOf(error: unknown): string {
  const { name, message, code, cause } = error as NodeJS.ErrnoException & {
    readonly cause?: { readonly name?: string };
  };
  if (name === 'TimeoutError' || cause?.name === 'TimeoutError') {
    return `does not answer within ${PATIENCE_MS / 1_000} s`;
  }
  const isUnknownAuthority = /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_)/.test(code ?? '');
  const remedy = isUnknownAuthority ? ': set WEIR_JOIN_PIN, or trust its authority by NODE_EXTRA_CA_CERTS' : '';
  return `${message || code || name}${remedy}`;
}
