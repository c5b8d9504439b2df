import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { type Disposable, GRAPHQL_TRANSPORT_WS_PROTOCOL } from 'graphql-ws';
import { type Extra, useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { AuditLog } from '../../access/audit-log.js';
import { Credentials } from '../../access/credentials.js';
import { LiveMetrics } from '../../live/live-metrics.js';
import { withinScope } from '../../query/caller.js';
import { Identity } from '../guard/identity.js';
import { mustBeWithinScope } from '../caller.js';
import { PageOrigins } from '../page-origins.js';
import { GRAPHQL_PATH } from '../paths.js';
import { Proxies } from '../proxies.js';
import { SocketWatch, UNAUTHORIZED } from './access/socket-watch.js';
import { AddressCounts } from './address-counts.js';
import { Beginnings } from './beginnings.js';
import { formatSocketError } from './errors.js';
import type { GraphqlContext } from './context.js';
import { LoadersFactory } from './loaders.js';
import { MAX_SOCKET_PAYLOAD_BYTES, MAX_SOCKETS, MAX_SOCKETS_PER_ADDRESS, PING_INTERVAL_MS } from './limits.js';
import { type FormattedExecutionResult, GraphQLError } from 'graphql';
import { prepareSubscription } from './operation.js';
import { RawPayload } from './raw-json.js';
import { BAD_MESSAGE, RawSocket } from './raw-socket.js';

/**
 * Subscriptions over a WebSocket on the path of GraphQL. Nest's own handler knows no Origin check, no limits, and runs
 * queries and mutations past the rules that hold for HTTP; so it is switched off, and this stands in its place.
 */
@Injectable()
export class GraphqlSocket implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_SOCKET_PAYLOAD_BYTES,
    WebSocket: RawSocket,
  });
  private readonly beginnings = new Beginnings();
  private readonly addresses = new AddressCounts();
  private readonly watch: SocketWatch;
  private subscriptions: Disposable | null = null;

  constructor(
    private readonly http: HttpAdapterHost,
    private readonly schemaHost: GraphQLSchemaHost,
    private readonly loaders: LoadersFactory,
    private readonly metrics: LiveMetrics,
    private readonly proxies: Proxies,
    private readonly origins: PageOrigins,
    private readonly identity: Identity,
    private readonly audit: AuditLog,
    credentials: Credentials,
  ) {
    this.watch = new SocketWatch(credentials);
  }

  onApplicationBootstrap(): void {
    this.subscriptions = this.serve();
    const server = this.http.httpAdapter.getHttpServer() as Server;
    server.on('upgrade', (request, socket, head) => this.upgrade(request, socket, head));
  }

  async onModuleDestroy(): Promise<void> {
    this.watch.stop();
    await this.subscriptions?.dispose();
  }

  private serve(): Disposable {
    const { schema } = this.schemaHost;
    return useServer(
      {
        schema,
        onConnect: ({ extra, connectionParams }) => this.admit(extra, connectionParams),
        onSubscribe: (context, id, request) => {
          const refusal = this.beginnings.begin(context, id);
          if (refusal !== null) return [new GraphQLError(refusal, { extensions: { code: 'BAD_REQUEST' } })];
          const prepared = prepareSubscription(schema, request, this.contextOf(context.extra));
          if (Array.isArray(prepared)) this.beginnings.settle(context, id);
          return prepared;
        },
        onOperation: (context, id) => this.beginnings.settle(context, id),
        // graphql-ws makes the text of what it is given here, and sends it at once: see RawSocket.
        onNext: (_context, _id, _request, _args, { errors, ...result }) =>
          new RawPayload(
            errors ? { ...result, errors: errors.map(formatSocketError) } : result,
          ) as FormattedExecutionResult,
        onError: (_context, _id, _request, errors) => errors.map(formatSocketError),
        // Else a socket is closed with our own error as the reason.
        isProd: true,
      },
      this.server,
      PING_INTERVAL_MS,
    );
  }

  /** Browsers can set no header for a WebSocket: whoever has a token there gives it with the first message. */
  private async admit({ socket, request }: Extra, given: Readonly<Record<string, unknown>> = {}): Promise<boolean> {
    const { authorization = request.headers.authorization } = given;
    const { caller, isForged } = await this.identity.of(
      request,
      typeof authorization === 'string' ? authorization : undefined,
    );
    if (isForged) await this.denied(request);
    if (!caller) {
      socket.close(UNAUTHORIZED, 'Sign in first');
      return false;
    }
    if (!this.watch.hold(socket, caller)) return false;
    if (socket instanceof RawSocket) socket.within = (work) => withinScope(caller.scope, work);
    return true;
  }

  private async denied(request: IncomingMessage): Promise<void> {
    const { address } = this.proxies.reached(request);
    await this.audit.write({ caller: null, address, action: 'request', subject: GRAPHQL_PATH, outcome: 'denied' });
  }

  private contextOf({ socket, request }: Extra): GraphqlContext {
    const caller = this.watch.callerOf(socket);
    if (!caller) throw new Error('a subscription of nobody');
    mustBeWithinScope(caller);
    const { address } = this.proxies.reached(request);
    return { loaders: this.loaders.create(), caller, address, reached: null };
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const refusal = this.refusalOf(request);
    if (refusal) {
      // The client may be gone already; an error that nobody listens to would end the process.
      socket.on('error', () => socket.destroy());
      socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    const { address } = this.proxies.reached(request);
    this.server.handleUpgrade(request, socket, head, (client) => {
      this.addresses.add(address);
      client.once('close', () => this.addresses.remove(address));
      client.on(BAD_MESSAGE, () => this.metrics.countBadMessage());
      this.server.emit('connection', client, request);
    });
  }

  private refusalOf(request: IncomingMessage): string | null {
    if (request.url?.split('?')[0] !== GRAPHQL_PATH) return '404 Not Found';
    if (this.origins.refusalOf(request) !== null) return '403 Forbidden';
    if (!protocolsOf(request).includes(GRAPHQL_TRANSPORT_WS_PROTOCOL)) return '400 Bad Request';
    if (this.server.clients.size >= MAX_SOCKETS) return '503 Service Unavailable';
    const { address } = this.proxies.reached(request);
    return this.addresses.countOf(address) < MAX_SOCKETS_PER_ADDRESS ? null : '429 Too Many Requests';
  }
}

function protocolsOf(request: IncomingMessage): string[] {
  return (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
}
