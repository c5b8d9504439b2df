import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '../../deploy/local/src/process/port.js';
import { eventually } from '../support/eventually.js';
import { startProcess, type TestProcess } from '../support/process.js';
import { killAtExit, runAtExit, stopLater, temporaryDirectory } from '../support/reaper.js';
import { describeIf, natsServer, terminal } from '../support/requirements.js';

const SCRIPT = new URL('../../deploy/local/start.mjs', import.meta.url).pathname;
const ROOT = new URL('../../', import.meta.url).pathname;
const READY_MS = 90_000;
/** Its programs are stopped one after the other. */
const GRACE_MS = 30_000;

interface Weir {
  readonly program: TestProcess;
  readonly url: string;
}

function runStart(env: Readonly<Record<string, string>>): TestProcess {
  return startProcess({ name: 'start', command: process.execPath, args: [SCRIPT], env, graceMs: GRACE_MS });
}

async function startWeir(home: string, port: number): Promise<Weir> {
  const program = runStart({ WEIR_HOME: home, WEIR_HTTP_PORT: String(port) });
  const [, url = ''] = await program.waitForLog(/weir is at (http:\S+)/, READY_MS);
  return { program, url };
}

interface Terminal {
  text(): string;
  type(keys: string): void;
  readonly closed: Promise<number | null>;
}

/** `npm start` as a person runs it: in a terminal of its own, whose Ctrl-C reaches npm and weir alike. */
function openTerminal(env: Readonly<Record<string, string>>): Terminal {
  const shell = spawn('script', ['-qfec', 'npm start', '/dev/null'], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    detached: true,
  });
  killAtExit(shell.pid);
  let text = '';
  shell.stdout.on('data', (part: Buffer) => (text += part.toString()));
  const closed = new Promise<number | null>((resolve) => shell.once('close', resolve));
  // Of a test that failed half-way: what still runs would keep the stage from its end.
  stopLater(async () => {
    if (shell.exitCode !== null || shell.signalCode !== null) return;
    shell.stdin.write('\x03');
    const timer = setTimeout(() => shell.kill('SIGKILL'), GRACE_MS);
    await closed;
    clearTimeout(timer);
  });
  return { text: () => text, type: (keys) => void shell.stdin.write(keys), closed };
}

/** The command lines of all processes that belong to a home folder. */
function processesOf(home: string, port: number): string[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const texts = pids.map((pid) => [read(`/proc/${pid}/cmdline`), read(`/proc/${pid}/environ`)] as const);
  const ours = texts.filter(
    ([command, environ]) => command.includes(home) || environ.includes(`WEIR_HTTP_PORT=${port}\0`),
  );
  return ours.map(([command]) => command.replaceAll('\0', ' '));
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

async function firstSampleAt(url: string): Promise<number> {
  const from = new Date(Date.now() - 600_000).toISOString();
  const to = new Date().toISOString();
  const query = `{ series(input: { from: "${from}", to: "${to}", grouping: ALL }) { at series { columns } } }`;
  const { data } = await graphql<{
    series: { at: number[]; series: { columns: Record<string, (number | null)[]> }[] };
  }>(url, query);
  const index = data.series.series[0]?.columns['rxBytesPerSecond']?.findIndex((value) => value !== null) ?? -1;
  const at = data.series.at[index];
  if (at === undefined) throw new Error('no sample is stored yet');
  return at;
}

async function graphql<T>(url: string, query: string): Promise<{ data: T }> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) });
  const body = (await response.json()) as { data: T; errors?: unknown };
  if (body.errors) throw new Error(JSON.stringify(body.errors));
  return body;
}

describeIf(natsServer, 'npm start', () => {
  const home = join(temporaryDirectory('home'), 'weir');
  let port: number;
  let weir: Weir;

  beforeAll(async () => {
    port = await freePort();
    runAtExit(`for f in ${home}/run/*.pid; do kill -KILL $(grep -o '"pid":[0-9]*' $f | cut -d: -f2); done`);
    // The home folder is one that the database's user cannot enter: its data then lie elsewhere.
    runAtExit(`rm -rf $(readlink ${home}/postgres)`);
    weir = await startWeir(home, port);
  }, READY_MS + 10_000);

  it('says what it does and ends with the address, where this machine is seen', async () => {
    expect(weir.program.log()).toMatch(/✓ NATS .*\n.*✓ PostgreSQL .*\n.*✓ Aggregator .*\n.*✓ Agent /);
    expect(weir.url).toBe(`http://127.0.0.1:${port}`);
    await eventually('the host is alive', async () => {
      const health = (await (await fetch(`${weir.url}/healthz`)).json()) as { hosts: { alive: number } };
      expect(health.hosts.alive).toBe(1);
    });
    await eventually('its traffic is stored', () => firstSampleAt(weir.url));
  });

  it('refuses to run twice on the same data', async () => {
    const second = runStart({ WEIR_HOME: home, WEIR_HTTP_PORT: String(port) });
    expect(await second.exited()).toMatchObject({ code: 1 });
    expect(second.log()).toContain(`✗ weir already runs here (process ${weir.program.pid})`);
    expect((await fetch(`${weir.url}/readyz`)).status).toBe(200);
  });

  it('starts a part again that dies, and says so in one line', async () => {
    const { pid } = JSON.parse(read(join(home, 'run/agent.pid'))) as { pid: number };
    process.kill(pid, 'SIGKILL');
    await weir.program.waitForLog(/agent was ended by SIGKILL: starting it again in 1 s/);
    await weir.program.waitForLog(/agent runs again/);
  });

  it('stops by Ctrl-C and leaves no process behind', async () => {
    await weir.program.stop('SIGINT');
    expect(await weir.program.exited()).toMatchObject({ code: 0 });
    expect(weir.program.log()).toMatch(/✓ Stopped/);
    expect(processesOf(home, port)).toEqual([]);
  });

  describeIf(terminal, 'in a terminal', () => {
    it('asks for a first admin, by HTTPS, where others reach it; stops in order by Ctrl-C, though it arrives twice', async () => {
      const shell = openTerminal({ WEIR_HOME: home, WEIR_HTTP_PORT: String(port), WEIR_HTTP_HOST: '0.0.0.0' });
      await eventually('weir is up', () => expect(shell.text()).toMatch(/weir is at https:/), READY_MS);
      expect(shell.text()).toContain(`make the first admin at https://localhost:${port}/setup#`);
      shell.type('\x03');
      const code = await shell.closed;
      expect(shell.text()).toMatch(/✓ Stopped/);
      // npm's own copy of the Ctrl-C can reach weir in the instant of its exit: npm then answers as for any Ctrl-C.
      expect([0, 130]).toContain(code);
      expect(processesOf(home, port)).toEqual([]);
      expect(readdirSync(join(home, 'run'))).toEqual([]);
      expect(read(join(home, 'logs/postgres.log'))).toMatch(/database system is shut down\n$/);
    }, 150_000);
  });

  it('starts again on its data, even after a SIGKILL that left its programs running', async () => {
    weir = await startWeir(home, port);
    expect(read(join(home, 'logs/postgres.log'))).not.toMatch(/recovery/);
    const first = await eventually('the history is there', () => firstSampleAt(weir.url));
    await weir.program.kill();
    expect(processesOf(home, port).length).toBeGreaterThanOrEqual(4);
    weir = await startWeir(home, port);
    expect(weir.program.log()).toMatch(/weir was killed last time; stopped .*agent.*aggregator.*NATS.*PostgreSQL/);
    expect(await eventually('the history is there', () => firstSampleAt(weir.url))).toBeLessThanOrEqual(first);
    await weir.program.stop('SIGTERM');
    expect(processesOf(home, port)).toEqual([]);
  }, 240_000);

  it('keeps its data when what it remembers of ports and password is garbled and then removed', async () => {
    const memory = join(home, 'local.json');
    writeFileSync(memory, '{');
    const refused = runStart({ WEIR_HOME: home, WEIR_HTTP_PORT: String(port) });
    expect(await refused.exited()).toMatchObject({ code: 1 });
    expect(refused.log()).toContain(`✗ ${memory} is garbled: remove it and start again`);
    rmSync(memory);
    weir = await startWeir(home, port);
    await eventually('the history is there', () => firstSampleAt(weir.url));
    await weir.program.stop('SIGTERM');
  }, 150_000);
});

describe('what keeps npm start from starting', () => {
  it('is one sentence with the remedy: the port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const port = String((server.address() as { port: number }).port);
    const home = temporaryDirectory('home');
    const program = runStart({ WEIR_HOME: home, WEIR_HTTP_PORT: port });
    expect(await program.exited()).toMatchObject({ code: 1 });
    server.close();
    expect(program.log()).toMatch(
      /✗ Port \d+ of 127\.0\.0\.1 is taken by another program: stop that program, or choose another port with WEIR_HTTP_PORT\.\n$/,
    );
    expect(existsSync(join(home, 'postgres'))).toBe(false);
  });

  it.each([
    [
      'the home folder',
      { WEIR_HOME: '/dev/null/x' },
      /✗ \/dev\/null\/x\/\S+ cannot be written \(ENOTDIR\): .*WEIR_HOME/,
    ],
    ['the address', { WEIR_HTTP_HOST: '192.0.2.1' }, /✗ Port .*: set WEIR_HTTP_HOST to an address of this machine/],
    [
      'the database',
      { WEIR_DATABASE_URL: 'postgresql://a:b@127.0.0.1:1/c' },
      /✗ The database of WEIR_DATABASE_URL cannot/,
    ],
    ['NATS', { WEIR_NATS_URL: 'nats://127.0.0.1:1' }, /✗ The NATS server of WEIR_NATS_URL cannot be reached/],
  ])('is one sentence with the remedy: %s cannot be used', async (_what, env, sentence) => {
    const port = String(await freePort());
    const program = runStart({ WEIR_HOME: temporaryDirectory('home'), WEIR_HTTP_PORT: port, ...env });
    expect(await program.exited()).toMatchObject({ code: 1 });
    expect(program.log()).toMatch(sentence);
    expect(program.log().split('✗')[1]).toMatch(/^[^\n]*\.\n$/);
  });

  it('is one sentence with the remedy: a setting is wrong', async () => {
    const program = runStart({ WEIR_HOME: temporaryDirectory('home'), WEIR_HTTP_PORT: '99999' });
    expect(await program.exited()).toMatchObject({ code: 1 });
    expect(program.log()).toMatch(/✗ WEIR_HTTP_PORT must be a whole number between 1 and 65535\.\n$/);
  });
});
