import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { execute, type TestDatabase } from '../support/database.js';
import { readBlocks } from '../support/docs/blocks.js';
import { eventually, STARTED_WITHIN_MS } from '../support/eventually.js';
import { startNats, type TestNats } from '../support/nats.js';
import { startNode, type TestProcess } from '../support/process.js';
import { removeAtExit } from '../support/reaper.js';
import { debian13, describeIf, natsServer } from '../support/requirements.js';
import { startTimescale } from '../support/timescale.js';
import { trixieRoot } from '../support/trixie.js';
import { RestoreLoad } from './restore-load.js';

const MAIN = new URL('../../apps/aggregator/dist/main.js', import.meta.url).pathname;
const PAGE = readFileSync(new URL('../../docs/scale.md', import.meta.url), 'utf8');
const PATH = '/usr/lib/postgresql/17/bin:/usr/bin:/bin';
const HOLD_MS = 800;

/** What the page says is run in this folder of Debian 13, as the user that its server runs as. */
class Shell {
  private constructor(
    private readonly root: string,
    readonly folder: string,
  ) {}

  static async open(): Promise<Shell> {
    const root = await trixieRoot();
    const folder = `/var/lib/weir-restore-${randomBytes(4).toString('hex')}`;
    removeAtExit(join(root, folder));
    await promisify(execFile)('chroot', [root, 'install', '-d', '-o', 'postgres', '-g', 'postgres', folder]);
    return new Shell(root, folder);
  }

  /** Runs the blocks of the page that are called so. */
  async follow(name: string, env: Readonly<Record<string, string>>): Promise<void> {
    const blocks = readBlocks(PAGE).filter(({ info }) => info === `sh ${name}`);
    expect(blocks.length).toBeGreaterThan(0);
    const variables = Object.entries({ PATH, LC_ALL: 'C.UTF-8', ...env }).map(([key, value]) => `${key}=${value}`);
    const script = [`cd ${this.folder}`, ...blocks.map(({ text }) => text)].join('\n');
    const inRoot = ['--userspec=postgres:postgres', this.root, '/usr/bin/env', '-i', ...variables];
    await promisify(execFile)('chroot', [...inRoot, '/bin/sh', '-ec', script]);
  }
}

describeIf([natsServer, ...debian13], 'back-up and restore, as docs/scale.md has it, under load', () => {
  let shell: Shell;
  let nats: TestNats;
  let load: RestoreLoad;

  const ingester = (url: string): TestProcess =>
    startNode('ingester', MAIN, {
      ...{ WEIR_DATABASE_URL: url, WEIR_NATS_URL: nats.url, WEIR_ROLES: 'ingest', WEIR_HTTP_PORT: '0' },
    });
  const isStoring = (url: string): Promise<void> =>
    eventually('it stores', async () => expect((await load.seen(url)).size).toBeGreaterThan(0), STARTED_WITHIN_MS);

  beforeAll(async () => {
    shell = await Shell.open();
  }, 120_000);

  beforeEach(async () => {
    nats = await startNats();
    load = await RestoreLoad.start(nats.url);
  });

  afterEach(async () => {
    await load.end();
    await nats.stop();
  });

  /** What was restored is what one moment had; what is still in the stream comes in; what comes once more counts once. */
  const proves = async (url: string, aggregator: () => TestProcess): Promise<TestProcess> => {
    const restored = await load.seen(url);
    expect(await load.stored(url)).toEqual(load.sumsOf(restored));
    await load.publish(10);
    const next = aggregator();
    await load.drained();
    const seen = await load.seen(url);
    expect(seen.size).toBeGreaterThan(restored.size);
    expect(await load.stored(url)).toEqual(load.sumsOf(seen));
    await load.publishAllAgain();
    await load.drained();
    expect(await load.stored(url)).toEqual(load.sumsOf(load.all));
    return next;
  };

  it.each(['TimescaleDB', 'PostgreSQL alone'])(
    'a dump of %s is of one moment, and what comes again counts once',
    async (kind) => {
      const [before, after] = await Promise.all([startTimescale(), startTimescale()]);
      const isPlain = kind === 'PostgreSQL alone';
      if (isPlain) for (const server of [before, after]) await withoutTimescale(server);
      const name = `weir_${randomBytes(4).toString('hex')}`;
      const [oldUrl, newUrl] = await Promise.all([emptyDatabase(before, name), emptyDatabase(after, name)]);
      const first = ingester(oldUrl);
      await load.begin();
      await isStoring(oldUrl);
      const env = { WEIR_DATABASE_URL: oldUrl, NEW_DATABASE_URL: newUrl };
      await shell.follow('dump', env);
      await sleep(HOLD_MS);
      await load.pause();
      await load.drained();
      await Promise.all([first.kill(), before.kill()]);
      const atDisaster = load.all.size;

      if (!isPlain) await shell.follow('before-restore', env);
      await shell.follow('restore', env);
      if (!isPlain) await shell.follow('after-restore', env);
      // What was acknowledged after the dump is in neither: as the page says.
      expect((await load.seen(newUrl)).size).toBeLessThan(atDisaster);
      const next = await proves(newUrl, () => ingester(newUrl));
      const [edition] = await execute(
        newUrl,
        `SELECT count(*)::int AS n FROM pg_extension WHERE extname = 'timescaledb'`,
      );
      expect(edition).toEqual({ n: isPlain ? 0 : 1 });
      await next.stop();
      await after.stop();
    },
  );

  it('a base back-up with archived logs loses only what was not archived yet', async () => {
    const server = await startTimescale();
    const url = await server.createDatabase();
    const [row] = await execute(url, 'SHOW data_directory');
    const env = { WEIR_DATABASE_URL: url, ARCHIVE: `${shell.folder}/archive`, PGDATA: String(row?.['data_directory']) };
    await shell.follow('archive', env);
    await server.restart();
    const aggregator = ingester(url);
    await load.begin();
    await isStoring(url);
    await shell.follow('base-back-up', env);
    await sleep(HOLD_MS);
    await load.pause();
    await load.drained();
    const archived = await load.seen(url);
    // What `archive_timeout` does by itself.
    const [{ segment }] = (await execute(url, `SELECT pg_walfile_name(pg_switch_wal()) AS segment`)) as [
      { segment: string },
    ];
    await eventually('it is archived', async () => {
      const [last] = await execute(
        url,
        'SELECT last_archived_wal >= $$' + segment + '$$ AS done FROM pg_stat_archiver',
      );
      expect(last).toEqual({ done: true });
    });
    await load.publish(10);
    await load.drained();
    expect((await load.seen(url)).size).toBeGreaterThan(archived.size);
    await aggregator.kill();
    await server.kill();

    await shell.follow('restore-base', env);
    await server.restart();
    await eventually('it has recovered', async () => {
      expect(await execute(url, 'SELECT pg_is_in_recovery() AS recovering')).toEqual([{ recovering: false }]);
    });
    expect(await load.seen(url)).toEqual(archived);
    const next = await proves(url, () => ingester(url));
    await next.stop();
    await server.stop();
  });
});

/** A server that has the files of TimescaleDB and does not load them. */
async function withoutTimescale(server: TestDatabase): Promise<void> {
  await execute(server.url, `ALTER SYSTEM SET shared_preload_libraries = 'auto_explain'`);
  await server.restart();
}

async function emptyDatabase({ url }: TestDatabase, name: string): Promise<string> {
  await execute(url, `CREATE DATABASE ${name}`);
  return Object.assign(new URL(url), { pathname: `/${name}` }).href;
}
