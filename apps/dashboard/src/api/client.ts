import type { TadaDocumentNode } from 'gql.tada';
import { print } from 'graphql';
import { tellTurnedAway } from './turned-away.js';

/** Why a question has no answer, in a sentence that can be shown. */
export interface Failure {
  readonly message: string;
  readonly remedy: string;
  /** The same would be refused again, until somebody changes something. */
  readonly isLasting?: boolean;
}

/** An answer, or why there is none: an expected failure is a value. */
export type Answer<T> = { readonly ok: true; readonly data: T } | { readonly ok: false; readonly failure: Failure };

interface Body<T> {
  readonly data?: T | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

const ENDPOINT = '/graphql';
/** What a refusal means to whoever looks at the page: the API's own words are for those who write questions. */
const KNOWN: Readonly<Record<string, readonly [message: string, remedy: string]>> = {
  TIMEOUT: ['This took too long', 'It is asked again by itself. A shorter range or a filter makes it quicker.'],
  UNAVAILABLE: [
    'The aggregator cannot answer this now',
    'It is asked again by itself. If it stays so, its log says why.',
  ],
  UNAUTHENTICATED: ['Nobody is signed in here any more', 'Sign in, and it goes on.'],
  OVERLOADED: ['The aggregator has more questions than it can answer', 'It is asked again by itself.'],
};

/** Puts a typed question to the aggregator. */
export async function ask<Data, Variables>(
  document: TadaDocumentNode<Data, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Answer<Data>> {
  try {
    const response = await fetch(ENDPOINT, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ query: print(document), variables }),
      signal: signal ?? null,
    });
    return answerOf<Data>(response.status, await readBody<Data>(response));
  } catch (error) {
    // fetch throws a TypeError when the server cannot be reached; an abort is the caller's own doing.
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    if (!(error instanceof TypeError)) throw error;
    return failed('The aggregator cannot be reached', 'It is asked again by itself. Check that weir is running.');
  }
}

/** A page of a list, and whether there are more. */
interface Page<Node> {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
}

/** Puts a question about a list again and again until its last page; answers all of it, or why a page is missing. */
export async function askAll<Data, Node, Variables extends object>(
  document: TadaDocumentNode<Data, Variables & { after?: string | null }>,
  variables: Variables,
  pageOf: (data: Data) => Page<Node>,
  signal?: AbortSignal,
): Promise<Answer<Node[]>> {
  const nodes: Node[] = [];
  for (let after: string | null = null; ;) {
    const answer: Answer<Data> = await ask(document, { ...variables, after }, signal);
    if (!answer.ok) return answer;
    const page = pageOf(answer.data);
    nodes.push(...page.nodes);
    if (!page.pageInfo.hasNextPage) return { ok: true, data: nodes };
    after = page.pageInfo.endCursor;
  }
}

async function readBody<Data>(response: Response): Promise<Body<Data> | null> {
  try {
    return (await response.json()) as Body<Data>;
  } catch {
    return null;
  }
}

function answerOf<Data>(status: number, body: Body<Data> | null): Answer<Data> {
  if (body?.data && !body.errors?.length) return { ok: true, data: body.data };
  const [error] = body?.errors ?? [];
  if (status === 401 || error?.extensions?.code === 'UNAUTHENTICATED') tellTurnedAway();
  if (error?.message || error?.extensions?.code) return refused(error.message, error.extensions?.code ?? '');
  return failed(
    `The aggregator answered with status ${status}`,
    'It may still be starting. It is asked again by itself.',
  );
}

function refused(reason: string, code: string): { ok: false; failure: Failure } {
  const known = KNOWN[code];
  if (known) return failed(...known);
  if (code === 'FORBIDDEN') return lasting(`You may not do this: ${reason}`, 'An admin of weir can give you the role.');
  if (code === 'BAD_USER_INPUT' || code === 'TOO_EXPENSIVE')
    return lasting(`The aggregator refuses this: ${reason}`, 'Change what it names, and ask again.');
  return lasting(`The aggregator answered: ${reason}`, 'Reload the page; if it stays, look at its log.');
}

function failed(message: string, remedy: string): { ok: false; failure: Failure } {
  return { ok: false, failure: { message, remedy } };
}

function lasting(message: string, remedy: string): { ok: false; failure: Failure } {
  return { ok: false, failure: { message, remedy, isLasting: true } };
}
