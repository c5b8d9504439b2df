import { spawnSync } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
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
  /** Takes lines of its JSON import format: `{"metric":{"__name__":…},"values":[…],"timestamps":[…]}`. */
  importJson(lines: string): Promise<void>;
  /** Writes all it holds to disk and merges it as far as it goes; the bytes of its data then, without index and caches. */
  mergedBytes(): Promise<number>;
  stop(): Promise<void>;
}

/** Whether it is installed; what compares with it is left out where it is not. */
export function hasVictoriaMetrics(): boolean {
  return spawnSync(COMMAND, ['-version']).status === 0;
}

/** Starts VictoriaMetrics and waits until it answers. */
export async function startVictoriaMetrics(args: readonly string[] = []): Promise<TestVictoriaMetrics> {
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
  await answers(url, server);
  const stop = stopLater(async () => {
    await server.stop('SIGINT');
    await removeDirectory(directory);
  });
  return {
    url,
    process: server,
    importJson: async (lines) => {
      await ask(`${url}/api/v1/import`, lines);
    },
    mergedBytes: async () => {
      // What is in memory reaches the disk for certain when it ends.
      await server.stop('SIGINT');
      await server.restart();
      await answers(url, server);
      return mergedBytes(url, data);
    },
    stop,
  };
}

async function answers(url: string, server: TestProcess): Promise<void> {
  await eventually('VictoriaMetrics answers', async () => {
    if (!server.running()) throw new Error(server.log());
    await ask(`${url}/health`);
  });
}

async function mergedBytes(url: string, data: string): Promise<number> {
  await ask(`${url}/internal/force_merge`);
  // The merge goes on in the background.
  let last = -1;
  return eventually(
    'VictoriaMetrics has merged',
    async () => {
      await sleep(1_000);
      const merging = /^vm_active_force_merges (\d+)/m.exec(await ask(`${url}/metrics`))?.[1];
      const now = await folderBytes(join(data, 'data'));
      const settled = merging === '0' && now === last;
      last = now;
      if (!settled) throw new Error(`${merging} merges, ${now} bytes`);
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

async function ask(url: string, body?: string): Promise<string> {
  const response = await fetch(url, body === undefined ? {} : { method: 'POST', body });
  const text = await response.text();
  if (!response.ok) throw new Error(`VictoriaMetrics answers ${response.status}: ${text}`);
  return text;
}
