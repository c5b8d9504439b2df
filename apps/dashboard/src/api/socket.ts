import type { TadaDocumentNode } from 'gql.tada';
import { print } from 'graphql';
import { type Client, createClient } from 'graphql-ws';
import { tellTurnedAway } from './turned-away.js';

/** `connecting` until the first success; afterwards every absence is `reconnecting`. */
export type SocketState = 'connecting' | 'open' | 'reconnecting';

/** The one WebSocket of the page; it comes back by itself. */
export interface LiveSocket {
  readonly onState: (listener: (state: SocketState) => void) => void;
  /** Delivers until the returned function is called, across lost connections. */
  readonly subscribe: <Data, Variables extends Record<string, unknown>>(
    document: TadaDocumentNode<Data, Variables>,
    variables: Variables,
    next: (data: Data) => void,
  ) => () => void;
}

const KEEP_ALIVE_MS = 10_000;
const PONG_WITHIN_MS = 5_000;
const RETRY_MS = 1_000;
const RETRY_MAX_MS = 4_000;
/** The aggregator's: the session is over, or holds no longer as it was. */
const TURNED_AWAY = 4401;

/** Opens the socket on the page's own origin. */
export function openSocket(): LiveSocket {
  const url = new URL('/graphql', location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  const listeners = new Set<(state: SocketState) => void>();
  const client = retryingClient(url.href, (state) => listeners.forEach((listener) => listener(state)));
  return {
    onState: (listener) => listeners.add(listener),
    subscribe: (document, variables, next) => keepSubscribed(client, { query: print(document), variables }, next),
  };
}

function retryingClient(url: string, tell: (state: SocketState) => void): Client {
  let pongTimer: ReturnType<typeof setTimeout> | undefined;
  const client = createClient({
    url,
    keepAlive: KEEP_ALIVE_MS,
    // Open from the start, so that its state is known also on a page that listens to nothing.
    lazy: false,
    onNonLazyError: () => tell('reconnecting'),
    retryAttempts: Infinity,
    shouldRetry: () => true,
    retryWait: (retries) => pause(Math.min(RETRY_MAX_MS, RETRY_MS * 1.5 ** retries)),
    on: {
      connected: () => tell('open'),
      closed: (event) => {
        clearTimeout(pongTimer);
        tell('reconnecting');
        if ((event as Partial<CloseEvent>).code === TURNED_AWAY) tellTurnedAway();
      },
      // A peer that vanished without a word (suspend, cable) is noticed only by the missing pong.
      ping: (received) => {
        if (!received) pongTimer = setTimeout(() => client.terminate(), PONG_WITHIN_MS);
      },
      pong: (received) => {
        if (received) clearTimeout(pongTimer);
      },
    },
  });
  return client;
}

/** Subscribes again when the server ends the subscription, as it does when it stops. */
function keepSubscribed<Data>(
  client: Client,
  payload: { query: string; variables: Record<string, unknown> },
  next: (data: Data) => void,
): () => void {
  let stopped = false;
  let stop = (): void => undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const again = (): void => {
    if (!stopped) timer = setTimeout(start, RETRY_MS);
  };
  const start = (): void => {
    stop = client.subscribe<Data>(payload, {
      next: (result) => {
        if (result.data) next(result.data);
      },
      error: again,
      complete: again,
    });
  };
  start();
  return () => {
    stopped = true;
    clearTimeout(timer);
    stop();
  };
}

async function pause(durationMs: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, durationMs));
}
