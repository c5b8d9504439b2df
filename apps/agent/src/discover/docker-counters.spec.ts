import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type DockerCounters, dockerCounters } from './docker-counters.js';

const lines = readFileSync(new URL('../../fixtures/docker/stats.ndjson', import.meta.url), 'utf8');

describe('the counters of an engine behind a socket', () => {
  let folder: string;
  let server: Server;
  let asked: string[];
  let answers: Record<string, unknown>;
  let stream: ServerResponse | null;
  let counters: DockerCounters;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'weir-counters-'));
    [asked, answers, stream] = [[], {}, null];
    server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      const path = (request.url ?? '').split('?', 1)[0] ?? '';
      if (path.endsWith('/c1/stats')) (stream = response).write(lines);
      else if (path.endsWith('/silent/stats')) return;
      else if (path in answers) response.end(JSON.stringify(answers[path]));
      else response.writeHead(404).end('{"message":"no such container"}');
    });
    await new Promise<void>((resolve) => server.listen(join(folder, 'docker.sock'), resolve));
    counters = dockerCounters({ socketPath: join(folder, 'docker.sock') }, 200);
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true });
  });

  it('come a line at a time, until told to stop', async () => {
    const stopping = new AbortController();
    const heard: string[] = [];
    const following = (async () => {
      for await (const line of await counters.stats('c1', stopping.signal)) {
        heard.push(line);
        if (heard.length === 3) stopping.abort();
      }
    })();
    await expect(following).rejects.toThrow();
    expect(heard.join('\n')).toBe(lines.trim());
    expect(asked).toEqual(['GET /containers/c1/stats?stream=true']);
  });

  it('end when the engine goes', async () => {
    const following = (async () => {
      for await (const line of await counters.stats('c1', new AbortController().signal)) {
        if (line.includes('0001-01-01')) stream?.destroy();
      }
    })();
    await expect(following).rejects.toThrow();
  });

  it('are not waited for when nothing answers, and fail where there is no such container', async () => {
    const { signal } = new AbortController();
    await expect(counters.stats('silent', signal)).rejects.toThrow();
    await expect(counters.stats('gone', signal)).rejects.toThrow(/no such container/);
    await expect(counters.startedAt('gone')).rejects.toThrow(/no such container/);
  });

  it.each([
    [{ State: { Running: true, StartedAt: '2026-11-21T07:31:19.498373284Z' } }, Date.UTC(2026, 10, 21, 7, 31, 19, 498)],
    [{ State: { Running: true, StartedAt: '2026-11-21T08:31:19+01:00' } }, Date.UTC(2026, 10, 21, 7, 31, 19)],
    [{ State: { Running: false, StartedAt: '2026-11-21T07:31:19Z' } }, null],
    [{ State: { Running: true } }, null],
    [{}, null],
  ])('began when the container was started: %j', async (inspected, startedAt) => {
    answers['/containers/c1/json'] = { ...inspected, Config: { Env: ['PASSWORD=hunter2'] } };
    expect(await counters.startedAt('c1')).toBe(startedAt);
  });

  it.each([
    [
      { OSType: 'linux', KernelVersion: '6.1', MemTotal: 9 },
      { platform: 'linux', kernel: '6.1', memoryBytes: 9 },
    ],
    [{ OSType: 'windows' }, { platform: 'win32', kernel: null, memoryBytes: null }],
    [{}, { platform: null, kernel: null, memoryBytes: null }],
  ])('are of a system: %j', async (info, system) => {
    answers['/info'] = info;
    expect(await counters.system()).toEqual(system);
  });
});
