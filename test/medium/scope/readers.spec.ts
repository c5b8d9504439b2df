import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { actFor } from '../../../apps/aggregator/src/background/asker.js';
import { currentScope, withinScope } from '../../../apps/aggregator/src/query/caller.js';
import type { HostScope } from '../../../apps/aggregator/src/query/scope/host-scope.js';
import { onSnapshot } from '../../../apps/aggregator/src/query/snapshot.js';
import { createReaders } from '../../../apps/aggregator/src/store/database.js';
import { migrate } from '../../../apps/aggregator/src/store/migrate.js';
import { execute, type TestDatabase } from '../../support/database.js';
import { startPostgres } from '../../support/postgres.js';
import { debian13, describeIf } from '../../support/requirements.js';
import { startTimescale } from '../../support/timescale.js';

const OWN = '00000000-0000-4000-8000-00000000000a';
const OTHER = '00000000-0000-4000-8000-00000000000b';
const SCOPE: HostScope = { hosts: ['OWN-*'], labels: [] };

const POOL = 'the pool of questions, on behalf of who sees some hosts alone';
describe(POOL, () => contract(startPostgres));
describeIf(debian13, `${POOL}, on TimescaleDB`, () => contract(startTimescale));

function contract(start: () => Promise<TestDatabase>): void {
  let database: TestDatabase;
  let readers: pg.Pool;

  beforeAll(async () => {
    database = await start();
    await migrate(database.url, () => undefined);
    for (const [id, name, label] of [
      [OWN, 'own-1', 'red'],
      [OTHER, 'other-1', 'blue'],
    ]) {
      await execute(
        database.url,
        `INSERT INTO host (id, name, labels, first_seen, last_seen)
         VALUES ('${id}', '${name}', '{"team": "${label}"}', now(), now())`,
      );
    }
    await execute(database.url, INSERTED);
    readers = createReaders(database.url);
  });

  afterAll(async () => {
    await readers.end();
  });

  const names = async (sql = 'SELECT name FROM host ORDER BY name'): Promise<unknown[]> =>
    (await readers.query<{ name: string }>(sql)).rows.map(({ name }) => name);

  it('shows their hosts, and all hosts to others at the same time', async () => {
    const [within, all] = await Promise.all([withinScope(SCOPE, () => names()), names()]);
    expect([within, all]).toEqual([['own-1'], ['other-1', 'own-1']]);
  });

  it('goes by labels too, and knows at once that one was changed', async () => {
    const blue: HostScope = { hosts: [], labels: [{ name: 'team', value: 'blue' }] };
    expect(await withinScope(blue, () => names())).toEqual(['other-1']);
    await execute(database.url, `UPDATE host SET labels = '{"team": "blue"}' WHERE name = 'own-1'`);
    expect(await withinScope(blue, () => names())).toEqual(['other-1', 'own-1']);
    await execute(database.url, `UPDATE host SET labels = '{"team": "red"}' WHERE name = 'own-1'`);
    expect(await withinScope(blue, () => names())).toEqual(['other-1']);
  });

  it('shows no row of another host in any table, and nothing of tables that say of no host what they tell', async () => {
    const tables = await tablesOf(readers);
    expect(tables.length).toBeGreaterThan(45);
    const seen = await Promise.all(tables.map((table) => withinScope(SCOPE, () => rowsOf(readers, table))));
    const whole = await Promise.all(tables.map((table) => rowsOf(readers, table)));
    expect(JSON.stringify(whole)).toContain('OTHERS');
    expect(JSON.stringify(seen)).not.toContain('OTHERS');
    expect(JSON.stringify(seen)).not.toContain(OTHER);
    // And what is their own is there.
    for (const table of ['host', 'event', 'annotation', 'alert', 'incident', 'alert_rule'] as const) {
      expect([table, seen[tables.indexOf(table)]]).toEqual([table, [expect.anything()]]);
    }
  });

  it('has nothing of a table that was made since, and fails where no hosts were named', async () => {
    await execute(database.url, `CREATE TABLE made_since (text text); INSERT INTO made_since VALUES ('OTHERS')`);
    // A connection that was there before does not know it; one that is made now shows nothing of it.
    const seen = await withinScope(SCOPE, () => rowsOf(readers, 'made_since')).catch(String);
    expect(['[]', '"error: relation \\"made_since\\" does not exist"']).toContain(JSON.stringify(seen));
    const client = await withinScope(SCOPE, () => readers.connect());
    await client.query(`SELECT set_config('weir.hosts', '', false)`);
    await expect(client.query('SELECT * FROM host')).rejects.toThrow('malformed array');
    client.release();
    await execute(database.url, 'DROP TABLE made_since CASCADE');
  });

  it('never has a connection keep the hosts of who had it before', async () => {
    const scopes = ['own-*', 'other-*', 'nobody'].map((glob): HostScope => ({ hosts: [glob], labels: [] }));
    const asked = Array.from({ length: 60 }, (_, index) => scopes[index % 3] as HostScope);
    const answers = await Promise.all(asked.map((scope) => withinScope(scope, () => names())));
    const expected = [['own-1'], ['other-1'], []];
    answers.forEach((answer, index) => expect(answer).toEqual(expected[index % 3]));
  });

  it('holds for all statements of a snapshot', async () => {
    const both = await withinScope(SCOPE, () =>
      onSnapshot(readers, async (client) => [
        (await client.query('SELECT name FROM host')).rows,
        (await client.query('SELECT count(*)::int AS count FROM event')).rows,
      ]),
    );
    expect(both).toEqual([[{ name: 'own-1' }], [{ count: 1 }]]);
  });

  it('gives a statement as long as who asks has patience, and the next one on its connection as long as ever', async () => {
    const nap = (): Promise<unknown> => readers.query('SELECT pg_sleep(0.5)');
    for (const scope of [null, SCOPE]) {
      const hasty = (): Promise<unknown> =>
        withinScope(scope, () => actFor({ left: undefined, scope: currentScope(), longestMs: 200 }, nap));
      await expect(hasty()).rejects.toThrow('statement timeout');
      await withinScope(scope, nap);
      await expect(hasty()).rejects.toThrow('statement timeout');
    }
  });

  it('asks the database exactly what it asked before of who sees all hosts', async () => {
    const plan = async (): Promise<string> =>
      JSON.stringify((await readers.query('EXPLAIN (COSTS OFF) SELECT name FROM host WHERE host_id = 1')).rows);
    expect(await plan()).toContain('Index Scan using host_pkey on host');
    expect(await plan()).not.toContain('InitPlan');
  });
}

/** Something of each host in tables that are read by other columns than its number. */
const INSERTED = [
  [OWN, 'OWNS', 'own'],
  [OTHER, 'OTHERS', 'other'],
]
  .map(
    ([id, text, key]) => `
INSERT INTO event (host_id, time, kind, subject, text) SELECT host_id, now(), 'a', '${text}', '${text}' FROM host WHERE id = '${id}';
INSERT INTO annotation (id, at, host_uuid, text, author) VALUES (gen_random_uuid(), now(), '${id}', '${text}', '${text}');
INSERT INTO alert_rule (id, rule, position) VALUES ('${text}', '{"id": "${text}", "scope": {"host": {"eq": "OTHERS"}}, "channels": ["OTHERS"]}', 1);
INSERT INTO incident (id, group_key, opened_at, severity, rule_ids) VALUES ('${key}', '${text}', now(), 'info', '{OTHERS}');
INSERT INTO alert (id, rule_id, level, subject_key, subject, host_uuid, severity, state, since, fired_at, sentence, incident_id)
  VALUES ('${text}', '${text}', 'host', '${id}', '{}', '${id}', 'info', 'firing', now(), now(), '${text}', '${key}');
INSERT INTO silence (id, given, from_at, until_at) VALUES (gen_random_uuid(), '{"comment": "OTHERS"}', now(), now());
INSERT INTO late_writes (written_at, host_id, first, until) SELECT now(), host_id, now(), now() FROM host WHERE id = '${id}';
INSERT INTO channel (name, kind, settings) VALUES ('OTHERS ${key}', 'email', '{}');
INSERT INTO series (host_id, key, net_id, name, first_at) SELECT host_id, '${text}', '${text}', '${text}', now() FROM host WHERE id = '${id}';
INSERT INTO baseline (series_id, at, version, state) SELECT series_id, now(), 1, '${text}' FROM series WHERE key = '${text}';`,
  )
  .join('');

async function tablesOf(readers: pg.Pool): Promise<string[]> {
  const { rows } = await readers.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition`,
  );
  return rows.map(({ name }) => name);
}

async function rowsOf(readers: pg.Pool, table: string): Promise<unknown[]> {
  return (await readers.query<{ row: unknown }>(`SELECT row_to_json(each_row) AS row FROM ${table} AS each_row`)).rows;
}
