import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';

/** An answer that is read as slowly as a test wants. */
export interface Download {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  /** Reads until so many bytes came in all, or the end; answers how many there were. */
  readTo(bytes: number): Promise<number>;
  /** Reads the rest, and answers what of the whole came after the last `readTo`; throws where the answer was cut. */
  rest(): Promise<string>;
  /** How many lines were read so far. */
  lines(): number;
  /** Leaves. */
  leave(): void;
}

const LINE_FEED = 10;

/** Asks for an answer, and reads nothing of it yet. */
export async function download(url: string): Promise<Download> {
  const request = get(url, { agent: false });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  let read = 0;
  let lines = 0;
  const next = async (): Promise<Buffer | null> => {
    for (;;) {
      const chunk = response.read() as Buffer | null;
      if (chunk) {
        for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, at + 1)) lines += 1;
        return chunk;
      }
      if (response.readableEnded) return null;
      if (response.errored) throw response.errored;
      const told = new AbortController();
      const { signal } = told;
      try {
        await Promise.race([once(response, 'readable', { signal }), once(response, 'end', { signal })]);
      } finally {
        told.abort();
      }
    }
  };
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    readTo: async (bytes) => {
      while (read < bytes) {
        const chunk = await next();
        if (!chunk) break;
        read += chunk.length;
      }
      return read;
    },
    rest: async () => {
      const chunks: Buffer[] = [];
      for (let chunk = await next(); chunk; chunk = await next()) chunks.push(chunk);
      return Buffer.concat(chunks).toString();
    },
    lines: () => lines,
    leave: () => request.destroy(),
  };
}
