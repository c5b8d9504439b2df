import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A receiver of webhooks: `/gone` answers 404, all else 200. */
export interface Hook {
  readonly url: string;
  /** Takes the calls that came since it was last called. */
  take(): Call[];
  stop(): Promise<void>;
}

export interface Call {
  readonly path: string;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

/** Starts a receiver on this machine. */
export async function startHook(): Promise<Hook> {
  let calls: Call[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const path = request.url ?? '';
      calls.push({ path, headers: request.headers, body: Buffer.concat(chunks).toString() });
      response.writeHead(path === '/gone' ? 404 : 200).end(path === '/gone' ? 'nobody here' : 'taken');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    take: () => {
      const taken = calls;
      calls = [];
      return taken;
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
