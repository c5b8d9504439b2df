import { spawnSync } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../deploy/local/src/process/port.js';
import { eventually } from './eventually.js';
import { startProcess, type TestProcess } from './process.js';
import { removeDirectory, stopLater, temporaryDirectory } from './reaper.js';

/** Debian's package and program. */
const COMMAND = 'victoria-metrics';

/** A real VictoriaMetrics on a loopback port, with an empty folder of data. */
export interface TestVictoriaMetrics {
  readonly url: string;
  readonly process: TestProcess;
  readonly version: string;
  /** Takes lines of its JSON import format: `{"metric":{"__name__":…},"values":[…],"timestamps":[…]}`. */
  importJson(lines: string): Promise<void>;
  /** Writes all it holds to disk and merges it as far as it goes; the bytes of its folder of data then. */
  mergedBytes(): Promise<number>;
  stop(): Promise<void>;
}

/** Which VictoriaMetrics is installed; undefined when none is. */
export function victoriaMetricsVersion(): string | undefined {
  const { stdout, status } = spawnSync(COMMAND, ['-version'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

/** Starts VictoriaMetrics and waits until it answers; undefined when it is not installed. */
export async function startVictoriaMetrics(args: readonly string[] = []): Promise<TestVictoriaMetrics | undefined> {
  const version = victoriaMetricsVersion();
  if (version === undefined) return undefined;
  const directory = temporaryDirectory('victoria-metrics');
  const data = join(directory, 'data');
  const address = `127.0.0.1:${await freePort()}`;
  const url = `http://${address}`;
  const server = startProcess({
    name: COMMAND,
    command: COMMAND,
    args: [`-httpListenAddr=${address}`, `-storageDataPath=${data}`, '-retentionPeriod=10y', ...args],
    logFile: join(directory, 'log'),
  });
  await eventually('VictoriaMetrics answers', async () => {
    if (!server.running()) throw new Error(server.log());
    await ask(`${url}/health`);
  });
  const stop = stopLater(async () => {
    await server.stop('SIGINT');
    await removeDirectory(directory);
  });
  return {
    url,
    process: server,
    version,
    importJson: (lines) => ask(`${url}/api/v1/import`, lines),
    mergedBytes: () => mergedBytes(url, data),
    stop,
  };
}

async function mergedBytes(url: string, data: string): Promise<number> {
  await ask(`${url}/internal/force_flush`);
  await ask(`${url}/internal/force_merge`);
  // The merge goes on in the background: it is over when the folder no longer shrinks or grows.
  let last = -1;
  return eventually(
    'the folder of VictoriaMetrics settles',
    async () => {
      const now = await folderBytes(data);
      const settled = now === last;
      last = now;
      if (!settled) {
        await new Promise((resolve) => setTimeout(resolve, 2_000));
        throw new Error(`${now} bytes`);
      }
      return now;
    },
    120_000,
  );
}

async function folderBytes(folder: string): Promise<number> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const sizes = await Promise.all(
    // A merge removes files while they are counted.
    files.map(({ parentPath, name }) =>
      stat(join(parentPath, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function ask(url: string, body?: string): Promise<void> {
  const response = await fetch(url, body === undefined ? {} : { method: 'POST', body });
  const text = await response.text();
  if (!response.ok) throw new Error(`VictoriaMetrics answers ${response.status}: ${text}`);
}
