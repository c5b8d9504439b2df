import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { stopLater } from './reaper.js';

/** A way to a database that notes what is asked of it. */
export interface WatchedDatabase {
  /** The database's address by this way. */
  readonly url: string;
  /** Takes the statements that were sent since it was last called. */
  take(): string[];
}

const LENGTH_BYTES = 4;
const HEAD_BYTES = 1 + LENGTH_BYTES;

/** Puts a way before the database at a URL, on which the texts of statements can be read. */
export async function watchStatements(target: string): Promise<WatchedDatabase> {
  const { hostname, port } = new URL(target);
  let statements: string[] = [];
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    let rest: Buffer = Buffer.alloc(0);
    let isStarted = false;
    near.on('data', (chunk: Buffer) => {
      rest = Buffer.concat([rest, chunk]);
      // The first message has no type.
      if (!isStarted) rest = rest.subarray(rest.readInt32BE(0));
      isStarted = true;
      for (;;) {
        const length = rest.length < HEAD_BYTES ? Infinity : 1 + rest.readInt32BE(1);
        if (rest.length < length) return;
        statements.push(...statementOf(rest.subarray(0, length)));
        rest = rest.subarray(length);
      }
    });
    near.pipe(far).pipe(near);
    near.on('error', () => far.destroy());
    far.on('error', () => near.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  stopLater(async () => {
    server.close();
    return Promise.resolve();
  });
  const url = new URL(target);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    take: () => {
      const taken = statements;
      statements = [];
      return taken;
    },
  };
}

/** The text of a Query message, or of a Parse message behind the name that it is kept under. */
function statementOf(message: Buffer): string[] {
  const type = String.fromCharCode(message[0] ?? 0);
  const [first = '', second = ''] = message.subarray(HEAD_BYTES).toString().split('\u0000');
  if (type === 'Q') return [first];
  return type === 'P' ? [second] : [];
}
