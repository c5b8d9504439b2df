import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, createClient } from 'graphql-ws';
import WebSocket from 'ws';
import type { Ask } from './api-load.js';

interface Operation {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
}

/** Sends what is to be refused over one WebSocket at a steady pace; throws where one of them is answered. */
export async function sendHostile(
  url: string,
  asks: readonly Ask[],
  { perSecond, seconds }: { readonly perSecond: number; readonly seconds: number },
): Promise<void> {
  const operations = asks.flatMap(({ body }) => (body && 'query' in body ? [body as Operation] : []));
  const client = createClient({ url: `${url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket });
  const startMs = performance.now();
  const waiting: Promise<void>[] = [];
  for (let count = 0; count < perSecond * seconds; count += 1) {
    await sleep(Math.max(0, startMs + (count * 1_000) / perSecond - performance.now()));
    waiting.push(refused(client, operations[count % operations.length] as Operation));
  }
  await Promise.all(waiting);
  await client.dispose();
}

function refused(client: Client, operation: Operation): Promise<void> {
  return new Promise((resolve, reject) => {
    const answered = (): void => reject(new Error(`is answered over a WebSocket: ${operation.query.slice(0, 200)}`));
    client.subscribe(
      { ...operation },
      { next: ({ errors }) => (errors ? resolve() : answered()), error: () => resolve(), complete: () => resolve() },
    );
  });
}
