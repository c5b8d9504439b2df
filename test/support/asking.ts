import { type IncomingHttpHeaders, request } from 'node:http';

/** A request as it is written: fetch would not let one choose the name of the server, or the address that it comes from. */
export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly localAddress?: string;
}

/** What is looked at only by what a test expects of it. */
export type Json = ReturnType<typeof JSON.parse>;

export interface Told {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The body, where it is JSON. */
  readonly json: Json;
}

/** Asks, on a connection of its own. */
export function ask(url: string, { method = 'GET', headers = {}, body, localAddress }: Asked = {}): Promise<Told> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const all = { ...(text !== undefined && { 'content-type': 'application/json' }), ...headers };
  return new Promise((resolve, reject) => {
    const options = { method, headers: all, agent: false as const, ...(localAddress && { localAddress }) };
    const sent = request(url, options, (response) => {
      let answer = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk));
      response.on('end', () =>
        resolve({
          ...{ status: response.statusCode ?? 0, headers: response.headers, text: answer },
          json: /json/.test(response.headers['content-type'] ?? '') ? JSON.parse(answer) : null,
        }),
      );
    });
    sent.on('error', reject).end(text);
  });
}

/** The cookies that an answer sets, as a browser would send them. */
export function cookiesOf({ headers }: Told): string {
  return (headers['set-cookie'] ?? []).map((each) => each.split(';')[0]).join('; ');
}
