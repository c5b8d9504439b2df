import WebSocket from 'ws';

/** Codes of the errors that each subscription was answered with at once, by name; none of one that goes on. */
export type Codes = Readonly<Record<string, readonly unknown[]>>;

interface Answer {
  readonly type: string;
  readonly id: string;
  readonly payload: readonly { readonly extensions?: { readonly code?: string } }[];
}

/**
 * Subscribes to all fields, by name, on one socket, and waits until the last one is refused: whether the others are was said by then.
 * Answers how the socket was closed where that came first.
 */
export function subscribeToAll(
  url: string,
  headers: Readonly<Record<string, string>>,
  fields: Readonly<Record<string, string>>,
): Promise<Codes | number> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { headers });
  const send = (message: object): void => socket.send(JSON.stringify(message));
  const codes = Object.fromEntries(Object.keys(fields).map((name): [string, unknown[]] => [name, []]));
  const last = Object.keys(fields).at(-1);
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('close', resolve);
    socket.once('open', () => send({ type: 'connection_init' }));
    socket.on('message', (data) => {
      const { type, id, payload } = JSON.parse(String(data)) as Answer;
      if (type === 'connection_ack')
        for (const [name, field] of Object.entries(fields))
          send({ id: name, type: 'subscribe', payload: { query: `subscription { ${field} }` } });
      if (type !== 'error') return;
      codes[id] = payload.map(({ extensions }) => extensions?.code);
      if (id !== last) return;
      resolve(codes);
      socket.terminate();
    });
  });
}
