import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type CgroupVersion, GoldenHost } from './host.js';

const MAIN = new URL('../../apps/agent/dist/main.js', import.meta.url).pathname;
const UPDATE = process.env['UPDATE_GOLDEN'] === '1';
/** Long enough to change the host between the two readings, also on a busy machine. */
const INTERVAL_MS = 3_000;
/** The first line comes in the middle of the first reading, which goes on for some ms. */
const READING_MS = 1_000;

interface Line {
  readonly subject: string;
  readonly id: string;
  readonly message: Record<string, unknown>;
}

/** Runs the built agent; `between` is called between its two readings. */
async function look(
  host: GoldenHost,
  args: string[],
  between: () => void,
): Promise<{ lines: Line[]; code: number | null; stderr: string }> {
  const agent = spawn(process.execPath, [MAIN, ...args], {
    env: {
      ...{ PATH: process.env['PATH'], WEIR_PROC_ROOT: host.procRoot, WEIR_SYS_ROOT: host.sysRoot },
      ...{ WEIR_STATE_DIR: host.stateDir, WEIR_HOST_NAME: 'golden', WEIR_INTERVAL_MS: String(INTERVAL_MS) },
      // As seen from the top, whatever container the test is in.
      ...{ WEIR_CGROUP_PREFIX: '/', DOCKER_HOST: `unix://${host.stateDir}/no.sock` },
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  agent.stderr.on('data', (chunk: Buffer) => (stderr += String(chunk)));
  const ended = once(agent, 'close');
  const lines: Line[] = [];
  for await (const line of createInterface(agent.stdout)) {
    if (lines.push(JSON.parse(line) as Line) === 1) setTimeout(between, READING_MS);
  }
  const [code] = (await ended) as [number | null];
  return { lines, code, stderr };
}

/** What differs from run to run, by a name for it. */
const CHANGING: Readonly<Record<string, string>> = {
  ...{ host: '<host>', run: '<run>', at: '<time>', ms: '<length>', version: '<version>' },
};

function normalised({ subject, id, message: told }: Line): unknown {
  // Checkpoints, which repeat what is known, come by the clock.
  const message = told['seq'] === 2 && 'base' in told ? { ...told, base: '<checkpoints>' } : told;
  const run = String(message['run'] ?? (message['agent'] as Record<string, unknown>)['run']);
  const text = JSON.stringify(message, (key, value: unknown) => {
    if (key === 'startedAt' && typeof value === 'number' && value > 1_700_100_000_000) return '<time>';
    return key in CHANGING && typeof value !== 'object' ? CHANGING[key] : value;
  });
  return {
    subject: subject.replace(String(message['host']), '<host>'),
    id: id.replace(run, '<run>'),
    message: JSON.parse(text) as unknown,
  };
}

describe.each<CgroupVersion>(['v1', 'v2'])('the built agent, on a host of all runtimes with cgroup %s', (version) => {
  let host: GoldenHost;

  beforeEach(() => {
    host = new GoldenHost(version);
  });
  afterEach(() => {
    host.remove();
  });

  it('prints what is written down (UPDATE_GOLDEN=1 writes it anew)', async () => {
    const { lines, code, stderr } = await look(host, ['--once', '--stdout'], () => host.countOn());
    expect({ code, faults: stderr.split('\n').filter((line) => /"level":[4-6]0/.test(line)) }).toEqual({
      code: 0,
      faults: [],
    });
    expect(existsSync(host.stateDir)).toBe(false);
    const golden = new URL(`agent-${version}.json`, import.meta.url);
    const text = `${JSON.stringify(lines.map(normalised), null, 2)}\n`;
    if (UPDATE) writeFileSync(golden, text);
    expect(JSON.parse(text)).toEqual(JSON.parse(readFileSync(golden, 'utf8')));
  });
});

describe('the built agent', () => {
  const run = async (...args: string[]): Promise<[number | null, string, string]> => {
    const agent = spawn(process.execPath, [MAIN, ...args], {
      env: { PATH: process.env['PATH'], WEIR_INTERVAL_MS: '7' },
    });
    let [stdout, stderr] = ['', ''];
    agent.stdout.on('data', (chunk: Buffer) => (stdout += String(chunk)));
    agent.stderr.on('data', (chunk: Buffer) => (stderr += String(chunk)));
    const [code] = (await once(agent, 'close')) as [number | null];
    return [code, stdout, stderr];
  };

  it('explains itself', async () => {
    expect(await run('--version')).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+\n$/), '']);
    expect(await run('--help')).toEqual([0, expect.stringContaining('--once'), '']);
  });

  it('tells a bad argument, or a bad setting, in one sentence', async () => {
    expect(await run('--onze')).toEqual([
      1,
      '',
      'weir agent: argument 1 is none of --once, --stdout, --version, --help\n',
    ]);
    expect(await run('--once')).toEqual([
      1,
      '',
      'weir agent: WEIR_INTERVAL_MS must be a whole number between 1000 and 10000\n',
    ]);
  });
});
