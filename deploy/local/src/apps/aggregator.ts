import { readFile } from 'node:fs/promises';
import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { logFile, type LocalConfig } from '../config.js';
import { startChild } from '../process/child.js';
import { becomesReady } from '../process/readiness.js';
import type { Service } from '../process/supervise.js';

const READY_WITHIN_MS = 60_000;
/** It is told once the database is there. */
const LINK_WITHIN_MS = 10_000;
const LINK = /https?:\/\/[^\s"]+\/setup#[\w-]+/g;
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
          WEIR_LOCAL_SIGN_IN: process.env['WEIR_LOCAL_SIGN_IN'] || String(isHere(config)),
          WEIR_NATS_URL: upstream.natsUrl,
          WEIR_DATABASE_URL: upstream.databaseUrl,
          WEIR_HTTP_HOST: config.httpHost,
          WEIR_HTTP_PORT: String(config.httpPort),
          WEIR_SECRET_KEYS: [process.env['WEIR_SECRET_KEYS']?.trim(), upstream.secretKey].filter(Boolean).join(','),
          WEIR_LOG_LEVEL: config.logLevel,
          // On one's own machine it is reached by HTTP, and from elsewhere by a certificate that is made here.
          WEIR_TLS_CERT_FILE: '',
          WEIR_TLS_KEY_FILE: '',
          WEIR_TLS_FOLDER: isHttps(config) ? join(config.home, 'tls') : '',
        },
        logFile: log,
      }),
    ready: (child) => becomesReady('aggregator', child, log, () => isReady(config), READY_WITHIN_MS),
  };
}

function isHere({ httpHost }: Pick<LocalConfig, 'httpHost'>): boolean {
  return LOOPBACK.test(httpHost);
}

function isHttps(config: Pick<LocalConfig, 'httpHost' | 'isPlainHttp'>): boolean {
  return !isHere(config) && !config.isPlainHttp;
}

/** The address of the dashboard on this machine. */
export function dashboardUrl(config: Pick<LocalConfig, 'httpHost' | 'httpPort' | 'isPlainHttp'>): string {
  const { httpHost, httpPort } = config;
  const everywhere: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '[::1]' };
  const host = everywhere[httpHost] ?? (httpHost.includes(':') ? `[${httpHost}]` : httpHost);
  return `${isHttps(config) ? 'https' : 'http'}://${host}:${httpPort}`;
}

/** The link by which the first admin is made, where nobody can sign in yet: the newest, since one that took the place of another told one more. */
export async function setUpLink(config: LocalConfig): Promise<string | undefined> {
  if (isHere(config)) return undefined;
  const { text } = await ask(config, '/auth/state');
  if ((JSON.parse(text) as { readonly isSetUp?: boolean }).isSetUp) return undefined;
  const deadline = Date.now() + LINK_WITHIN_MS;
  while (Date.now() < deadline) {
    const link = (await readFile(logFile(config, 'aggregator'), 'utf8')).match(LINK)?.at(-1);
    if (link) return link;
    await sleep(100);
  }
  return undefined;
}

async function isReady(config: LocalConfig): Promise<boolean> {
  return (await ask(config, '/readyz')).status === 200;
}

/** Its certificate is one that nobody signed: this is the machine that made it. */
function ask(config: LocalConfig, path: string): Promise<{ readonly status: number; readonly text: string }> {
  const url = new URL(path, dashboardUrl(config));
  const options = { rejectUnauthorized: false, signal: AbortSignal.timeout(5_000), agent: false as const };
  return new Promise((resolve, reject) => {
    const asked = url.protocol === 'https:' ? tlsRequest(url, options) : plainRequest(url, options);
    asked.once('error', reject);
    asked.once('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
      );
    });
    asked.end();
  });
}
