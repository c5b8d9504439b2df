import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AgentStatus, metricsOf } from './metrics.js';

/** Without a tick for this many intervals the agent is not well. */
const MISSED_TICKS = 3;

/** Serves `/metrics`, `/healthz` and `/livez`. */
export function createStatusServer(status: () => AgentStatus): Server {
  const registry = metricsOf(status);
  return createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0];
    if (path === '/metrics') {
      registry.metrics().then(
        (text) => send(response, 200, registry.contentType, text),
        (error: unknown) => send(response, 500, 'text/plain', String(error)),
      );
    } else if (path === '/healthz') {
      const health = healthOf(status());
      send(response, health.ok ? 200 : 503, 'application/json', JSON.stringify(health));
    } else if (path === '/livez') {
      const ticking = isTicking(status());
      send(response, ticking ? 200 : 503, 'application/json', JSON.stringify({ ticking }));
    } else {
      send(response, 404, 'text/plain', 'There is /metrics, /healthz and /livez.\n');
    }
  });
}

/** Whether the agent counts, and what is wrong with it. NATS being away is not its illness: the spool is for that. */
export function healthOf(status: AgentStatus): { ok: boolean } & Record<string, unknown> {
  const { lastTickAt, collectors, spooling, docker, natsConnected, spoolMessages, version } = status;
  const ticking = isTicking(status);
  const failing = collectors.flatMap(({ name, failure }) => (failure === null ? [] : [{ name, failure }]));
  return {
    ok: ticking && spooling,
    version,
    ticking,
    lastTickAt: lastTickAt === null ? null : new Date(lastTickAt).toISOString(),
    spooling,
    spoolMessages,
    natsConnected,
    docker,
    failingCollectors: failing,
  };
}

/** Whether it counts at all: a restart mends nothing else. A disk that is full is not mended by one, and what waits in memory would be lost. */
function isTicking({ sinceLastTickMs, intervalMs }: AgentStatus): boolean {
  return sinceLastTickMs !== null && sinceLastTickMs < intervalMs * MISSED_TICKS;
}

function send(response: ServerResponse, code: number, type: string, body: string): void {
  response.writeHead(code, { 'content-type': type }).end(body);
}
