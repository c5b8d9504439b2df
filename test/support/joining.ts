import { readFileSync } from 'node:fs';
import { type IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { join } from 'node:path';
import { freePort } from '../../deploy/local/src/process/port.js';
import type { TestDatabase } from './database.js';
import { eventually, STARTED_WITHIN_MS } from './eventually.js';
import { type SecuredNats, startSecuredNats } from './nats-secured.js';
import { startPostgres } from './postgres.js';
import { startNode, type TestProcess } from './process.js';
import { temporaryDirectory } from './reaper.js';

const MAIN = new URL('../../apps/aggregator/dist/main.js', import.meta.url).pathname;

/** A NATS with accounts, and an aggregator that serves HTTPS by the certificate of its own making. */
export class JoiningScene {
  private constructor(
    readonly nats: SecuredNats,
    readonly database: TestDatabase,
    readonly aggregator: TestProcess,
    readonly url: string,
    private readonly certificate: string,
  ) {}

  static async start(): Promise<JoiningScene> {
    const [nats, database] = await Promise.all([startSecuredNats(), startPostgres()]);
    const WEIR_TLS_FOLDER = temporaryDirectory('certificate');
    const port = await freePort();
    const aggregator = startNode('aggregator', MAIN, {
      ...{ WEIR_DATABASE_URL: database.url, WEIR_HTTP_PORT: String(port), ...nats.env },
      WEIR_TLS_FOLDER,
    });
    const scene = new JoiningScene(
      nats,
      database,
      aggregator,
      `https://127.0.0.1:${port}`,
      join(WEIR_TLS_FOLDER, 'self-signed/cert.pem'),
    );
    await scene.ready();
    return scene;
  }

  /** Waits until the aggregator answers, as after it was started again. */
  async ready(): Promise<void> {
    const mustBeReady = async (): Promise<void> => {
      const { statusCode } = await this.send('GET', '/readyz', null);
      if (statusCode !== 200) throw new Error(`/readyz answers ${statusCode}\n${this.aggregator.log()}`);
    };
    await eventually('the aggregator is ready', mustBeReady, STARTED_WITHIN_MS);
  }

  /** Asks GraphQL, by local sign-in. */
  async ask<T>(query: string, variables: Record<string, unknown> = {}): Promise<T> {
    const answer = await this.send('POST', '/graphql', JSON.stringify({ query, variables }));
    const { data, errors } = JSON.parse(await textOf(answer)) as { data?: T; errors?: unknown };
    if (!data) throw new Error(`GraphQL: ${JSON.stringify(errors)}`);
    return data;
  }

  /** The settings of a new join line, as the line sets them for a process. */
  async joinLine(): Promise<Record<string, string>> {
    const { createJoinToken } = await this.ask<{ createJoinToken: { commands: { way: string; command: string }[] } }>(
      'mutation { createJoinToken { commands { way command } } }',
    );
    const line = createJoinToken.commands.find(({ way }) => way === 'Process')?.command ?? '';
    return Object.fromEntries(
      line
        .split(' ')
        .flatMap((word) => [/^(WEIR_\w+)=(.*)$/.exec(word)?.slice(1) ?? []].filter((pair) => pair.length > 0)),
    );
  }

  async stop(): Promise<void> {
    await this.aggregator.stop();
    await Promise.all([this.nats.stop(), this.database.stop()]);
  }

  private send(method: string, path: string, body: string | null): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const ca = readFileSync(this.certificate);
      const headers = { 'content-type': 'application/json' };
      const sent = request(this.url + path, { ca, agent: false, method, headers }, resolve);
      sent.on('error', reject).end(body ?? undefined);
    });
  }
}

async function textOf(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
