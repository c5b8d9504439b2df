import { randomUUID } from 'node:crypto';
import { jetstream } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { encodeInventory, encodeState, encodeTraffic, type InventoryMessage, subjectOf } from '@weir/model';
import { SystemQuery } from '../../apps/aggregator/src/query/system/system.query.js';
import { type RunningAggregator, startAggregator } from '../support/aggregator.js';
import { execute, openPool, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { askGraphql } from '../support/graphql.js';
import { type HeardHost, heardHosts } from '../support/heard-hosts.js';
import { startNats } from '../support/nats.js';
import { startPostgres } from '../support/postgres.js';
import { describeIf, natsServer } from '../support/requirements.js';
import { FakeAgent, inventoryOf, stateOf } from './store/fake-agent.js';

interface Part {
  readonly name: string;
  readonly state: string;
  readonly text: string;
  readonly remedy: string | null;
}

interface System {
  readonly state: string;
  readonly parts: readonly Part[];
  readonly lagMilliseconds: number;
  readonly agents: {
    readonly total: number;
    readonly silent: number;
    readonly failing: number;
    readonly versions: readonly { readonly version: string | null; readonly hosts: number }[];
    readonly troubles: readonly { readonly hostName: string; readonly kind: string; readonly text: string }[];
  };
  readonly refused: {
    readonly kept: number;
    readonly reasons: readonly { readonly reason: string; readonly count: number }[];
    readonly newest: readonly { readonly hostName: string | null; readonly reason: string }[];
  };
  readonly processes: readonly {
    readonly roles: readonly string[];
    readonly version: string;
    readonly partitions: readonly number[] | null;
    readonly lagSeconds: number | null;
    readonly refused: number | null;
  }[];
  readonly partitions: readonly { readonly partition: number }[];
}

const FIELDS = `{ state parts { name state text remedy } lagMilliseconds
  agents { total silent failing versions { version hosts } troubles { hostName kind text } }
  refused { kept reasons { reason count } newest { hostName reason } }
  processes { roles version partitions lagSeconds refused } partitions { partition } }`;

describeIf(natsServer, 'how weir itself does', () => {
  let database: TestDatabase;
  let connection: NatsConnection;
  let workers: RunningAggregator;
  let asked: RunningAggregator;
  let live: HeardHost | undefined;
  const old = new FakeAgent(randomUUID());

  const system = async (): Promise<System> => {
    const { data, errors } = await askGraphql<{ system: System }>(asked.url, `{ system ${FIELDS} }`);
    expect(errors).toBeUndefined();
    return data?.system as System;
  };
  const part = ({ parts }: System, name: string): Part | undefined => parts.find((each) => each.name === name);
  const publish = (kind: 'inventory' | 'state' | 'traffic', host: string, payload: string): Promise<unknown> =>
    jetstream(connection).publish(subjectOf(kind, host), payload);
  const tell = (name: string, change: Partial<InventoryMessage['agent']>): Promise<unknown> => {
    const plain = inventoryOf(old.host, Date.now(), ['host/eth0']);
    const message = { ...plain, agent: { ...plain.agent, ...change }, os: { ...plain.os, hostname: name } };
    return publish('inventory', old.host, encodeInventory(message));
  };
  /** It sends as an agent does, once: its next question is a test's. */
  const sends = async (failing: readonly string[]): Promise<void> => {
    const at = Date.now();
    await publish('traffic', old.host, encodeTraffic(old.tick(at, { 'host/eth0': [1, 1, 1, 1, 0, 0, 0, 0] })));
    await publish('state', old.host, encodeState(stateOf(old, at, { failing })));
  };

  beforeAll(async () => {
    const [nats, started] = await Promise.all([startNats(), startPostgres()]);
    database = started;
    connection = await connect({ servers: nats.url });
    const env = { WEIR_DATABASE_URL: database.url, WEIR_NATS_URL: nats.url };
    workers = await startAggregator({ ...env, WEIR_ROLES: 'ingest,analyse' });
    asked = await startAggregator({ ...env, WEIR_ROLES: 'api' });
    [live] = await heardHosts(connection, ['web-1']);
  });
  afterAll(() => connection.close());

  it('is well where it is, whichever process is asked', async () => {
    await eventually('both processes have told, and the host is stored', async () => {
      const now = await system();
      expect(now.agents).toMatchObject({ total: 1, silent: 0, failing: 0, troubles: [] });
      expect(now.parts.map(({ name, state, remedy }) => [name, state, remedy])).toEqual(
        ['AGENTS', 'STREAM', 'INGEST', 'REFUSED', 'DATABASE', 'ANALYSIS', 'QUOTAS', 'JOBS', 'PROCESSES'].map((name) => [
          ...[name, 'GOOD', null],
        ]),
      );
      expect(now.processes.map(({ roles }) => [...roles].sort().join())).toEqual(
        expect.arrayContaining(['analyse,ingest', 'api']),
      );
      const [worker] = now.processes.filter(({ roles }) => roles.includes('ingest'));
      expect(worker).toMatchObject({ partitions: [0], refused: 0, lagSeconds: expect.any(Number) });
      expect(now.partitions).toEqual([{ partition: 0 }]);
    });
  });

  it('tells an agent of an old version, and collectors that fail', async () => {
    await tell('db-1', { version: '0.0.9', docker: 'unreachable', off: ['latency'] });
    await eventually('it is told', async () => {
      await sends(['protocols']);
      const { agents, parts } = await system();
      expect(agents).toMatchObject({ total: 2, failing: 1 });
      expect(agents.versions).toEqual([
        { version: '0.1.0', hosts: 1 },
        { version: '0.0.9', hosts: 1 },
      ]);
      expect(agents.troubles.map(({ hostName, kind }) => `${hostName} ${kind}`)).toEqual([
        ...['db-1 FAILING', 'db-1 NAMES', 'db-1 OLD'],
      ]);
      expect(agents.troubles[0]?.text).toContain('protocols');
      expect(parts[0]).toMatchObject({ state: 'WARN', text: '1 of 2 agents is not well.' });
    });
    const query = '{ hosts(filter: { host: { eq: "db-1" } }) { nodes { failingCollectors } } }';
    expect((await askGraphql(asked.url, query)).data).toEqual({
      hosts: { nodes: [{ failingCollectors: ['protocols'] }] },
    });
  });

  it('tells what agents were told to measure, those of the same settings together', async () => {
    await tell('db-1', {
      version: '0.1.0',
      off: ['latency'],
      excludes: { interfaces: ['veth*'], containers: ['ci-*'] },
    });
    const query = `{ collection { intervalMilliseconds collectorsOff excludedInterfaces excludedContainers hostCount hosts { name } } }`;
    const plain = { intervalMilliseconds: 1_000, collectorsOff: [], excludedInterfaces: [], excludedContainers: [] };
    await eventually('both are told', async () =>
      expect((await askGraphql(asked.url, query)).data).toEqual({
        collection: expect.arrayContaining([
          { ...plain, hostCount: 1, hosts: [{ name: 'web-1' }] },
          {
            ...{ ...plain, collectorsOff: ['latency'], excludedInterfaces: ['veth*'], excludedContainers: ['ci-*'] },
            ...{ hostCount: 1, hosts: [{ name: 'db-1' }] },
          },
        ]),
      }),
    );
  });

  it('tells what was refused, why, and of which host, but not what it said', async () => {
    await publish('traffic', live?.id ?? '', '{"v":1,"secret":"hunter2"}');
    await publish('traffic', live?.id ?? '', 'no JSON');
    await eventually('it is told', async () => {
      const now = await system();
      expect(now.refused).toMatchObject({ kept: 2, newest: [{ hostName: 'web-1' }, { hostName: 'web-1' }] });
      expect(now.refused.reasons.map(({ count }) => count)).toEqual([1, 1]);
      expect(part(now, 'REFUSED')).toMatchObject({ state: 'WARN', text: expect.stringContaining('2 messages') });
      expect(now.processes.reduce((sum, { refused }) => sum + (refused ?? 0), 0)).toBe(2);
      expect(JSON.stringify(now)).not.toContain('hunter2');
    });
  });

  it('is told by REST alike', async () => {
    const answer = (await (await fetch(`${asked.url}/api/v1/system`)).json()) as System;
    expect(answer).toMatchObject({ state: 'warn', refused: { kept: 2 }, agents: { total: 2 } });
    expect(answer.parts.map(({ name }) => name)).toEqual((await system()).parts.map(({ name }) => name.toLowerCase()));
  });

  it('tells that nobody stores or analyses any more, how late it is, and who went without a word', async () => {
    await workers.stop();
    await eventually('it is told', async () => {
      const now = await system();
      expect(now.state).toBe('BAD');
      expect(now.lagMilliseconds).toBeGreaterThan(1_000);
      expect(part(now, 'INGEST')).toMatchObject({ state: 'BAD', text: 'No process stores what agents send.' });
      expect(part(now, 'ANALYSIS')).toMatchObject({ state: 'BAD', text: expect.stringContaining('1 of 1 partition') });
      // It took its leave: what is not there is not missed.
      expect(part(now, 'PROCESSES')).toMatchObject({ state: 'GOOD', text: 'One process runs.' });
    });
    await execute(
      database.url,
      `INSERT INTO process (id, host, pid, version, roles, started_at, seen_at, memory_bytes, nats_up)
       VALUES (gen_random_uuid(), 'weir-9', 42, '0.1.0', '{ingest}', now(), now() - interval '1 minute', 1, true)`,
    );
    expect(part(await system(), 'PROCESSES')).toMatchObject({
      ...{ state: 'WARN', text: 'weir-9 (42) went without a word.' },
      remedy: expect.stringContaining('see its log'),
    });
  });

  it('tells which quotas are behind, of what, and for how long', async () => {
    await execute(database.url, QUOTAS);
    const pool = openPool(database.url);
    const { quotas } = await new SystemQuery(pool).read();
    await pool.end();
    expect(quotas.total).toBe(7);
    expect(quotas.behind.map(({ name, lacks, forMs }) => [name, lacks, Math.floor(forMs / 60_000)])).toEqual([
      ['in part', 'day', 600],
      ['with a gap', 'day', 600],
      ['left alone', 'now', 180],
      ['never', 'all', 20],
    ]);
    const { text, remedy } = part(await system(), 'QUOTAS') ?? {};
    expect(text).toMatch(
      /^4 of 7 quotas are behind: of “in part” a day that ended 10 h.* ago is not counted whole; of/,
    );
    expect(text).toMatch(/“left alone” was counted last 3 h.* ago; and 1 more\.$/);
    expect(remedy).toMatch(/^No process counts them/);
  });
});

/** Quotas by their days: begin and end in hours from now, as far as was counted, and when that was. */
const QUOTAS = `
INSERT INTO quota (id, name, given, counts, updated_at)
SELECT gen_random_uuid(), name, '{}', '', now() - hours * interval '1 hour' FROM (VALUES
  ('whole', 90), ('never', 0.3334), ('young', 0.1), ('left alone', 90), ('in part', 90), ('with a gap', 90), ('long ago', 90))
  AS given (name, hours);
INSERT INTO quota_day (quota_id, counts, from_at, until_at, received_bytes, transmitted_bytes, covered_ms, alive_ms, counted_until, counted_at)
SELECT quota.id, '', now() + from_h * interval '1 hour', now() + until_h * interval '1 hour', 0, 0, 0, 0,
  now() + counted_h * interval '1 hour', now() + at_h * interval '1 hour'
FROM quota JOIN (VALUES
  ('whole', -34, -10, -10, -9), ('whole', -10, 14, 0, 0), ('left alone', -10, 14, -3, -3),
  ('in part', -34, -10, -11, -11), ('in part', -10, 14, 0, 0),
  ('with a gap', -58, -34, -34, -9), ('with a gap', -10, 14, 0, 0),
  ('long ago', -1000, -976, -980, -980), ('long ago', -10, 14, 0, 0))
  AS day (name, from_h, until_h, counted_h, at_h) USING (name)`;
