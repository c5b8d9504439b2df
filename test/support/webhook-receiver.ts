import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { stopLater } from './reaper.js';

/** A call as the receiver took it. */
export interface TakenCall {
  readonly id: string;
  readonly title: string;
  readonly kind: string;
  readonly alerts: readonly { readonly sentence: string }[];
}

const KEY = Buffer.alloc(32, 7);

/** A program that takes signed calls, and refuses those that are not signed as they should be. */
export class WebhookReceiver {
  readonly taken: TakenCall[] = [];
  readonly refused: string[] = [];
  /** When each was taken, ms since 1970. */
  readonly atMs: number[] = [];
  /** Takes calls, but tells nobody so. */
  holds = false;
  /** Port at this machine of whoever waits for an answer. */
  held: number | null = null;

  private constructor(private readonly url: string) {}

  static async start(): Promise<WebhookReceiver> {
    const server = createServer((request, response) => {
      void bodyOf(request).then((body) => {
        const status = receiver.take(request, body);
        if (status === null) return;
        response.writeHead(status).end();
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const receiver: WebhookReceiver = new WebhookReceiver(
      `http://127.0.0.1:${(server.address() as AddressInfo).port}/weir`,
    );
    stopLater(() => {
      server.closeAllConnections();
      return new Promise<void>((done) => server.close(() => done()));
    });
    return receiver;
  }

  /** The settings of a channel that leads here. */
  settings(): Record<string, unknown> {
    return { url: this.url, secret: `whsec_${KEY.toString('base64')}` };
  }

  /** Calls whose title matches. */
  of(title: RegExp): TakenCall[] {
    return this.taken.filter((call) => title.test(call.title));
  }

  private take({ headers, socket }: IncomingMessage, body: string): number | null {
    const [id, seconds, signature] = ['id', 'timestamp', 'signature'].map((name) => String(headers[`webhook-${name}`]));
    const expected = createHmac('sha256', KEY).update(`${id}.${seconds}.${body}`).digest('base64');
    if (signature !== `v1,${expected}` || Math.abs(Date.now() / 1_000 - Number(seconds)) > 300) {
      this.refused.push(body);
      return 401;
    }
    this.taken.push({ ...(JSON.parse(body) as TakenCall), id: id ?? '' });
    this.atMs.push(Date.now());
    if (this.holds) this.held = socket.remotePort ?? null;
    return this.holds ? null : 204;
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}
