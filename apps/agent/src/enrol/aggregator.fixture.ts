import { once } from 'node:events';
import { createHash, X509Certificate } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { nkeys } from '@nats-io/transport-node';
import {
  type EnrolmentProblem,
  type EnrolmentRequest,
  enrolmentProblemType,
  type RenewalRequest,
  signedEnrolment,
  signedRenewal,
} from '@weir/model';

/** A certificate that vouches for itself, and its key, in PEM. */
interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** A real HTTPS server that lets hosts in as the aggregator does, or does not. */
export class AggregatorFixture {
  /** Of each request, in order. */
  readonly asked: { readonly path: string; readonly body: EnrolmentRequest & RenewalRequest }[] = [];
  /** Bytes that came before anybody was let in. */
  heardBytes = 0;
  /** Instead of letting anybody in. */
  refusal: { readonly problem: EnrolmentProblem; readonly detail: string } | null = null;
  lifeSeconds = 2_592_000;
  /** The time it goes by. */
  nowMs: () => number = () => Date.now();
  /** By which signatures of another time are refused. */
  mostOffMs = Infinity;
  private server: Server | null = null;
  private port = 0;

  constructor(readonly certificate: Certificate) {}

  get url(): string {
    return `https://127.0.0.1:${this.port}`;
  }

  get pin(): string {
    return `sha256:${createHash('sha256').update(new X509Certificate(this.certificate.cert).raw).digest('hex')}`;
  }

  async start(): Promise<void> {
    this.server = createServer(this.certificate, (request, response) => void this.answer(request, response));
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    const closed = this.server && once(this.server, 'close');
    this.server?.close();
    this.server?.closeAllConnections();
    await closed;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString('utf8');
    this.heardBytes += text.length;
    response.setHeader('Date', new Date(this.nowMs()).toUTCString());
    if (request.method === 'GET') return void response.end();
    const body = JSON.parse(text) as EnrolmentRequest & RenewalRequest;
    this.asked.push({ path: request.url ?? '', body });
    const refusal = this.refusal ?? refusalOf(body, this.nowMs(), this.mostOffMs);
    if (refusal) {
      response.statusCode = 403;
      return void response.end(JSON.stringify({ type: enrolmentProblemType(refusal.problem), detail: refusal.detail }));
    }
    const iat = Math.floor(this.nowMs() / 1_000);
    const claims = Buffer.from(JSON.stringify({ iat, exp: iat + this.lifeSeconds })).toString('base64url');
    const jwt = `e30.${claims}.${this.asked.length}`;
    response.end(JSON.stringify({ hostId: body.hostId, jwt, natsUrls: ['tls://127.0.0.1:1'], ca: null }));
  }
}

/** What the aggregator refuses of a request by itself: signatures that do not hold, times that are off. */
function refusalOf(
  body: EnrolmentRequest & RenewalRequest,
  nowMs: number,
  mostOffMs: number,
): { readonly problem: EnrolmentProblem; readonly detail: string } | null {
  if (Math.abs(body.at - nowMs) > mostOffMs) return { problem: 'clock', detail: 'at: is off' };
  const { token, hostId, publicKey, next, at } = body as Partial<EnrolmentRequest> & RenewalRequest;
  const renewal = signedRenewal(hostId, publicKey, next?.publicKey ?? null, at);
  const text = token === undefined ? renewal : signedEnrolment(body);
  const signed = token === undefined && next ? [body, next] : [body];
  const holds = signed.every(({ publicKey, signature }) =>
    nkeys.fromPublic(publicKey).verify(Buffer.from(text), Buffer.from(signature, 'base64url')),
  );
  return holds ? null : { problem: 'signature', detail: 'signature: is not of this request' };
}
