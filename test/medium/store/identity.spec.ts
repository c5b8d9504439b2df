import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { TrafficMessage } from '@weir/model';
import type pg from 'pg';
import { migrate } from '../../../apps/aggregator/src/store/migrate.js';
import { BatchWriter } from '../../../apps/aggregator/src/store/write/batch-writer.js';
import { type TestDatabase, openPool } from '../../support/database.js';
import { queryUnpacked } from '../../support/unpacked.js';
import { startPostgres } from '../../support/postgres.js';
import { eight, FakeAgent } from './fake-agent.js';

const T0 = Math.floor(Date.now() / 60_000) * 60_000 - 3_600_000;
const KEY = 'host/eth0';

describe('two agents under one host id', () => {
  let server: TestDatabase;
  let pool: pg.Pool;
  let writer: BatchWriter;

  beforeAll(async () => {
    server = await startPostgres();
  });
  beforeEach(async () => {
    await pool?.end();
    const url = await server.createDatabase();
    const edition = await migrate(url, () => undefined);
    pool = openPool(url);
    pool.on('error', () => undefined);
    writer = new BatchWriter(pool, edition);
  });
  afterAll(() => pool.end());

  const write = (messages: readonly TrafficMessage[]): Promise<unknown> =>
    writer.write(
      messages.map((message) => ({
        ...{ subject: 'weir.v1.test', payload: new Uint8Array(), receivedMs: T0, sentMs: null },
        content: { kind: 'traffic', message },
      })),
    );
  const events = async (): Promise<unknown[]> =>
    (await pool.query<pg.QueryResultRow>('SELECT kind, subject, before, after FROM event')).rows;
  const storedBytes = async (): Promise<unknown> =>
    (await queryUnpacked<{ sum: string }>(pool, 'SELECT sum(rx_bytes)::text AS sum FROM traffic'))[0]?.sum;
  const tick = (agent: FakeAgent, second: number): TrafficMessage =>
    agent.tick(T0 + second * 1_000, { [KEY]: eight(second + 1) });

  it('are told of once, whoever was first, and every byte of both is kept', async () => {
    const host = randomUUID();
    const [first, clone] = [new FakeAgent(host), new FakeAgent(host)];
    for (let second = 0; second < 60; second += 2) {
      await write([tick(first, second), tick(first, second + 1)]);
      if (second >= 20) await write([tick(clone, second), tick(clone, second + 1)]);
      // Where the clone's agent is restarted, it is still the same two machines.
      if (second === 40) clone.restart();
    }
    expect(await events()).toEqual([
      { kind: 'host.identity-conflict', subject: host, before: first.boot, after: clone.boot },
    ]);
    const truth = [first, clone].reduce((sum, agent) => sum + (agent.truth.get(KEY)?.[0] ?? 0n), 0n);
    expect(await storedBytes()).toBe(String(truth));
  });

  it('are not one agent that starts again, nor one whose old messages come late', async () => {
    const agent = new FakeAgent();
    const late: TrafficMessage[] = [];
    for (let second = 0; second < 60; second += 1) {
      const message = tick(agent, second);
      if (second % 7 === 0) late.push(message);
      else await write([message]);
      if (second % 20 === 19) agent.restart();
    }
    await write(late);
    expect(await events()).toEqual([]);
  });
});
