import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AgentStatus, metricsOf } from './metrics.js';

/** Without a tick for this many intervals the agent is not well. */
const MISSED_TICKS = 3;

/** Serves `/metrics` and `/healthz`. */
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
    } else {
      send(response, 404, 'text/plain', 'There is /metrics and /healthz.\n');
    }
  });
}

/** Whether the agent counts, and what is wrong with it. NATS being away is not its illness: the spool is for that. */
export function healthOf(status: AgentStatus): { ok: boolean } & Record<string, unknown> {
  const {
    lastTickAt,
    sinceLastTickMs,
    intervalMs,
    collectors,
    spooling,
    docker,
    natsConnected,
    spoolMessages,
    version,
  } = status;
  const ticking = sinceLastTickMs !== null && sinceLastTickMs < intervalMs * MISSED_TICKS;
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

function send(response: ServerResponse, code: number, type: string, body: string): void {
  response.writeHead(code, { 'content-type': type }).end(body);
}
