import { readFileSync } from 'node:fs';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { dockerEngine } from './docker-engine.js';
import { asRecord, jsonLines } from './json.js';

const recorded = (name: string): string =>
  readFileSync(new URL(`../../fixtures/docker/${name}`, import.meta.url), 'utf8');

/** An engine that answers as a real one did. */
describe('a Docker engine behind a socket', () => {
  let folder: string;
  let server: Server;
  let asked: string[];
  let eventStream: ServerResponse | null;
  let silent: boolean;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'weir-docker-'));
    asked = [];
    silent = false;
    server = createServer((request, response) => {
      const url = new URL(request.url ?? '', 'http://docker');
      asked.push(`${request.method} ${url.pathname} ${url.searchParams.get('filters') ?? ''}`);
      response.setHeader('content-type', 'application/json');
      if (url.pathname === '/info') response.end('{"Name":"vm","ServerVersion":"20.10"}');
      else if (url.pathname === '/containers/json') response.end(recorded('containers.json'));
      else if (url.pathname === '/networks') response.end(recorded('networks.json'));
      else if (url.pathname === '/events' && silent) return;
      else if (url.pathname === '/events') (eventStream = response).write(recorded('events.ndjson'));
      else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(join(folder, 'docker.sock'), resolve));
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true });
  });

  it('is asked by GET for lists only, never to inspect', async () => {
    const engine = dockerEngine({ socketPath: join(folder, 'docker.sock') });
    expect(await engine.hostName()).toBe('vm');
    expect((await engine.containers()).map(({ name }) => name)).toEqual(['hostish', 'side', 'shop-db-1', 'shop-web-1']);
    await engine.containers(['c1', 'c2']);
    expect((await engine.networks()).map(({ name }) => name)).toEqual(['shop_front', 'shop_back']);
    expect(asked).toEqual([
      'GET /info ',
      'GET /containers/json ',
      'GET /containers/json {"id":["c1","c2"]}',
      'GET /networks ',
    ]);
  });

  it('tells its events until it goes away', async () => {
    const engine = dockerEngine({ socketPath: join(folder, 'docker.sock') });
    const actions: string[] = [];
    const events = await engine.events(new AbortController().signal);
    const following = (async () => {
      for await (const event of events) {
        actions.push(event.action);
        if (actions.length === 4) eventStream?.destroy();
      }
    })();
    await expect(following).rejects.toThrow();
    expect(actions).toEqual(['create', 'attach', 'connect', 'start']);
  });

  it('stops listening when told to', async () => {
    const engine = dockerEngine({ socketPath: join(folder, 'docker.sock') });
    const stopping = new AbortController();
    const events = await engine.events(stopping.signal);
    const following = (async () => {
      for await (const event of events) if (event.action === 'start') stopping.abort();
    })();
    await expect(following).rejects.toThrow();
  });

  it('is not waited for when it does not answer, however long its events may go on', async () => {
    const engine = dockerEngine({ socketPath: join(folder, 'docker.sock') }, { timeoutMs: 100 });
    const events = await engine.events(new AbortController().signal);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const actions: string[] = [];
    for await (const event of events) {
      actions.push(event.action);
      if (actions.length === 4) eventStream?.end();
    }
    expect(actions).toHaveLength(4);
    silent = true;
    await expect(engine.events(new AbortController().signal)).rejects.toThrow();
  }, 2_000);

  it('is not there', async () => {
    const engine = dockerEngine({ socketPath: join(folder, 'nothing.sock') });
    await expect(engine.hostName()).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('the event stream', () => {
  it('is cut into lines wherever its pieces end', async () => {
    const bytes = Buffer.from(recorded('events.ndjson').replace('thirsty_ishizaka', 'dürstig'));
    async function* pieces(): AsyncGenerator<Buffer | string> {
      for (let start = 0; start < bytes.length; start += 7) yield bytes.subarray(start, start + 7);
      yield '\n\n{"Type":"network","Action":"destroy"}\n{"Type":"cut off';
    }
    const actions: unknown[] = [];
    for await (const line of jsonLines(pieces())) actions.push(asRecord(line)['Action']);
    expect(actions).toEqual(['create', 'attach', 'connect', 'start', 'destroy']);
  });
});
