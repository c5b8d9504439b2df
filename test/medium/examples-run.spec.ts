import { once } from 'node:events';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connect } from '@nats-io/transport-node';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import WebSocket from 'ws';
import { SETTINGS as OF_AGENT } from '../../apps/agent/src/config/settings.js';
import { SETTINGS as OF_AGGREGATOR } from '../../apps/aggregator/src/config/settings.js';
import { freePort } from '../../deploy/local/src/process/port.js';
import { makeToken, type TestToken } from '../support/access.js';
import { EXAMPLE_PROXIES, type ExampleProxy, startExampleProxy } from '../support/docs/example-proxy.js';
import { heardHosts } from '../support/heard-hosts.js';
import { startProcess, type TestProcess } from '../support/process.js';
import { stopLater, temporaryDirectory } from '../support/reaper.js';
import { caddy, describeIf, haproxy, natsServer, nginx, openssl } from '../support/requirements.js';
import { type Stack, startStack } from '../support/stack.js';

const FOLDER = new URL('../../docs/examples/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, FOLDER), 'utf8');
const CLIENT = fileURLToPath(new URL('live-client.mjs', FOLDER));
const TOLD = /^\d{4}-\S+Z web-1 in 1000 B\/s out 500 B\/s$/m;
const startClient = (env: Readonly<Record<string, string>>): TestProcess =>
  startProcess({ name: 'live-client', command: process.execPath, args: [CLIENT, 'web-1'], env });
/** A live view that nothing is told on. */
const QUIET = 'subscription { changes(filter: { kinds: ["host.rebooted"] }) { kind } }';

describeIf([natsServer, openssl, nginx, caddy, haproxy], 'docs/examples', () => {
  let stack: Stack;
  let agentPort: number;
  let token: TestToken;

  beforeAll(async () => {
    agentPort = await freePort();
    stack = await startStack({
      env: { WEIR_METRICS_PORT: String(agentPort) },
      aggregatorEnv: { WEIR_PUBLIC_URL: 'https://weir.example', WEIR_TRUSTED_PROXIES: '127.0.0.1' },
    });
    token = await makeToken(stack.url, { role: 'VIEWER' });
    const connection = await connect({ servers: stack.nats.url });
    stopLater(() => connection.close());
    await heardHosts(connection, ['web-1']);
  });

  it('holds rules that are imported as they are', async () => {
    const yaml = read('rules.yaml');
    const { importAlertRules: result } = await stack.graphql<{ importAlertRules: object }>(
      `mutation ($yaml: String!) {
        importAlertRules(yaml: $yaml, mayMatchNothing: true) { rules { id } refusals { field reason line column } }
      }`,
      { yaml },
    );
    const written = (parse(yaml) as { rules: { id: string }[] }).rules.map(({ id }) => ({ id }));
    expect(result).toEqual({ rules: expect.arrayContaining(written), refusals: [] });
    const { alertRules } = await stack.graphql<{ alertRules: object[] }>('{ alertRules { id } }');
    expect(alertRules).toEqual(expect.arrayContaining(written));
  });

  it('holds a client that prints what hosts carry, and goes on when weir was restarted', async () => {
    const client = startClient({ WEIR: stack.url });
    await client.waitForLog(TOLD);
    await stack.aggregator.restart();
    const before = client.log().length;
    await client.waitForLog(new RegExp(`^[^]{${before}}[^]*?${TOLD.source}`, 'm'), 60_000);
    expect(client.running()).toBe(true);
    await client.stop();
  });

  describe.each(EXAMPLE_PROXIES)('%s', (kind) => {
    let proxy: ExampleProxy;

    beforeAll(async () => {
      proxy = await startExampleProxy(kind, stack.url, (text) =>
        text.replace('timeout client 30s', 'timeout client 2s').replace('timeout server 30s', 'timeout server 2s'),
      );
    });

    it('lets the dashboard pass to everybody, and what it asks for to who is signed in', async () => {
      expect([await statusOf(proxy, '/'), await statusOf(proxy, '/readyz')]).toEqual([200, 200]);
      expect([await statusOf(proxy, '/graphql'), await statusOf(proxy, '/api/v1/hosts')]).toEqual([401, 401]);
      expect(await statusOf(proxy, '/api/v1/hosts', token.header)).toBe(200);
      // Of weir itself, which is asked by POST alone.
      expect(await statusOf(proxy, '/graphql', token.header)).toBe(405);
    });

    it('passes live views on', async () => {
      const client = startClient({ WEIR: proxy.url, WEIR_TOKEN: token.secret, ...proxy.env });
      await client.waitForLog(TOLD).catch((error: unknown) => {
        throw new Error(client.log(), { cause: error });
      });
      await client.stop();
    });

    it('lets the page of its own name in alone, and keeps a quiet live view open', async () => {
      const { statusCode } = await opened(proxy, 'https://evil.example', token);
      expect(statusCode).toBe(403);
      const { socket } = await opened(proxy, 'https://weir.example', token);
      if (!socket) throw new Error('the page of weir itself was not let in');
      socket.send(JSON.stringify({ type: 'connection_init' }));
      await once(socket, 'message');
      socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: QUIET } }));
      const closed = once(socket, 'close');
      const rested = new Promise((resolve) => setTimeout(resolve, 4_000, 'open'));
      expect(await Promise.race([closed, rested])).toBe('open');
      socket.terminate();
    });
  });

  it('holds what Prometheus scrapes of both', async () => {
    const { scrape_configs: jobs } = parse(read('prometheus.yml')) as {
      scrape_configs: { job_name: string; authorization?: object; static_configs: { targets: string[] }[] }[];
    };
    const places: Record<string, string> = {
      '127.0.0.1:8080': stack.url,
      '127.0.0.1:9101': `http://127.0.0.1:${agentPort}`,
    };
    const bodies = await Promise.all(
      jobs.map(async ({ authorization, static_configs: [targets] }) => {
        const headers = { ...(authorization && token.header) };
        const response = await fetch(`${places[targets?.targets[0] ?? '']}/metrics`, { headers });
        expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4');
        return response.text();
      }),
    );
    expect(bodies[0]).toMatch(/^weir_stored_rows_total \d+$/m);
    expect(bodies[1]).toMatch(/^weir_agent_published_total \d+$/m);
  });

  it('holds units that set what weir knows, and start what is built', () => {
    for (const name of readdirSync(new URL('systemd', FOLDER))) {
      const unit = read(`systemd/${name}`);
      const set = [...unit.matchAll(/\b(WEIR_[A-Z_]+)=/g)].map(([, setting = '']) => setting);
      const known = [...Object.keys(OF_AGENT), ...Object.keys(OF_AGGREGATOR), 'WEIR_PROXY_BIND'];
      expect(set.filter((setting) => !known.includes(setting))).toEqual([]);
      const started = /^ExecStart=.* \/opt\/weir\/(\S+)$/m.exec(unit)?.[1] ?? '';
      expect(readFileSync(new URL(`../../${started}`, import.meta.url)).length).toBeGreaterThan(0);
    }
  });

  it('stands beside a page that names all that a host needs of weir', async () => {
    const page = readFileSync(new URL('../operations.md', FOLDER), 'utf8');
    const files = [...(/a host needs (.*) below `\/opt\/weir`/.exec(page)?.[1]?.matchAll(/`([^`]+)`/g) ?? [])];
    const folder = temporaryDirectory('opt-weir');
    for (const [, file = ''] of files) cpSync(new URL(`../../${file}`, import.meta.url), join(folder, file));
    const args = [join(folder, 'apps/agent/dist/main.js'), '--once', '--stdout'];
    const agent = startProcess({ name: 'agent', command: process.execPath, args, env: { WEIR_STATE_DIR: folder } });
    expect(await agent.exited()).toMatchObject({ code: 0 });
    expect(agent.log()).toMatch(/^\{"subject":"weir\.v1\.traffic\./m);
  });
});

function statusOf(
  { port }: ExampleProxy,
  path: string,
  headers: Record<string, string> = {},
): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const options = { port, path, headers: { host: 'weir.example', ...headers }, servername: 'weir.example' };
    request({ host: '127.0.0.1', rejectUnauthorized: false, ...options }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

/** A WebSocket as a page of an origin opens it; or the status that it is refused with. */
function opened(
  proxy: ExampleProxy,
  origin: string,
  { header }: TestToken,
): Promise<{ socket?: WebSocket; statusCode?: number | undefined }> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`wss://127.0.0.1:${proxy.port}/graphql`, 'graphql-transport-ws', {
      ...{ origin, servername: 'weir.example', rejectUnauthorized: false },
      headers: { host: 'weir.example', ...header },
    });
    socket.on('open', () => resolve({ socket }));
    socket.on('unexpected-response', (_request, { statusCode }) => resolve({ statusCode }));
    socket.on('error', reject);
  });
}
