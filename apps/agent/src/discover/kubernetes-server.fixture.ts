import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { selfSigned } from './certificate.fixture.js';
import { asList, asRecord, type Json } from './json.js';
import type { KubernetesAddress } from './kubernetes-api.js';

/** An answer of the API, composed after the API's reference: no cluster was at hand to record one. */
export const kubernetesFixture = (name: string): Json =>
  asRecord(JSON.parse(readFileSync(new URL(`../../fixtures/kubernetes/${name}.json`, import.meta.url), 'utf8')));

/** A real HTTPS server that lists and watches pods as the Kubernetes API does, with the credentials that it accepts. */
export class KubernetesServer {
  /** Of each request. */
  readonly asked: URLSearchParams[] = [];
  readonly folder = mkdtempSync(join(tmpdir(), 'weir-kubernetes-'));
  pods: Json[] = asList(kubernetesFixture('pods')['items']).map(asRecord);
  resourceVersion = 48_230;
  token = 'first';
  /** Answers with this instead, and its status. */
  refusal: Json | null = null;
  /** Whether it answers so to watches only. */
  refusesOnlyWatches = false;
  pageLength = Infinity;
  private readonly certificate = selfSigned('kubernetes');
  private readonly watches = new Set<ServerResponse>();
  private server: Server | null = null;
  private port = 0;

  constructor() {
    this.mount();
  }

  get address(): KubernetesAddress {
    return { host: '127.0.0.1', port: this.port, nodeName: 'worker-1', credentials: this.folder };
  }

  get watchers(): number {
    return this.watches.size;
  }

  /** Puts what the server accepts where an agent finds it. */
  mount(): void {
    writeFileSync(join(this.folder, 'token'), `${this.token}\n`);
    writeFileSync(join(this.folder, 'ca.crt'), this.certificate.cert);
  }

  async start(): Promise<void> {
    this.server = createServer(this.certificate, (request, response) => this.answer(request, response));
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    const closed = this.server && once(this.server, 'close');
    this.server?.closeAllConnections();
    this.server?.close();
    await closed;
    this.watches.clear();
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Tells all who watch; what happened stays so for the next list. */
  happens(type: string, pod: Json): void {
    this.resourceVersion += 1;
    const metadata: Json = { ...asRecord(pod['metadata']), resourceVersion: String(this.resourceVersion) };
    const isOther = (each: Json): boolean => asRecord(each['metadata'])['uid'] !== metadata['uid'];
    this.pods = [...this.pods.filter(isOther), ...(type === 'DELETED' ? [] : [{ ...pod, metadata }])];
    this.tell({ type, object: { ...pod, metadata } });
  }

  tell(event: Json): void {
    for (const watch of this.watches) watch.write(`${JSON.stringify(event)}\n`);
  }

  endWatches(how: 'orderly' | 'broken'): void {
    for (const watch of this.watches) {
      if (how === 'orderly') watch.end();
      else watch.destroy();
    }
    this.watches.clear();
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '', 'https://kubernetes');
    this.asked.push(url.searchParams);
    response.setHeader('content-type', 'application/json');
    const isKnown = request.headers.authorization === `Bearer ${this.token}`;
    const isRefused = !this.refusesOnlyWatches || url.searchParams.has('watch');
    const told = isRefused ? this.refusal : null;
    const refusal = isKnown ? told : { kind: 'Status', message: 'Unauthorized', code: 401 };
    if (refusal) response.writeHead(Number(refusal['code'])).end(JSON.stringify(refusal));
    else if (url.pathname !== '/api/v1/pods') response.writeHead(404).end('not found');
    else if (url.searchParams.has('watch')) this.watch(response);
    else response.end(JSON.stringify(this.page(Number(url.searchParams.get('continue') ?? 0))));
  }

  private watch(response: ServerResponse): void {
    this.watches.add(response);
    response.on('close', () => this.watches.delete(response));
    response.flushHeaders();
  }

  private page(start: number): Json {
    const end = start + this.pageLength;
    const rest = end < this.pods.length ? { continue: String(end) } : {};
    const metadata = { resourceVersion: String(this.resourceVersion), ...rest };
    return { kind: 'PodList', apiVersion: 'v1', metadata, items: this.pods.slice(start, end) };
  }
}
