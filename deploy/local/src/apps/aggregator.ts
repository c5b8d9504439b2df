import { join } from 'node:path';
import { logFile, type LocalConfig } from '../config.js';
import { startChild } from '../process/child.js';
import { becomesReady } from '../process/readiness.js';
import type { Service } from '../process/supervise.js';

const READY_WITHIN_MS = 60_000;
/** As the aggregator has it. */
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/;

/**
 * Messages live for as long as their batch. In V8's usual new space, of at most 16 MB, many outlive their youth and are copied on:
 * a fifth of the CPU that ingest takes.
 */
export const AGGREGATOR_NODE_FLAGS = ['--enable-source-maps', '--max-semi-space-size=32'];

/**
 * Else GraphQL looks at each value twice, in case two copies of it were installed. And on one's own machine, who asks from there is
 * whoever started it.
 */
export const AGGREGATOR_ENV = { NODE_ENV: 'production', WEIR_LOCAL_SIGN_IN: 'true' } as const;

/** Where the aggregator finds what it depends on. */
export interface Upstream {
  readonly natsUrl: string;
  readonly databaseUrl: string;
  /** Seals secrets of channels, or opens what it sealed where the environment has newer keys. */
  readonly secretKey: string;
}

/** The aggregator, which also serves the dashboard. */
export function aggregatorService(config: LocalConfig, upstream: Upstream): Service {
  const log = logFile(config, 'aggregator');
  return {
    name: 'aggregator',
    logFile: log,
    stopSignal: 'SIGTERM',
    start: async () =>
      startChild({
        command: process.execPath,
        args: [...AGGREGATOR_NODE_FLAGS, join(config.root, 'apps/aggregator/dist/main.js')],
        env: {
          ...AGGREGATOR_ENV,
          // Who reaches it from elsewhere signs in.
          WEIR_LOCAL_SIGN_IN: process.env['WEIR_LOCAL_SIGN_IN'] || String(LOOPBACK.test(config.httpHost)),
          WEIR_NATS_URL: upstream.natsUrl,
          WEIR_DATABASE_URL: upstream.databaseUrl,
          WEIR_HTTP_HOST: config.httpHost,
          WEIR_HTTP_PORT: String(config.httpPort),
          WEIR_SECRET_KEYS: [process.env['WEIR_SECRET_KEYS']?.trim(), upstream.secretKey].filter(Boolean).join(','),
          WEIR_LOG_LEVEL: config.logLevel,
          // On one's own machine it is reached by HTTP, by whoever waits for it too.
          WEIR_TLS_CERT_FILE: '',
          WEIR_TLS_KEY_FILE: '',
        },
        logFile: log,
      }),
    ready: (child) => becomesReady('aggregator', child, log, () => isReady(config), READY_WITHIN_MS),
  };
}

/** The address of the dashboard on this machine. */
export function dashboardUrl({ httpHost, httpPort }: Pick<LocalConfig, 'httpHost' | 'httpPort'>): string {
  const everywhere: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '[::1]' };
  const host = everywhere[httpHost] ?? (httpHost.includes(':') ? `[${httpHost}]` : httpHost);
  return `http://${host}:${httpPort}`;
}

async function isReady(config: LocalConfig): Promise<boolean> {
  const response = await fetch(`${dashboardUrl(config)}/readyz`, { signal: AbortSignal.timeout(5_000) });
  return response.status === 200;
}
