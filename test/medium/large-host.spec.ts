import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MAX_PAYLOAD_BYTES } from '@weir/model';
import type pg from 'pg';
import { type NetDev, ProcRoot } from '../../apps/agent/src/procfs/proc-root.fixture.js';
import { decode } from '../../apps/aggregator/src/ingest/decode.js';
import { migrate } from '../../apps/aggregator/src/store/migrate.js';
import { InterfaceRepository } from '../../apps/aggregator/src/query/interfaces.js';
import { BatchWriter } from '../../apps/aggregator/src/store/write/batch-writer.js';
import { type TestDatabase, openPool } from '../support/database.js';
import { startPostgres } from '../support/postgres.js';
import { watchStatements } from '../support/statements.js';
import { queryUnpacked } from '../support/unpacked.js';
import { startProcess } from '../support/process.js';

const MAIN = new URL('../../apps/agent/dist/main.js', import.meta.url).pathname;
const COUNT = 10_000;

describe('a host of 10,000 interfaces', () => {
  let server: TestDatabase;
  let pool: pg.Pool;
  let url: string;
  let root: ProcRoot;
  let folder: string;

  beforeAll(async () => {
    server = await startPostgres();
    root = new ProcRoot();
    root.namespace('host', table(1_000));
    root.process(1, 'host');
    folder = mkdtempSync(join(tmpdir(), 'weir-large-'));
  });
  afterAll(async () => {
    await pool?.end();
    await server?.stop();
    root.remove();
    rmSync(folder, { recursive: true });
  });

  function table(bytes: number): NetDev {
    const names = Array.from({ length: COUNT }, (_, index) => `dummy${index}`);
    return Object.fromEntries(names.map((name, index) => [name, [bytes + index, bytes] as const]));
  }

  /** What the built agent would have sent. */
  async function messages(): Promise<{ subject: string; message: unknown }[]> {
    const agent = startProcess({
      name: 'agent',
      command: process.execPath,
      args: [MAIN, '--once', '--stdout'],
      env: {
        ...{ WEIR_PROC_ROOT: root.path, WEIR_SYS_ROOT: join(folder, 'sys'), WEIR_STATE_DIR: join(folder, 'state') },
        ...{ WEIR_INTERVAL_MS: '3000', WEIR_CGROUP_PREFIX: '/', DOCKER_HOST: `unix://${folder}/no.sock` },
      },
    });
    await agent.waitForLog(/"subject"/);
    root.namespace('host', table(5_000));
    await agent.exited();
    return agent
      .log()
      .split('\n')
      .flatMap((line) =>
        line.startsWith('{"subject"') ? (JSON.parse(line) as { subject: string; message: unknown }) : [],
      );
  }

  it('reaches the store whole, in messages that NATS takes, whatever order they come in', async () => {
    const sent = await messages();
    const arrivals = sent.map(({ subject, message }) => {
      const payload = Buffer.from(JSON.stringify(message));
      expect(payload.length).toBeLessThanOrEqual(MAX_PAYLOAD_BYTES);
      return { subject, payload, receivedMs: Date.now(), sentMs: null, content: decode(subject, payload) };
    });
    expect(arrivals.filter(({ subject }) => subject.includes('.inventory.')).length).toBeGreaterThan(3);
    url = await server.createDatabase();
    const edition = await migrate(url, () => undefined);
    pool = openPool(url);
    const written = await new BatchWriter(pool, edition).write(arrivals.reverse());
    expect(written.refused).toEqual([]);
    const rows = await queryUnpacked(
      pool,
      `SELECT count(*)::int, count(class)::int AS described, count(gone_at)::int AS gone, sum(bytes)::int AS bytes
       FROM series LEFT JOIN (SELECT series_id, sum(rx_bytes) AS bytes FROM traffic GROUP BY 1) AS sums USING (series_id)`,
    );
    expect(rows).toEqual([{ count: COUNT, described: COUNT, gone: 0, bytes: COUNT * 4_000 }]);
  });

  it.each([
    ['few, found once for page and count', 'dummy999', 11, 2],
    ['all, counted apart', 'dummy', COUNT, 3],
  ])('lists those of a text: %s', async (_, text, count, statements) => {
    const watched = await watchStatements(url);
    const readers = openPool(watched.url);
    try {
      const page = { by: 'name', descending: false, first: 200, after: null } as const;
      const listed = new InterfaceRepository(readers).list({ text }, page);
      if (!listed.ok) throw new Error(listed.refusal.reason);
      const [total, { rows }] = await Promise.all([listed.value.count(), listed.value.page()]);
      expect([total, rows.length]).toEqual([count, Math.min(count, 200)]);
      expect(rows.every(({ name }) => name.startsWith(text))).toBe(true);
      expect(watched.take().filter((sql) => sql.includes('FROM series'))).toHaveLength(statements);
    } finally {
      await readers.end();
    }
  });
});
